/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What changed between two results. Rows are matched by what they measure
 * (compare-rows.c); of each matched row the exit counts (compare-exits.c), the
 * instructions (compare-insns.c) and the times (compare-times.c) are compared,
 * each by its own rule, which stands at the head of its file.
 */
#ifndef IPIBENCH_COMPARE_H
#define IPIBENCH_COMPARE_H

#include <stdio.h>

#include "cases/cases.h"
#include "result/result.h"

enum change { CHANGE_NONE, CHANGE_WORSE, CHANGE_BETTER, CHANGE_TOLD };
extern const char *const change_names[];        /* by enum change */

struct compare_options {
	bool exits, insns, times;       /* which of them to compare */
	double threshold;               /* of times, as a fraction */
	double alpha;
	double quantile;                /* of each boot's times */
	/* Fields of rows (result/row.h) that are to differ: rows match without them. NULL
	 * at the end; NULL: none. */
	const char *const *ignore;
};

/* One row of both sides; elements are struct result, one a boot. */
struct compare_row {
	char *label;
	GPtrArray *base, *now;
};

struct finding {
	const struct compare_row *row;
	const char *about;              /* status, exits, insns, time, exact, machine */
	char *what;                     /* "sender apic_write_icr" */
	const char *unit;
	double base, now;               /* NAN: not a number */
	double low, high;               /* interval of now/base - 1, or NAN */
	double p, adjusted;             /* NAN where there is no test */
	guint base_boots, now_boots;
	char *text;                     /* more in words, or NULL */
	enum change change;
};

struct comparison {
	GPtrArray *rows;                /* struct compare_row */
	GPtrArray *only_base, *only_now; /* char *, labels */
	GPtrArray *findings;            /* struct finding, those of no change, too */
	GPtrArray *differs;             /* char *: provenance that can matter */
	GPtrArray *background;          /* char *: the rest of it */
	GPtrArray *refused;             /* char *: why this must not be compared */
	GPtrArray *notes;               /* char *: what was not compared, and why */
	GPtrArray *ignored;             /* char *: fields rows match without; NULL at the end */
	const char *called[2];          /* the sides; NULL: BASE, NEW */
	guint with_exits, with_insns, with_times;
	guint crowded;                  /* rows whose paths say nothing */
};

/* The lists must outlive the comparison. NULL and an error where nothing matches. */
struct comparison *compare_results(const GPtrArray *base, const GPtrArray *now,
				   const struct compare_options *options,
				   GError **error);
void comparison_free(struct comparison *comparison);
guint comparison_count(const struct comparison *comparison,
		       enum change change);

enum compare_form { COMPARE_TEXT, COMPARE_TABLE, COMPARE_MARKDOWN, COMPARE_JSON };
/* The verdict first; the background is only counted unless all is to be said. */
void compare_print(const struct comparison *comparison, enum compare_form form,
		   bool all, FILE *out);
/* "1 -> 2 exits an IPI (...)", as it is printed; the caller frees it. */
char *finding_text(const struct finding *finding);
/* A case a finding, and one a row that only one side has. Failed: what got worse; if strict,
 * also what got better, and rows that NEW has not. */
void compare_cases(struct cases *cases, const struct comparison *comparison, bool strict);

/* Below: what the parts share. */

/* What side 0 (the base) and 1 are called. */
const char *compare_side(const struct comparison *comparison, guint side);

/* A new finding of no change, in the list. */
struct finding *finding_new(struct comparison *comparison,
			    const struct compare_row *row, const char *about,
			    char *what);
void compare_note(struct comparison *comparison, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/* NULL: none of the boots is ok. */
const struct result *compare_first_ok(const GPtrArray *boots);
/* Every finding in columns, what changed first; compare-table.c. */
void compare_print_table(const struct comparison *comparison, FILE *out);
/* Fields that rows match without: `ignore`, and the names of what was given where each side
 * has but one of them, for it is what is compared. NULL at the end; they are row_parts' own
 * or the caller's. */
GPtrArray *compare_ignored(const GPtrArray *base, const GPtrArray *now,
			   const char *const *ignore);
void compare_match_rows(struct comparison *comparison, const GPtrArray *base,
			const GPtrArray *now);
void compare_provenance(struct comparison *comparison, const GPtrArray *base,
			const GPtrArray *now);
void compare_exits(struct comparison *comparison,
		   const struct compare_row *row);
/* Times of an exact lab, and whether one machine made the same figures. False: there are
 * no times. */
bool compare_exact(struct comparison *comparison,
		   const struct compare_row *row);
void compare_insns(struct comparison *comparison,
		   const struct compare_row *row);
void compare_times(struct comparison *comparison,
		   const struct compare_options *options);

#endif
