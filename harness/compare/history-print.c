/* SPDX-License-Identifier: GPL-2.0-only */
#include "compare/history.h"

#include <math.h>

#include "base/members.h"

static const struct history_point *point(const struct series *series, guint i)
{
	return &g_array_index(series->points, struct history_point, i);
}

/* A line a row: the first value, each change, and how long it has held. */
void history_print(const GPtrArray *list, const struct history_metric *metric,
		   FILE *out)
{
	fprintf(out, "%s, %s; * where it changed\n", metric->title,
		metric->unit);
	for (guint i = 0; i < list->len; i++) {
		const struct series *series = list->pdata[i];
		bool known = false;

		fprintf(out, "%s:", series->label);
		for (guint k = 0; k < series->points->len; k++) {
			const struct history_point *at = point(series, k);

			if (isnan(at->value) || (known && !at->change))
				continue;
			fprintf(out, " %s%.6g (%s, %s)", at->change ? "* " : "",
				at->value, at->snapshot->commit,
				at->snapshot->date);
			known = true;
		}
		fprintf(out, "%s\n", known ? "" : " not measured");
	}
}

void history_print_json(const GPtrArray *list,
			const struct history_metric *metric, FILE *out)
{
	JsonArray *array = json_array_new();
	g_autoptr(JsonNode) node = json_node_init_array(json_node_alloc(),
							array);
	g_autofree char *text = NULL;

	for (guint i = 0; i < list->len; i++) {
		const struct series *series = list->pdata[i];
		JsonObject *object = json_object_new();
		JsonArray *points = json_array_new();

		json_object_set_string_member(object, "row", series->label);
		json_object_set_string_member(object, "metric", metric->name);
		json_object_set_string_member(object, "unit", metric->unit);
		for (guint k = 0; k < series->points->len; k++) {
			const struct history_point *at = point(series, k);
			JsonObject *one = json_object_new();

			json_object_set_string_member(one, "commit",
						      at->snapshot->commit);
			json_object_set_string_member(one, "date",
						      at->snapshot->date);
			members_set_number(one, "value", at->value);
			members_set_number(one, "low", at->low);
			members_set_number(one, "high", at->high);
			json_object_set_boolean_member(one, "change",
						       at->change);
			json_array_add_object_element(points, one);
		}
		json_object_set_array_member(object, "points", points);
		json_array_add_object_element(array, object);
	}
	text = json_to_string(node, TRUE);
	fprintf(out, "%s\n", text);
	json_array_unref(array);
}

/* Does this word stand in the labels of all series? */
static bool common(const GPtrArray *list, const char *word)
{
	for (guint i = 0; i < list->len; i++) {
		const struct series *series = list->pdata[i];
		g_auto(GStrv) words = g_strsplit(series->label, " ", -1);

		if (!g_strv_contains((const char *const *)words, word))
			return false;
	}
	return true;
}

/* Of a label, the words that tell the series apart, or those that do not. */
static char *words_of(const GPtrArray *list, const struct series *series,
		      bool apart)
{
	g_auto(GStrv) words = g_strsplit(series->label, " ", -1);
	GString *text = g_string_new(NULL);

	for (char **word = words; *word; word++)
		if (common(list, *word) != apart)
			g_string_append_printf(text, "%s%s",
					       text->len ? " " : "", *word);
	return g_string_free(text, FALSE);
}

/* A title's place is short: what all panels share stands in the caption. */
void history_print_tsv(const GPtrArray *list,
		       const struct history_metric *metric, FILE *out)
{
	for (guint i = 0; i < list->len; i++) {
		const struct series *series = list->pdata[i];
		g_autofree char *title = words_of(list, series, true);
		g_autofree char *shared = words_of(list, series, false);

		fprintf(out, "# title: %s\n# unit: %s\n", *title ? title :
			metric->name, metric->unit);
		if (i == 0)
			fprintf(out, "# caption: %s: %s\n", shared,
				metric->title);
		fputs("commit-index\tcommit\tdate\tvalue\tlow\thigh\tchange\n",
		      out);
		for (guint k = 0; k < series->points->len; k++) {
			const struct history_point *at = point(series, k);

			fprintf(out, "%u\t%s\t%s\t", k + 1,
				at->snapshot->commit, at->snapshot->date);
			if (isnan(at->value))
				fputs("\t\t\t0\n", out);
			else
				fprintf(out, "%.9g\t%.9g\t%.9g\t%d\n",
					at->value, at->low, at->high,
					at->change);
		}
	}
}
