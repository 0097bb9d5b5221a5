/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which row of one side is which of the other: by what they measure. The
 * number of IPIs is not part of it, since everything compared is counted for
 * one IPI; nor is the boot, which is a repetition.
 */
#include "compare/compare.h"

#include <string.h>

/* In the order in which a label names them; NULL: left out where a line has
 * none, as lines of before the field had. */
static const struct { const char *field, *usual; } keys[] = {
	{ "target", NULL }, { "method", NULL }, { "pattern", NULL },
	{ "vcpus", NULL }, { "wait", NULL }, { "dest_asked", NULL },
	{ "pass", NULL }, { "loader", "pvh" }, { "k", "0" },
	{ "deliver", "fixed" }, { "rate", "0" }, { "arrival", "fixed" },
};

static char *word_of(JsonNode *node)
{
	if (!node || !JSON_NODE_HOLDS_VALUE(node))
		return NULL;
	if (json_node_get_value_type(node) == G_TYPE_STRING)
		return g_strdup(json_node_get_string(node));
	return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
}

char *compare_row_key(const struct result *result)
{
	JsonObject *object = json_node_get_object(result->node);
	GString *key = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autofree char *word = word_of(
			json_object_get_member(object, keys[i].field));
		const char *name = keys[i].field;

		if (!word || g_strcmp0(word, keys[i].usual) == 0)
			continue;
		if (g_str_equal(name, "dest_asked"))
			name = "dest";
		if (i < 3)
			g_string_append_printf(key, "%s%s", i ? " " : "", word);
		else
			g_string_append_printf(key, " %s=%s", name, word);
	}
	return g_string_free(key, FALSE);
}

static struct compare_row *row_for(GPtrArray *rows, GHashTable *by_key,
				   const struct result *result)
{
	g_autofree char *key = compare_row_key(result);
	struct compare_row *row = g_hash_table_lookup(by_key, key);

	if (row)
		return row;
	row = g_new0(struct compare_row, 1);
	row->label = g_steal_pointer(&key);
	row->base = g_ptr_array_new();
	row->now = g_ptr_array_new();
	g_hash_table_insert(by_key, row->label, row);
	g_ptr_array_add(rows, row);
	return row;
}

void compare_match_rows(struct comparison *comparison, const GPtrArray *base,
			const GPtrArray *now)
{
	g_autoptr(GHashTable) by_key = g_hash_table_new(g_str_hash,
							g_str_equal);
	GPtrArray *rows = comparison->rows;

	for (guint i = 0; i < base->len; i++)
		g_ptr_array_add(row_for(rows, by_key, base->pdata[i])->base,
				base->pdata[i]);
	for (guint i = 0; i < now->len; i++)
		g_ptr_array_add(row_for(rows, by_key, now->pdata[i])->now,
				now->pdata[i]);
	for (guint i = 0; i < rows->len;) {
		struct compare_row *row = rows->pdata[i];
		GPtrArray *to = !row->base->len ? comparison->only_now :
			!row->now->len ? comparison->only_base : NULL;

		if (to) {
			g_ptr_array_add(to, g_strdup(row->label));
			g_ptr_array_remove_index(rows, i);
		} else {
			i++;
		}
	}
}
