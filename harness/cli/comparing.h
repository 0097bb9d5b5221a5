/* SPDX-License-Identifier: GPL-2.0-only */
/* What `compare` and `ab` share: options, and how they end. */
#ifndef IPIBENCH_COMPARING_H
#define IPIBENCH_COMPARING_H

#include "cli/command.h"
#include "compare/compare.h"

struct comparing {
	gboolean all, json, markdown, strict;
	double threshold, alpha, quantile;
	char *only;
	struct cases_asked cases;
};

#define COMPARING_USUAL { .threshold = 3, .alpha = .05, .quantile = .5 }

/* Rows of a GOptionEntry table. */
#define COMPARING_OPTIONS(x)							\
	{ "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &(x).threshold,		\
	  "Times that differ by less are the same (default: 3)", "PCT" },	\
	{ "alpha", 0, 0, G_OPTION_ARG_DOUBLE, &(x).alpha,			\
	  "Chance of a false alarm about times (default: 0.05)", "A" },		\
	{ "quantile", 0, 0, G_OPTION_ARG_DOUBLE, &(x).quantile,			\
	  "Of each boot's times (default: 0.5, the median)", "Q" },		\
	{ "only", 0, 0, G_OPTION_ARG_STRING, &(x).only,				\
	  "Only these of exits, insns, times", "LIST" },			\
	{ "strict", 0, 0, G_OPTION_ARG_NONE, &(x).strict,			\
	  "Fall short on what got better or went missing, too", NULL },		\
	{ "all", 0, 0, G_OPTION_ARG_NONE, &(x).all,				\
	  "Say everything that differs in the provenance", NULL },		\
	{ "markdown", 0, 0, G_OPTION_ARG_NONE, &(x).markdown,			\
	  "As Markdown", NULL },						\
	{ "json", 0, 0, G_OPTION_ARG_NONE, &(x).json,				\
	  "As JSON, with what did not change", NULL },				\
	CASES_OPTIONS((x).cases)

/* DONE_GOOD, or WRONG_INPUT and what is wrong has been said. */
int comparing_read(const struct comparing *asked, struct compare_options *options);
/* Says it, in the form that was asked for, text as a default; the exit status. */
int comparing_conclude(const struct comparing *asked, const struct comparison *comparison,
		       enum compare_form text, const char *suite);

#endif
