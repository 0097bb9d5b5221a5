/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "base/root.h"
#include "cli/command.h"
#include "cli/running.h"
#include "releases/print.h"
#include "session/asked.h"
#include "session/run-all.h"

struct arguments {
	struct asked asked;
	struct running running;
	char *add, *folder, *draw, *out;
	gboolean run;
};

static int add(const char *result, const char *folder)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) partials = NULL;
	g_autoptr(GError) error = NULL;
	guint left_out;

	if (!result_load(result, results, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	partials = command_say_partial(results);
	if (!releases_add(results, folder, files, &left_out, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	for (guint i = 0; i < files->len; i++)
		printf("%s\n", (char *)files->pdata[i]);
	if (left_out)
		fprintf(stderr, "%u rows left out that are not ok\n", left_out);
	return DONE_GOOD;
}

/* The experiment, and then its result is in the history. */
static int run_and_add(const struct arguments *arguments, int argc, char **argv, int words,
		       char **all)
{
	g_autoptr(GPtrArray) experiments = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL;
	g_autoptr(GPtrArray) line = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *root = tool_root();
	g_autofree char *file = g_build_filename(root, "harness", "experiments", "releases.ini",
						 NULL);
	g_autofree char *usual = g_build_filename(root, "results", "latest-releases", NULL);
	const char *place = arguments->out ? arguments->out : usual;
	int status;

	g_ptr_array_add(line, argv[0]);
	g_ptr_array_add(line, file);
	for (int i = 1; i < argc; i++)
		g_ptr_array_add(line, argv[i]);
	settings = asked_settings(&arguments->asked, line->len, (char **)line->pdata, experiments,
				  &error);
	if (!settings)
		return complain(WRONG_INPUT, "%s", error->message);
	status = run_all(&(struct run_options){
		.place = place, .replace = !arguments->out, .targets = arguments->asked.targets,
		RUNNING_ASKED(arguments->running), .argc = words, .argv = all,
	}, experiments, settings);
	return arguments->running.dry_run || status > FELL_SHORT ? status :
		MAX(status, add(place, arguments->folder));
}

static int show(const char *folder, const char *draw)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(releases_t) releases = releases_load(folder, &error);
	g_autoptr(explanations_t) explanations = releases ? explanations_load(folder, &error) :
		NULL;
	g_autoptr(GPtrArray) steps = NULL, wrong = NULL;

	if (!explanations)
		return complain(WRONG_INPUT, "%s", error->message);
	if (!releases->rows->len)
		return complain(WRONG_INPUT, "%s: no release is there; `ipibench releases --run`",
				folder);
	if (draw) {
		if (!releases_draw(releases, draw, &error))
			return complain(FELL_SHORT, "%s", error->message);
		fprintf(stderr, "%s.pdf, .svg, .png\n", draw);
		return DONE_GOOD;
	}
	steps = releases_steps(releases, explanations);
	releases_print(releases, steps, stdout);
	wrong = steps_wrong(steps, explanations);
	for (guint i = 0; i < wrong->len; i++)
		complain(FELL_SHORT, "%s", (char *)wrong->pdata[i]);
	return wrong->len ? FELL_SHORT : DONE_GOOD;
}

static int run(int argc, char **argv)
{
	struct arguments arguments = { .running = RUNNING_USUAL };
	g_autofree char *root = tool_root();
	const GOptionEntry entries[] = {
		{ "run", 0, 0, G_OPTION_ARG_NONE, &arguments.run,
		  "Run harness/experiments/releases.ini and add what comes out", NULL },
		{ "target", 't', 0, G_OPTION_ARG_STRING, &arguments.asked.targets,
		  "With --run: only these of its targets", "T,..." },
		{ "kernel", 0, 0, G_OPTION_ARG_STRING, &arguments.asked.kernel,
		  "With --run: these kernels, as of `ipibench run`", "[NAME=]K,..." },
		{ "xen", 0, 0, G_OPTION_ARG_STRING, &arguments.asked.xen,
		  "With --run: these Xens", "[NAME=]X,..." },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.out,
		  "With --run: the result folder (default: results/latest-releases)", "DIR" },
		RUNNING_OPTIONS(arguments.running),
		{ "add", 0, 0, G_OPTION_ARG_FILENAME, &arguments.add,
		  "Add a result's rows", "DIR" },
		{ "draw", 0, 0, G_OPTION_ARG_FILENAME, &arguments.draw,
		  "Draw OUT.pdf, .svg and .png", "OUT" },
		{ "releases", 0, 0, G_OPTION_ARG_FILENAME, &arguments.folder,
		  "Where they are (default: results/releases)", "FOLDER" },
		G_OPTION_ENTRY_NULL
	};
	g_auto(GStrv) all = g_strdupv(argv);
	int status, words = argc;

	if (!command_options(&command_releases, entries, &argc, &argv, 0, -1, &status))
		return status;
	if (!arguments.folder)
		arguments.folder = g_build_filename(root, "results", "releases", NULL);
	if (argc > 1 && !arguments.run)
		return complain(WRONG_INPUT, "%s: only --run takes words", argv[1]);
	status = arguments.run ? run_and_add(&arguments, argc, argv, words, all) :
		arguments.add ? add(arguments.add, arguments.folder) :
		show(arguments.folder, arguments.draw);
	return status;
}

const struct command command_releases = {
	"releases", "[KEY=VALUE[,VALUE]...]", "what IPIs cost over releases of Linux and Xen", run
};
