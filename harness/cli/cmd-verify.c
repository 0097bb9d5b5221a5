/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "cli/command.h"
#include "judge/verify.h"

static void put_text(const GPtrArray *differences, const struct cases *cases)
{
	for (guint i = 0; i < differences->len; i++)
		printf("%s\n", (char *)differences->pdata[i]);
	for (guint i = 0; i < cases->notes->len; i++)
		printf("%s\n", (char *)cases->notes->pdata[i]);
}

static int verify(const GPtrArray *results, const struct cases_asked *asked,
		  struct cases *cases)
{
	g_autoptr(GPtrArray) differences =
		g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) remarks = NULL, partials = NULL;
	struct verify_sum sum = { 0 };
	g_autofree char *text = NULL;
	int status;

	for (guint i = 0; i < results->len; i++) {
		guint first = differences->len;
		enum verdict verdict = verify_row(results->pdata[i], differences);

		verify_add(&sum, verdict);
		verify_case(cases, results->pdata[i], verdict, differences, first);
	}
	text = verify_sum_text(&sum);
	cases_note(cases, "%u rows: %s", sum.all, text);
	remarks = verify_remarks(results);
	for (guint i = 0; i < remarks->len; i++)
		cases_note(cases, "%s", (char *)remarks->pdata[i]);
	partials = command_say_partial(results);
	for (guint i = 0; i < partials->len; i++)
		cases_fail(cases, "ipibench", "the result is whole", "partial",
			   partials->pdata[i]);
	if (!asked->tap)
		put_text(differences, cases);
	status = command_put_cases(cases, asked);
	return sum.rows[DIFFERS] || partials->len ? FELL_SHORT : status;
}

static int run(int argc, char **argv)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GError) error = NULL;
	struct cases_asked asked = { 0 };
	const GOptionEntry options[] = {
		CASES_OPTIONS(asked), G_OPTION_ENTRY_NULL
	};
	struct cases *cases;
	int status;

	if (!command_options(&command_verify, options, &argc, &argv, 1, -1,
			     &status))
		return status;
	for (int i = 1; i < argc; i++)
		if (!result_load(argv[i], results, &error))
			return complain(WRONG_INPUT, "%s", error->message);
	cases = cases_new("ipibench verify");
	status = verify(results, &asked, cases);
	cases_free(cases);
	g_free(asked.junit);
	return status;
}

const struct command command_verify = {
	"verify", "DIR...", "hold exit counts against the expected ones", run
};
