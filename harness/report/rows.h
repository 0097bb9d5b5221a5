/* SPDX-License-Identifier: GPL-2.0-only */
/* What tables, figures and exports ask of rows: histograms, and each once. */
#ifndef IPIBENCH_REPORT_ROWS_H
#define IPIBENCH_REPORT_ROWS_H

#include "base/histogram.h"
#include "result/row.h"

/* Appends a row unless one is there that is the same. */
void row_add_once(GPtrArray *list, const struct result *row,
		  bool (*same)(const struct result *, const struct result *));

/* A time's histogram, of one line; NULL: not measured. */
struct histogram *row_histogram(const struct result *row, enum result_time time);
/* Of all boots of a row, merged exactly; *boots: how many had one. */
struct histogram *row_histogram_of_all(const GPtrArray *results,
				       const struct result *row,
				       enum result_time time, guint *boots);

/* Is a quantile of 0 of this time no time at all? Samples that took no longer
 * than reading the clock count as 0 (`clamped`). */
bool row_clamped(const struct result *row, enum result_time time);

/* What one tick of the row's histograms is on a figure's axis: 1 and "ticks",
 * or nanoseconds where the clock is real and its frequency is known. */
double row_tick(const struct result *row, const char **unit);

#endif
