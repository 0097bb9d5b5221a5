/* SPDX-License-Identifier: GPL-2.0-only */
#include "cli/comparing.h"

static int run(int argc, char **argv)
{
	struct comparing asked = COMPARING_USUAL;
	gboolean force = FALSE;
	const GOptionEntry entries[] = {
		{ "force", 0, 0, G_OPTION_ARG_NONE, &force,
		  "Compare another regime or processor all the same", NULL },
		COMPARING_OPTIONS(asked),
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GPtrArray) base = result_list_new(), now = result_list_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) of_base = NULL, of_now = NULL;
	struct compare_options options;
	struct comparison *comparison;
	int status;

	if (!command_options(&command_compare, entries, &argc, &argv, 2, 2,
			     &status))
		return status;
	status = comparing_read(&asked, &options);
	if (status)
		return status;
	if (!result_load(argv[1], base, &error) ||
	    !result_load(argv[2], now, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	of_base = command_say_partial(base);
	of_now = command_say_partial(now);
	comparison = compare_results(base, now, &options, &error);
	if (!comparison)
		return complain(WRONG_INPUT, "%s", error->message);
	if (comparison->refused->len && !force) {
		for (guint i = 0; i < comparison->refused->len; i++)
			complain(WRONG_INPUT, "%s",
				 (char *)comparison->refused->pdata[i]);
		status = complain(WRONG_INPUT, "not to be compared; --force "
				  "does it all the same");
	} else {
		status = comparing_conclude(&asked, comparison, COMPARE_TEXT,
					    "ipibench compare");
	}
	comparison_free(comparison);
	g_free(asked.cases.junit);
	return status;
}

const struct command command_compare = {
	"compare", "BASE NEW", "what changed between two results", run
};
