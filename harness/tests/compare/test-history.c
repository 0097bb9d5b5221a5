/* SPDX-License-Identifier: GPL-2.0-only */
/* Baselines of made-up results, read back, and where a metric changed. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "compare/compare.h"
#include "compare/history.h"
#include "result/baseline.h"
#include "tests/samples/made-up.h"

static GPtrArray *lines(const struct made_up *one, const char *time)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	GPtrArray *results = result_list_new();

	made_up_line(text, one);
	g_string_replace(text, "2026-01-01T00:00:00Z", time, 1);
	result_parse("m", text->str, text->len, results, &error);
	g_assert_no_error(error);
	return results;
}

static void add(const char *folder, const struct made_up *one, const char *time)
{
	g_autoptr(GPtrArray) results = lines(one, time);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	baseline_add(results, folder, files, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(files->len, ==, 1);
}

static void remove_all(const char *folder, const char *target)
{
	g_autofree char *place = g_build_filename(folder, target, NULL);
	g_autoptr(GDir) dir = g_dir_open(place, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(place, name, NULL);

		g_remove(path);
	}
	g_rmdir(place);
	g_rmdir(folder);
}

/* "3482 3482* ..." */
static char *points(const GPtrArray *snapshots, const char *metric)
{
	g_autoptr(GPtrArray) series = history_series(snapshots,
		history_metric_from_name(metric), NULL);
	GString *text = g_string_new(NULL);
	struct series *one;

	g_assert_cmpuint(series->len, ==, 1);
	one = series->pdata[0];
	for (guint i = 0; i < one->points->len; i++) {
		struct history_point *point = &g_array_index(one->points,
			struct history_point, i);

		g_string_append_printf(text, "%s%g%s", i ? " " : "",
				       point->value, point->change ? "*" : "");
	}
	return g_string_free(text, FALSE);
}

static void changes(void)
{
	g_autofree char *folder = g_dir_make_tmp("history-XXXXXX", NULL);
	g_autofree char *place = g_build_filename(folder, "lab-kvm-svm", NULL);
	struct made_up one = made_up_usual;
	g_autoptr(GPtrArray) snapshots = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *exits = NULL, *insns = NULL, *receivers = NULL;
	const struct snapshot *last;

	/* Not in the order in which they are written, but of their times. */
	one.commit = "cccccccccc";
	one.p25 = one.p50 = one.p75 = 3700;
	add(folder, &one, "2026-01-03T00:00:00Z");
	one.commit = "dddddddddd";
	one.icr = 1000;
	add(folder, &one, "2026-01-04T00:00:00Z");
	one = made_up_usual;
	one.commit = "aaaaaaaaaa";
	add(folder, &one, "2026-01-01T00:00:00Z");
	one.commit = "bbbbbbbbbb";
	one.p50 = 3490;
	add(folder, &one, "2026-01-02T00:00:00.5Z");
	/* What was measured once more replaces nothing else. */
	add(folder, &one, "2026-01-02T00:00:00.5Z");

	snapshots = history_load(place, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(snapshots->len, ==, 4);
	last = snapshots->pdata[3];
	g_assert_cmpstr(last->commit, ==, "dddddddd");
	g_assert_cmpstr(last->date, ==, "2026-01-04");
	exits = points(snapshots, "exits");
	g_assert_cmpstr(exits, ==, "1 1 1 2*");
	insns = points(snapshots, "sender-insns");
	g_assert_cmpstr(insns, ==, "3482 3490 3700* 7400");
	receivers = points(snapshots, "receivers-insns");
	g_assert_cmpstr(receivers, ==, "nan nan nan nan");
	remove_all(folder, "lab-kvm-svm");
}

/* A condensed line is a line: the same to compare, and much smaller. */
static void condensed(void)
{
	static const struct compare_options options = {
		true, true, true, .03, .05, .5
	};
	g_autoptr(GPtrArray) full = lines(&made_up_usual,
					  "2026-01-01T00:00:00Z");
	g_autofree char *line = baseline_line(full->pdata[0]);
	g_autofree char *text = g_strconcat(line, "\n", NULL);
	g_autoptr(GPtrArray) small = result_list_new();
	g_autoptr(GError) error = NULL;
	struct comparison *comparison;

	g_assert_null(strstr(line, "buckets"));
	result_parse("small", text, strlen(text), small, &error);
	g_assert_no_error(error);
	comparison = compare_results(small, full, &options, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(comparison->with_exits, ==, 1);
	g_assert_cmpuint(comparison->with_insns, ==, 1);
	g_assert_cmpuint(comparison->differs->len, ==, 0);
	g_assert_cmpuint(comparison_count(comparison, CHANGE_NONE), ==,
			 comparison->findings->len);
	comparison_free(comparison);
}

static void refused(void)
{
	g_autofree char *folder = g_dir_make_tmp("history-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(folder, "x.jsonl", NULL);
	struct made_up one = made_up_usual;
	g_autoptr(GPtrArray) results = NULL, files = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(file, "{\"schema\":2}\n", -1, NULL));
	g_assert_null(history_load(folder, &error));
	g_assert_true(g_str_has_suffix(error->message, "x.jsonl:1: schema: "
				       "not 1"));
	g_clear_error(&error);
	g_remove(file);
	/* Nothing to name it after, or a name that leads elsewhere. */
	one.commit = "../../x";
	results = lines(&one, "2026-01-01T00:00:00Z");
	g_assert_false(baseline_add(results, folder, files, &error));
	g_assert_true(g_str_has_prefix(error->message, "m:1: "));
	g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/history/changes", changes);
	g_test_add_func("/history/condensed", condensed);
	g_test_add_func("/history/refused", refused);
	return g_test_run();
}
