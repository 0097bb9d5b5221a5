/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The experiment of a result folder once more, from what the folder holds: its
 * guest image, its experiments, its options. Then the two are compared.
 */
#include <stdio.h>

#include "base/error.h"
#include "cli/command.h"
#include "compare/compare.h"
#include "record/keep.h"

static int run_again(const char *directory, const char *out, bool no_meter)
{
	g_autofree char *guest = g_build_filename(directory, "ipibench.elf",
						  NULL);
	g_autofree char *experiment = g_build_filename(directory,
		KEEP_EXPERIMENT, NULL);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();

	g_ptr_array_add(argv, "run");
	g_ptr_array_add(argv, "--guest");
	g_ptr_array_add(argv, guest);
	g_ptr_array_add(argv, "--out");
	g_ptr_array_add(argv, (gpointer)out);
	if (no_meter)
		g_ptr_array_add(argv, "--no-meter");
	g_ptr_array_add(argv, experiment);
	g_ptr_array_add(argv, NULL);
	return command_run.run(argv->len - 1, (char **)argv->pdata);
}

/* A folder is from anywhere; what it brings is run as the user only when he says so. */
static bool is_trusted(const char *directory, bool trust, GError **error)
{
	g_autoptr(GPtrArray) brings = keep_brings(directory, error);

	if (!brings)
		return false;
	for (guint i = 0; i < brings->len; i++)
		complain(DONE_GOOD, "%s brings %s", directory, (char *)brings->pdata[i]);
	if (brings->len && !trust)
		g_set_error(error, IPIBENCH_ERROR, 0, "%s: what it brings can do here what you "
			    "can; --trust runs it", directory);
	return !brings->len || trust;
}

/* Forbidden to `compare`, but this is what the user asked for: all that is not
 * the same is said, and times, which another processor changes, are left. */
static int compare_with(const char *out, const GPtrArray *base)
{
	g_autoptr(GPtrArray) now = result_list_new();
	g_autoptr(GError) error = NULL;
	struct compare_options options = {
		true, true, true, .03, .05, .5
	};
	struct comparison *comparison;
	int status;

	if (!result_load(out, now, &error))
		return complain(DID_NOT_FINISH, "%s", error->message);
	comparison = compare_results(base, now, &options, &error);
	if (comparison && comparison->refused->len) {
		comparison_free(comparison);
		options.times = false;
		comparison = compare_results(base, now, &options, &error);
		if (comparison)
			compare_note(comparison, "times are not compared: not "
				     "the same processor or regime");
	}
	if (!comparison)
		return complain(FELL_SHORT, "%s", error->message);
	compare_print(comparison, COMPARE_TEXT, true, stdout);
	status = comparison_count(comparison, CHANGE_WORSE) ||
		comparison->only_base->len ? FELL_SHORT : DONE_GOOD;
	comparison_free(comparison);
	return status;
}

static int run(int argc, char **argv)
{
	g_autofree char *out = NULL, *plain = NULL, *experiment = NULL;
	gboolean trust = FALSE;
	const GOptionEntry entries[] = {
		{ "trust", 0, 0, G_OPTION_ARG_NONE, &trust,
		  "Run with what the folder brings: arguments of emulators, patches, "
		  "hypervisors", NULL },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out,
		  "Where the new results go; must not exist (default: "
		  "DIR-again)", "DIR2" },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GPtrArray) base = result_list_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) partials = NULL;
	int status, compared;
	bool no_meter;

	if (!command_options(&command_rerun, entries, &argc, &argv, 1, 1,
			     &status))
		return status;
	/* Without the slashes that a shell's completion leaves at its end. */
	plain = g_canonicalize_filename(argv[1], NULL);
	experiment = g_build_filename(plain, KEEP_EXPERIMENT, NULL);
	if (!result_load(plain, base, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	partials = command_say_partial(base);
	if (!g_file_test(experiment, G_FILE_TEST_EXISTS))
		return complain(WRONG_INPUT, "%s:0: is not there: only a "
				"folder that `ipibench run` made has what a "
				"rerun needs", experiment);
	if (!is_trusted(plain, trust, &error) || !keep_recall(plain, &no_meter, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	if (!out)
		out = g_strconcat(plain, "-again", NULL);
	status = run_again(plain, out, no_meter);
	if (status == WRONG_INPUT || !g_file_test(out, G_FILE_TEST_IS_DIR))
		return status;
	compared = compare_with(out, base);
	return MAX(status, compared);
}

const struct command command_rerun = {
	"rerun", "DIR", "run a result's experiment again, and compare", run
};
