/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/root.h"
#include "cli/command.h"
#include "compare/history.h"
#include "figures/figure.h"
#include "result/baseline.h"

struct arguments {
	char *metric, *add, *folder, *draw;
	char **rows;
	gboolean json, tsv;
};

static int add(const char *result, const char *folder)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) partials = NULL;
	g_autoptr(GError) error = NULL;

	if (!result_load(result, results, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	partials = command_say_partial(results);
	if (partials->len)
		return complain(WRONG_INPUT, "%s: a baseline is of a whole "
				"result", result);
	if (!baseline_add(results, folder, files, &error))
		return complain(FELL_SHORT, "%s", error->message);
	for (guint i = 0; i < files->len; i++)
		printf("%s\n", (char *)files->pdata[i]);
	return DONE_GOOD;
}

/* By way of the text that --tsv prints. */
static int draw(const GPtrArray *all, const struct history_metric *metric,
		const char *out)
{
	g_autoptr(GError) error = NULL;
	char *text = NULL;
	size_t len;
	FILE *memory = open_memstream(&text, &len);
	int status = DONE_GOOD;

	history_print_tsv(all, metric, memory);
	fclose(memory);
	if (!figure_history("history", text, out, &error))
		status = complain(FELL_SHORT, "%s", error->message);
	else
		fprintf(stderr, "%s.pdf, .svg, .png\n", out);
	free(text);
	return status;
}

static char *metric_names(void)
{
	GString *names = g_string_new(NULL);

	for (guint i = 0; history_metrics[i].name; i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "",
				       history_metrics[i].name);
	return g_string_free(names, FALSE);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every target's folder of baselines, or the named one alone. */
static GPtrArray *folders_of(const char *base, const char *target,
			     GError **error)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = NULL;
	const char *name;

	if (target) {
		g_ptr_array_add(folders, g_build_filename(base, target, NULL));
		return g_steal_pointer(&folders);
	}
	dir = g_dir_open(base, 0, error);
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(base, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			g_ptr_array_add(folders, g_steal_pointer(&path));
	}
	g_ptr_array_sort(folders, by_name);
	return dir ? g_steal_pointer(&folders) : NULL;
}

static int show(const struct arguments *arguments, const char *target)
{
	const struct history_metric *metric = history_metric_from_name(
		arguments->metric ? arguments->metric : "exits");
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) all = g_ptr_array_new(), kept = NULL;
	g_autoptr(GPtrArray) folders = NULL;
	int status = DONE_GOOD;

	if (!metric) {
		g_autofree char *names = metric_names();

		return complain(WRONG_INPUT, "--metric %s: must be one of %s",
				arguments->metric, names);
	}
	folders = folders_of(arguments->folder, target, &error);
	if (!folders)
		return complain(WRONG_INPUT, "%s", error->message);
	kept = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_ptr_array_unref);
	for (guint i = 0; i < folders->len; i++) {
		GPtrArray *snapshots = history_load(folders->pdata[i], &error);

		if (!snapshots)
			return complain(WRONG_INPUT, "%s", error->message);
		g_ptr_array_add(kept, snapshots);
		g_ptr_array_extend_and_steal(all, history_series(snapshots,
			metric, arguments->rows));
	}
	if (!all->len)
		status = complain(WRONG_INPUT, "%s: no baseline has such a row",
				  arguments->folder);
	else if (arguments->draw)
		status = draw(all, metric, arguments->draw);
	else if (arguments->tsv)
		history_print_tsv(all, metric, stdout);
	else if (arguments->json)
		history_print_json(all, metric, stdout);
	else
		history_print(all, metric, stdout);
	return status;
}

static int run(int argc, char **argv)
{
	struct arguments arguments = { 0 };
	g_autofree char *root = tool_root();
	const GOptionEntry entries[] = {
		{ "metric", 'm', 0, G_OPTION_ARG_STRING, &arguments.metric,
		  "exits (default), sender-insns, receivers-insns", "M" },
		{ "row", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &arguments.rows,
		  "Only rows whose label has this word; may be repeated",
		  "WORD" },
		{ "tsv", 0, 0, G_OPTION_ARG_NONE, &arguments.tsv,
		  "As data for plots/history.gp", NULL },
		{ "draw", 0, 0, G_OPTION_ARG_FILENAME, &arguments.draw,
		  "Draw OUT.pdf, .svg and .png", "OUT" },
		{ "add", 0, 0, G_OPTION_ARG_FILENAME, &arguments.add,
		  "Make a baseline of a result", "DIR" },
		{ "baselines", 0, 0, G_OPTION_ARG_FILENAME, &arguments.folder,
		  "Where they are (default: results/baselines)", "FOLDER" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json,
		  "As JSON", NULL },
		G_OPTION_ENTRY_NULL
	};
	int status;

	if (!command_options(&command_history, entries, &argc, &argv, 0, 1,
			     &status))
		return status;
	if (!arguments.folder)
		arguments.folder = g_build_filename(root, "results",
						    "baselines", NULL);
	status = arguments.add ? add(arguments.add, arguments.folder) :
		show(&arguments, argc > 1 ? argv[1] : NULL);
	return status;
}

const struct command command_history = {
	"history", "[TARGET]", "a metric over commits", run
};
