/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "cli/command.h"
#include "judge/verify.h"

static int run(int argc, char **argv)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GPtrArray) differences =
		g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	const GOptionEntry options[] = { G_OPTION_ENTRY_NULL };
	g_autoptr(GPtrArray) remarks = NULL, partials = NULL;
	struct verify_sum sum = { 0 };
	g_autofree char *text = NULL;
	int status;

	if (!command_options(&command_verify, options, &argc, &argv, 1, -1,
			     &status))
		return status;
	for (int i = 1; i < argc; i++)
		if (!result_load(argv[i], results, &error))
			return complain(WRONG_INPUT, "%s", error->message);
	for (guint i = 0; i < results->len; i++)
		verify_add(&sum, verify_row(results->pdata[i], differences));
	for (guint i = 0; i < differences->len; i++)
		printf("%s\n", (char *)differences->pdata[i]);
	text = verify_sum_text(&sum);
	printf("%u rows: %s\n", sum.all, text);
	remarks = verify_remarks(results);
	for (guint i = 0; i < remarks->len; i++)
		printf("%s\n", (char *)remarks->pdata[i]);
	partials = command_say_partial(results);
	return sum.rows[DIFFERS] || partials->len ? FELL_SHORT : DONE_GOOD;
}

const struct command command_verify = {
	"verify", "DIR...", "hold exit counts against the expected ones", run
};
