/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of results: methods down, targets across, one table for each metric
 * and setting that was measured. A new form of output is a file table-NAME.c
 * and a row in TABLE_FORMS.
 */
#ifndef IPIBENCH_REPORT_TABLE_H
#define IPIBENCH_REPORT_TABLE_H

#include "report/metric.h"

struct table_value {
	const char *statistic;          /* "each boot", "p50", "p99" */
	double low, high;               /* over the boots */
	const char *status;             /* "ok", or what stands for a number */
};

struct table_cell {
	char *text;
	const char *unit;
	guint values;                   /* 0: text is a word, why there is none */
	struct table_value value[2];
};

struct table {
	const struct metric *metric;
	const struct result *row;       /* one of its rows: the setting */
	char *title;
	GPtrArray *labels;              /* char *, one a line */
	GPtrArray *heads;               /* char *, one a target */
	GPtrArray *lines, *targets;     /* struct result *, borrowed */
	struct table_cell *cells;       /* line after line */
};

/* struct table; send exits for every setting, the rest where measured. */
GPtrArray *tables_of(const GPtrArray *results);
const struct table_cell *table_cell(const struct table *table, guint line,
				    guint target);

/* begin and caption may be NULL. */
struct table_form {
	const char *name;
	const char *help;               /* of the option --NAME; NULL: it has none */
	bool figures;                   /* beside it figures are drawn */
	void (*begin)(GString *out);
	void (*table)(const struct table *table, GString *out);
	void (*caption)(const GPtrArray *lines, GString *out);
};

#define TABLE_FORMS(X) X(text) X(markdown) X(csv) X(latex) X(html)

#define EXTERN(name) extern const struct table_form table_##name;
TABLE_FORMS(EXTERN)
#undef EXTERN
extern const struct table_form *const table_forms[];    /* ends with NULL */

/* All tables, and under them what ran where. */
void tables_put(const GPtrArray *results, const struct table_form *form,
		GString *out);
/* The same to standard output. */
void tables_print(const GPtrArray *results, const struct table_form *form);
/* `<`, `&`, quotes and what is no text at all, made harmless. */
void html_escape(GString *out, const char *text);

#endif
