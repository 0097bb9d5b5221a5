/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "command.h"
#include "verify.h"

static int run(int argc, char **argv)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GPtrArray) differences =
		g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	const GOptionEntry options[] = { G_OPTION_ENTRY_NULL };
	guint rows[DIFFERS + 1] = { 0 }, tried_again = 0;
	int status;

	if (!command_options(&command_verify, options, &argc, &argv, 1, -1,
			     &status))
		return status;
	for (int i = 1; i < argc; i++)
		if (!result_load(argv[i], results, &error))
			return complain(WRONG_INPUT, "%s", error->message);
	for (guint i = 0; i < results->len; i++) {
		rows[verify_row(results->pdata[i], differences)]++;
		tried_again += result_tried_again(results->pdata[i]);
	}
	for (guint i = 0; i < differences->len; i++)
		printf("%s\n", (char *)differences->pdata[i]);
	printf("%u rows: %u as expected, %u unsupported as expected, %u not "
	       "counted, %u differ\n", results->len, rows[AS_EXPECTED],
	       rows[UNSUPPORTED_AS_EXPECTED], rows[NOT_COUNTED],
	       rows[DIFFERS]);
	if (tried_again)
		printf("%u rows are of boots that were tried again: their notes "
		       "say why\n", tried_again);
	return rows[DIFFERS] ? FELL_SHORT : DONE_GOOD;
}

const struct command command_verify = {
	"verify", "DIR...", "hold exit counts against the expected ones", run,
	false
};
