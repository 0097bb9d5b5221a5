/* SPDX-License-Identifier: GPL-2.0-only */
/* The hypervisor's exit counters (hv-patches/README.md). */
#ifndef IPIBENCH_EXITS_H
#define IPIBENCH_EXITS_H

#include "cpu/percpu.h"

bool exits_offered(void);

/* Copies the counters of all vCPUs into a bank. One exit, which the copy
 * already contains. */
void exits_latch(u32 bank);

/* An `exits` record: bank 1 minus bank 0. reading: how many of its exits came
 * from latching. */
void exits_record(u32 row, const struct percpu *cpu, const char *role,
		  u32 reading);

#endif
