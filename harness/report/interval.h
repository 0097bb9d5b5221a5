/* SPDX-License-Identifier: GPL-2.0-only */
/* How sure a median over boots is. */
#ifndef IPIBENCH_REPORT_INTERVAL_H
#define IPIBENCH_REPORT_INTERVAL_H

#include <glib.h>
#include <stdbool.h>

/*
 * Sorts values and gives the narrowest pair of them, symmetric in rank, that
 * contains the median of what they were drawn from with at least `confidence`,
 * whatever its distribution (order statistics: the number of values below the
 * median is binomial with 1/2). *reached: what it is with this pair. False:
 * there are too few values even for the outermost pair.
 */
bool interval_of_median(double *values, guint n, double confidence,
			double *low, double *high, double *reached);

#endif
