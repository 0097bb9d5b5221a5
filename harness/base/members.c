/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/members.h"

#include <string.h>

void members_set_text(JsonObject *object, const char *name, const char *text)
{
	if (text)
		json_object_set_string_member(object, name, text);
	else
		json_object_set_null_member(object, name);
}

JsonObject *members_of_words(GHashTable *words)
{
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(words),
					    (GCompareFunc)strcmp);
	JsonObject *object = json_object_new();

	for (GList *key = keys; key; key = key->next)
		json_object_set_string_member(object, key->data,
			g_hash_table_lookup(words, key->data));
	return object;
}
