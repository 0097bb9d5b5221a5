/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which row of one side is which of the other: by what they measure. The
 * number of IPIs is not part of it, since everything compared is counted for
 * one IPI; nor is the boot, which is a repetition.
 */
#include "compare/compare.h"

#include "result/row.h"

static struct compare_row *row_for(GPtrArray *rows, GHashTable *by_key,
				   const struct result *result, const char *const *ignore)
{
	g_autofree char *key = row_key_without(result, ignore);
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

static bool has_one(const GPtrArray *results, const struct row_part *part)
{
	g_autofree char *first = results->len ? row_part(results->pdata[0], part) : NULL;

	for (guint i = 1; i < results->len; i++) {
		g_autofree char *word = row_part(results->pdata[i], part);

		if (g_strcmp0(first, word))
			return false;
	}
	return true;
}

GPtrArray *compare_ignored(const GPtrArray *base, const GPtrArray *now,
			   const char *const *ignore)
{
	GPtrArray *fields = g_ptr_array_new();

	for (; ignore && *ignore; ignore++)
		g_ptr_array_add(fields, (gpointer)*ignore);
	for (const struct row_part *part = row_parts; part->field; part++)
		if (part->of & ROW_GIVEN && has_one(base, part) && has_one(now, part))
			g_ptr_array_add(fields, (gpointer)part->field);
	g_ptr_array_add(fields, NULL);
	return fields;
}

void compare_match_rows(struct comparison *comparison, const GPtrArray *base,
			const GPtrArray *now)
{
	g_autoptr(GHashTable) by_key = g_hash_table_new(g_str_hash,
							g_str_equal);
	const char *const *without = (const char *const *)comparison->ignored->pdata;
	GPtrArray *rows = comparison->rows;

	for (guint i = 0; i < base->len; i++)
		g_ptr_array_add(row_for(rows, by_key, base->pdata[i], without)->base,
				base->pdata[i]);
	for (guint i = 0; i < now->len; i++)
		g_ptr_array_add(row_for(rows, by_key, now->pdata[i], without)->now,
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
