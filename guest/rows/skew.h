/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far the processors' clocks are apart. Only `delivery` compares two of
 * them.
 */
#ifndef IPIBENCH_SKEW_H
#define IPIBENCH_SKEW_H

#include "lib/types.h"

/* Asks each processor for its clock, with `skew` records; once. */
void skew_measure(void);

/* NULL when what the clocks may be apart is at most a tenth of these ticks;
 * else the reason not to believe a difference between two of them. */
const char *skew_doubt(u64 ticks);

#endif
