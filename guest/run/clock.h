/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_CLOCK_H
#define IPIBENCH_CLOCK_H

/* Writes the `tsc` and `clock` records: what the clock and the empty loop
 * cost. */
void clock_measure(void);

#endif
