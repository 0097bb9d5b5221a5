/* SPDX-License-Identifier: GPL-2.0-only */
#include "command.h"
#include "report.h"

/* The figures of one result folder, by gnuplot, into DIR/figures/. */
static bool draw(const char *directory, GError **error)
{
	g_autofree char *root = tool_root();
	g_autofree char *script = g_build_filename(root, "plots", "draw", NULL);
	char *argv[] = { script, (char *)directory, NULL };
	int status;

	return g_spawn_sync(NULL, argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN,
			    NULL, NULL, NULL, NULL, &status, error) &&
	       g_spawn_check_wait_status(status, error);
}

static int run(int argc, char **argv)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GError) error = NULL;
	gboolean tsv = FALSE, insns = FALSE, caption = FALSE, markdown = FALSE;
	gboolean figures = TRUE;
	const GOptionEntry options[] = {
		{ "tsv", 0, 0, G_OPTION_ARG_NONE, &tsv,
		  "Exits per IPI by class, tab-separated, for plots", NULL },
		{ "tsv-insns", 0, 0, G_OPTION_ARG_NONE, &insns,
		  "Instructions per IPI, tab-separated, for plots", NULL },
		{ "caption", 0, 0, G_OPTION_ARG_NONE, &caption,
		  "What ran where, and who counted", NULL },
		{ "no-figures", 0, G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE,
		  &figures, "Tables only, leave gnuplot alone", NULL },
		{ "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown,
		  "Tables as Markdown", NULL },
		G_OPTION_ENTRY_NULL
	};
	enum report_form form;
	int status;

	if (!command_options(&command_report, options, &argc, &argv, 1, -1,
			     &status))
		return status;
	for (int i = 1; i < argc; i++)
		if (!result_load(argv[i], results, &error))
			return complain(WRONG_INPUT, "%s", error->message);
	form = markdown ? REPORT_MARKDOWN : REPORT_TEXT;
	if (tsv)
		report_tsv(results, stdout);
	else if (insns)
		report_insns_tsv(results, stdout);
	else if (caption)
		report_caption(results, form, stdout);
	else
		report_headline(results, form, stdout);
	if (fflush(stdout) || ferror(stdout))
		return complain(FELL_SHORT,
				"standard output: cannot be written");
	if (tsv || insns || caption || !figures)
		return DONE_GOOD;
	for (int i = 1; i < argc; i++)
		if (!draw(argv[i], &error))
			return complain(FELL_SHORT, "figures: %s",
					error->message);
	return DONE_GOOD;
}

const struct command command_report = {
	"report", "DIR...", "tables and figures from results", run, false
};
