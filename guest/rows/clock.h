/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_CLOCK_H
#define IPIBENCH_CLOCK_H

#include "lib/types.h"

/* Measures the clock and the empty loop, with `tsc` and `clock` records. */
void clock_measure(void);

/* Ticks between two readings with nothing in between; the median. */
extern u64 clock_cost;

#endif
