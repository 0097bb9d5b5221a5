/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "compare/compare.h"

struct arguments {
	gboolean json, markdown, force, strict;
	double threshold, alpha, quantile;
	char *only;
	struct cases_asked cases;
};

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

static int read_options(const struct arguments *arguments,
			struct compare_options *options)
{
	options->threshold = arguments->threshold / 100;
	options->alpha = arguments->alpha;
	options->quantile = arguments->quantile;
	if (!(arguments->threshold >= 0 && arguments->threshold <= 1000))
		return complain(WRONG_INPUT, "--threshold: per cent, from 0 to "
				"1000");
	if (!(arguments->alpha > 0 && arguments->alpha < 1))
		return complain(WRONG_INPUT, "--alpha: between 0 and 1");
	if (!(arguments->quantile > 0 && arguments->quantile < 1))
		return complain(WRONG_INPUT, "--quantile: between 0 and 1");
	if (arguments->json + arguments->markdown + arguments->cases.tap > 1)
		return complain(WRONG_INPUT, "only one of --json, --markdown and "
				"--tap at a time");
	if (!read_only(arguments->only, options))
		return complain(WRONG_INPUT, "--only: a list of exits, insns, "
				"times");
	return DONE_GOOD;
}

static int conclude(const struct comparison *comparison,
		    const struct arguments *arguments)
{
	struct cases *cases = cases_new("ipibench compare");
	int status;

	if (!arguments->cases.tap)
		compare_print(comparison, arguments->json ? COMPARE_JSON :
			      arguments->markdown ? COMPARE_MARKDOWN :
			      COMPARE_TEXT, stdout);
	compare_cases(cases, comparison, arguments->strict);
	status = command_put_cases(cases, &arguments->cases);
	cases_free(cases);
	if (comparison_count(comparison, CHANGE_WORSE) ||
	    (arguments->strict &&
	     (comparison_count(comparison, CHANGE_BETTER) ||
	      comparison->only_base->len)))
		return FELL_SHORT;
	return status;
}

static int run(int argc, char **argv)
{
	struct arguments arguments = { .threshold = 3, .alpha = .05,
				       .quantile = .5 };
	const GOptionEntry entries[] = {
		{ "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &arguments.threshold,
		  "Times that differ by less are the same (default: 3)", "PCT" },
		{ "alpha", 0, 0, G_OPTION_ARG_DOUBLE, &arguments.alpha,
		  "Chance of a false alarm about times (default: 0.05)", "A" },
		{ "quantile", 0, 0, G_OPTION_ARG_DOUBLE, &arguments.quantile,
		  "Of each boot's times (default: 0.5, the median)", "Q" },
		{ "only", 0, 0, G_OPTION_ARG_STRING, &arguments.only,
		  "Only these of exits, insns, times", "LIST" },
		{ "strict", 0, 0, G_OPTION_ARG_NONE, &arguments.strict,
		  "Fall short on what got better or went missing, too", NULL },
		{ "force", 0, 0, G_OPTION_ARG_NONE, &arguments.force,
		  "Compare another regime or processor all the same", NULL },
		{ "markdown", 0, 0, G_OPTION_ARG_NONE, &arguments.markdown,
		  "As Markdown", NULL },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json,
		  "As JSON, with what did not change", NULL },
		CASES_OPTIONS(arguments.cases),
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
	status = read_options(&arguments, &options);
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
	if (comparison->refused->len && !arguments.force) {
		for (guint i = 0; i < comparison->refused->len; i++)
			complain(WRONG_INPUT, "%s",
				 (char *)comparison->refused->pdata[i]);
		status = complain(WRONG_INPUT, "not to be compared; --force "
				  "does it all the same");
	} else {
		status = conclude(comparison, &arguments);
	}
	comparison_free(comparison);
	g_free(arguments.cases.junit);
	return status;
}

const struct command command_compare = {
	"compare", "BASE NEW", "what changed between two results", run
};
