/* SPDX-License-Identifier: GPL-2.0-only */
#include "command.h"
#include "report.h"

static int run(int argc, char **argv)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GError) error = NULL;
	gboolean tsv = FALSE, markdown = FALSE;
	const GOptionEntry options[] = {
		{ "tsv", 0, 0, G_OPTION_ARG_NONE, &tsv,
		  "Exits per IPI by class, tab-separated, for plots", NULL },
		{ "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown,
		  "Tables as Markdown", NULL },
		G_OPTION_ENTRY_NULL
	};
	int status;

	if (!command_options(&command_report, options, &argc, &argv, 1, -1,
			     &status))
		return status;
	for (int i = 1; i < argc; i++)
		if (!result_load(argv[i], results, &error))
			return complain(WRONG_INPUT, "%s", error->message);
	if (tsv)
		report_tsv(results, stdout);
	else
		report_headline(results, markdown ? REPORT_MARKDOWN :
				REPORT_TEXT, stdout);
	return fflush(stdout) || ferror(stdout) ?
		complain(FELL_SHORT, "standard output: cannot be written") :
		DONE_GOOD;
}

const struct command command_report = {
	"report", "DIR...", "table from results; --tsv for plots", run, false
};
