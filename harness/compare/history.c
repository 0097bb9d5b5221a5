/* SPDX-License-Identifier: GPL-2.0-only */
#include "compare/history.h"

#include <math.h>
#include <string.h>

#include "base/members.h"
#include "base/stats.h"
#include "compare/compare.h"
#include "result/row.h"

static void snapshot_free(struct snapshot *snapshot)
{
	g_free(snapshot->file);
	g_free(snapshot->commit);
	g_free(snapshot->date);
	g_ptr_array_unref(snapshot->results);
	g_free(snapshot);
}

static void series_free(struct series *series)
{
	g_free(series->label);
	g_array_free(series->points, TRUE);
	g_free(series);
}

static char *provenance_word(const struct result *result, const char *name,
			     gsize length)
{
	const char *word = member_text(result->provenance, name);

	return g_strndup(word ? word : "?", length);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

GPtrArray *history_load(const char *folder, GError **error)
{
	g_autoptr(GPtrArray) snapshots = g_ptr_array_new_with_free_func(
		(GDestroyNotify)snapshot_free);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	const char *name;

	if (!dir)
		return NULL;
	while ((name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".jsonl"))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		struct snapshot *one = g_new0(struct snapshot, 1);

		g_ptr_array_add(snapshots, one);
		one->file = g_build_filename(folder, names->pdata[i], NULL);
		one->results = result_list_new();
		if (!result_load(one->file, one->results, error))
			return NULL;
		one->commit = provenance_word(one->results->pdata[0], "commit",
					      8);
		one->date = provenance_word(one->results->pdata[0], "time", 10);
	}
	return g_steal_pointer(&snapshots);
}

static bool chosen(const char *label, char **words)
{
	g_auto(GStrv) own = g_strsplit(label, " ", -1);

	for (; words && *words; words++)
		if (!g_strv_contains((const char *const *)own, *words))
			return false;
	return true;
}

static struct series *series_for(GPtrArray *list, const char *label)
{
	struct series *series;

	for (guint i = 0; i < list->len; i++) {
		series = list->pdata[i];
		if (g_str_equal(series->label, label))
			return series;
	}
	series = g_new0(struct series, 1);
	series->label = g_strdup(label);
	series->points = g_array_new(FALSE, FALSE,
				     sizeof(struct history_point));
	g_ptr_array_add(list, series);
	return series;
}

/* Medians over the boots of a row. */
static struct history_point point_of(const struct snapshot *snapshot,
				     const struct history_metric *metric,
				     const char *label)
{
	struct history_point point = { snapshot, NAN, NAN, NAN, false };
	g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < snapshot->results->len; i++) {
		const struct result *one = snapshot->results->pdata[i];
		g_autofree char *key = row_key(one);
		double value, low, high;

		if (!g_str_equal(key, label) ||
		    !g_str_equal(one->status, "ok") ||
		    !metric->of(one, &value, &low, &high))
			continue;
		g_array_append_val(values, value);
		point.low = fmin(point.low, low);
		point.high = fmax(point.high, high);
	}
	if (values->len)
		point.value = stats_median((double *)values->data, values->len);
	return point;
}

static bool changed(const struct comparison *comparison,
		    const struct history_metric *metric, const char *label)
{
	for (guint i = 0; comparison && i < comparison->findings->len; i++) {
		const struct finding *one = comparison->findings->pdata[i];

		if ((one->change == CHANGE_WORSE ||
		     one->change == CHANGE_BETTER) &&
		    g_str_equal(one->about, metric->about) &&
		    g_str_has_prefix(one->what, metric->side) &&
		    g_str_equal(one->row->label, label))
			return true;
	}
	return false;
}

/* NULL and no error: nothing in common with the one before. */
static struct comparison *with_before(const GPtrArray *snapshots, guint i,
				      const struct history_metric *metric)
{
	const struct compare_options options = {
		.exits = g_str_equal(metric->about, "exits"),
		.insns = g_str_equal(metric->about, "insns"),
		.alpha = .05,
	};
	const struct snapshot *now = snapshots->pdata[i], *before;

	if (!i)
		return NULL;
	before = snapshots->pdata[i - 1];
	return compare_results(before->results, now->results, &options, NULL);
}

GPtrArray *history_series(const GPtrArray *snapshots,
			  const struct history_metric *metric,
			  char **words)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(
		(GDestroyNotify)series_free);

	for (guint i = 0; i < snapshots->len; i++) {
		const struct snapshot *now = snapshots->pdata[i];

		for (guint k = 0; k < now->results->len; k++) {
			g_autofree char *key =
				row_key(now->results->pdata[k]);

			if (chosen(key, words))
				series_for(list, key);
		}
	}
	for (guint i = 0; i < snapshots->len; i++) {
		struct comparison *comparison = with_before(snapshots, i,
							    metric);

		for (guint k = 0; k < list->len; k++) {
			struct series *series = list->pdata[k];
			struct history_point point = point_of(
				snapshots->pdata[i], metric, series->label);

			point.change = changed(comparison, metric,
					       series->label);
			g_array_append_val(series->points, point);
		}
		if (comparison)
			comparison_free(comparison);
	}
	return g_steal_pointer(&list);
}
