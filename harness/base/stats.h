/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The statistics of `ipibench compare`. A sample here is one figure of one
 * boot: what repeats inside a boot (placement in memory, order of start) does
 * not repeat between boots, so that thousands of IPIs of one boot are one
 * observation, not thousands.
 */
#ifndef IPIBENCH_STATS_H
#define IPIBENCH_STATS_H

#include <glib.h>

/* Sorts what it is given. n must not be 0. */
double stats_median(double *values, gsize n);

/* Two-sided p of the Mann-Whitney test: exact, by counting all ways to divide
 * the pooled ranks, ties included, up to STATS_EXACT_MAX values; beyond that
 * the normal approximation with corrections for ties and continuity. */
#define STATS_EXACT_MAX 60
double stats_mann_whitney(const double *a, gsize n, const double *b, gsize m);

/* What p is when every value of one side is below every value of the other:
 * no experiment with so many boots can say more. */
double stats_smallest_p(gsize n, gsize m);

/* Bootstrap interval (percentiles) of median(b)/median(a) - 1: boots are drawn
 * anew on each side. The generator's seed is fixed, so that the same results
 * give the same interval. */
void stats_bootstrap(const double *a, gsize n, const double *b, gsize m,
		     double confidence, double *low, double *high);

/* Benjamini and Hochberg's adjustment, in place: reject where the adjusted p
 * is at most alpha, and the expected share of false ones among the rejected is
 * at most alpha; where nothing differs at all, the chance of any is. */
void stats_adjust(double *p, gsize n);

#endif
