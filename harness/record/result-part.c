/* SPDX-License-Identifier: GPL-2.0-only */
#include "record/result-part.h"

#include <string.h>

#include "spec/roles.h"

void result_note(JsonArray *notes, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	json_array_add_string_element(notes, text);
}

/* Numbers of the guest become numbers. */
static void set_word(JsonObject *object, const char *key, const char *value)
{
	guint64 number;

	if (g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT64, &number, NULL))
		json_object_set_int_member(object, key, number);
	else
		json_object_set_string_member(object, key, value);
}

JsonNode *result_words(GHashTable *words)
{
	JsonObject *object = json_object_new();
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(words),
					    (GCompareFunc)strcmp);

	for (GList *key = keys; key; key = key->next)
		if (*(const char *)key->data)
			set_word(object, key->data,
				 g_hash_table_lookup(words, key->data));
	return json_node_init_object(json_node_alloc(), object);
}


gint64 result_number(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) ? json_node_get_int(node) :
		0;
}

enum guest_role result_role_of(const struct result_part *part, guint vcpu)
{
	enum guest_role role = guest_role_in(part->pattern, vcpu, vcpu == 0);

	if (role == ROLE_SENDER)
		return role;
	for (guint i = 0; i < part->row->received->len; i++) {
		const struct guest_received *one = part->row->received->pdata[i];

		if (one->cpu == vcpu)
			return role;
	}
	return ROLE_IDLE;
}
