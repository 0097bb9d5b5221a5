/* SPDX-License-Identifier: GPL-2.0-only */
#include "cli/comparing.h"

#include <stdio.h>

static bool read_only(const char *list, struct compare_options *options)
{
	g_auto(GStrv) words = list ? g_strsplit(list, ",", -1) : NULL;

	options->exits = options->insns = options->times = !list;
	for (char **word = words; word && *word; word++) {
		if (g_str_equal(*word, "exits"))
			options->exits = true;
		else if (g_str_equal(*word, "insns"))
			options->insns = true;
		else if (g_str_equal(*word, "times"))
			options->times = true;
		else
			return false;
	}
	return true;
}

int comparing_read(const struct comparing *asked, struct compare_options *options)
{
	*options = (struct compare_options){ 0 };
	options->threshold = asked->threshold / 100;
	options->alpha = asked->alpha;
	options->quantile = asked->quantile;
	if (!(asked->threshold >= 0 && asked->threshold <= 1000))
		return complain(WRONG_INPUT, "--threshold: per cent, from 0 to "
				"1000");
	if (!(asked->alpha > 0 && asked->alpha < 1))
		return complain(WRONG_INPUT, "--alpha: between 0 and 1");
	if (!(asked->quantile > 0 && asked->quantile < 1))
		return complain(WRONG_INPUT, "--quantile: between 0 and 1");
	if (asked->json + asked->markdown + asked->cases.tap > 1)
		return complain(WRONG_INPUT, "only one of --json, --markdown and "
				"--tap at a time");
	if (!read_only(asked->only, options))
		return complain(WRONG_INPUT, "--only: a list of exits, insns, "
				"times");
	return DONE_GOOD;
}

int comparing_conclude(const struct comparing *asked, const struct comparison *comparison,
		       enum compare_form text, const char *suite)
{
	struct cases *cases = cases_new(suite);
	int status;

	if (!asked->cases.tap)
		compare_print(comparison, asked->json ? COMPARE_JSON :
			      asked->markdown ? COMPARE_MARKDOWN :
			      text, asked->all, stdout);
	compare_cases(cases, comparison, asked->strict);
	status = command_put_cases(cases, &asked->cases);
	cases_free(cases);
	if (comparison_count(comparison, CHANGE_WORSE) ||
	    (asked->strict &&
	     (comparison_count(comparison, CHANGE_BETTER) ||
	      comparison->only_base->len)))
		return FELL_SHORT;
	return status;
}
