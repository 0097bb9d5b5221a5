/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A metric of a row over the baselines of its target, with change points. A
 * point is a change where `compare` finds one between the baseline before and
 * this one: exits by any difference, instructions by more than the spread.
 */
#ifndef IPIBENCH_HISTORY_H
#define IPIBENCH_HISTORY_H

#include <stdio.h>

#include "result/result.h"

struct history_metric {
	const char *name, *title, *unit;
	const char *about;              /* whose findings of compare are its */
	const char *side;               /* "sender ", "receivers "; "": both */
	/* False: not measured. low and high: the spread. */
	bool (*of)(const struct result *result, double *value, double *low,
		   double *high);
};

extern const struct history_metric history_metrics[];   /* ends with NULL */
const struct history_metric *history_metric_from_name(const char *name);

/* One baseline: a file. */
struct snapshot {
	char *file, *commit, *date;     /* commit: 8 digits */
	GPtrArray *results;
};

struct history_point {
	const struct snapshot *snapshot;
	double value, low, high;        /* NAN: not measured */
	bool change;
};

/* A row's points, oldest first. */
struct series {
	char *label;
	GArray *points;                 /* struct history_point */
};

/* The baselines of a folder, oldest first; struct snapshot. */
GPtrArray *history_load(const char *folder, GError **error);
/* The series of all rows in which each word occurs; struct series. */
GPtrArray *history_series(const GPtrArray *snapshots,
			  const struct history_metric *metric,
			  char **words);

void history_print(const GPtrArray *series,
		   const struct history_metric *metric, FILE *out);
void history_print_json(const GPtrArray *series,
			const struct history_metric *metric, FILE *out);
/* What plots/history.gp reads (plots/README.md): a panel a series. */
void history_print_tsv(const GPtrArray *series,
		       const struct history_metric *metric, FILE *out);

#endif
