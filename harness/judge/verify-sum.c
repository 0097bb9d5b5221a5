/* SPDX-License-Identifier: GPL-2.0-only */
#include "judge/verify.h"

void verify_add(struct verify_sum *sum, enum verdict verdict)
{
	sum->rows[verdict]++;
	sum->all++;
}

char *verify_sum_text(const struct verify_sum *sum)
{
	return g_strdup_printf("%u as expected, %u unsupported as expected, "
		"%u not applicable as expected, %u not counted, %u differ",
		sum->rows[AS_EXPECTED], sum->rows[UNSUPPORTED_AS_EXPECTED],
		sum->rows[NOT_APPLICABLE_AS_EXPECTED], sum->rows[NOT_COUNTED],
		sum->rows[DIFFERS]);
}

/* Of earlier results nobody knows the code. */
static const char *cause_of(const struct result *result)
{
	return result->attempt_cause ? result->attempt_cause : "unknown";
}

static void remark_attempts(const GPtrArray *results, GPtrArray *lines)
{
	g_autoptr(GHashTable) causes = g_hash_table_new(g_str_hash,
							g_str_equal);
	g_autoptr(GList) names = NULL;
	guint all = 0, most = 0;
	GString *text;

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];
		guint n;

		if (one->attempts < 2)
			continue;
		all++;
		most = MAX(most, one->attempts);
		n = GPOINTER_TO_UINT(g_hash_table_lookup(causes,
							 cause_of(one)));
		g_hash_table_insert(causes, (gpointer)cause_of(one),
				    GUINT_TO_POINTER(n + 1));
	}
	if (!all)
		return;
	text = g_string_new(NULL);
	g_string_append_printf(text, "%u rows are of boots that were tried "
			       "again, %u times at most: ", all, most - 1);
	names = g_list_sort(g_hash_table_get_keys(causes),
			    (GCompareFunc)g_strcmp0);
	for (GList *name = names; name; name = name->next)
		g_string_append_printf(text, "%s%u %s",
			name == names ? "" : ", ",
			GPOINTER_TO_UINT(g_hash_table_lookup(causes,
							     name->data)),
			(char *)name->data);
	g_ptr_array_add(lines, g_string_free(text, FALSE));
}

static void remark_strays(const GPtrArray *results, GPtrArray *lines)
{
	guint64 strays = 0;
	guint rows = 0;

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		strays += one->strays;
		rows += one->strays > 0;
	}
	if (rows)
		g_ptr_array_add(lines, g_strdup_printf("%u rows had %"
			G_GUINT64_FORMAT " interrupts that nobody expected "
			"(strays): their notes say where", rows, strays));
}

GPtrArray *verify_remarks(const GPtrArray *results)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	remark_attempts(results, lines);
	remark_strays(results, lines);
	return lines;
}
