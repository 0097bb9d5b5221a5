/* SPDX-License-Identifier: GPL-2.0-only */
#include "record/result-part.h"

#include <string.h>

#include "spec/roles.h"

void result_note(const struct result_part *part, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(part->result->notes, (gpointer)result_keep(part->result, text));
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

JsonObject *result_words(GHashTable *words)
{
	JsonObject *object = json_object_new();
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(words),
					    (GCompareFunc)strcmp);

	for (GList *key = keys; key; key = key->next)
		if (*(const char *)key->data)
			set_word(object, key->data,
				 g_hash_table_lookup(words, key->data));
	return object;
}

enum guest_role result_role_of(const struct result_part *part, guint vcpu)
{
	enum guest_role role = guest_role_in(part->result->pattern, vcpu, vcpu == 0);

	if (role == ROLE_SENDER)
		return role;
	for (guint i = 0; i < part->row->received->len; i++) {
		const struct guest_received *one = part->row->received->pdata[i];

		if (one->cpu == vcpu)
			return role;
	}
	return ROLE_IDLE;
}
