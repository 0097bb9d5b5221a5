/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_PAIRS_ORDER_H
#define IPIBENCH_PAIRS_ORDER_H

#include "patterns.h"
#include "run.h"

/* Puts all pairs of cpu_count processors, PAIRS_CPUS at most, in order. */
void pairs_prepare(void);

/* A processor's part: n IPIs by run->edge for each pair that it begins. */
void pairs_part_spin(struct percpu *self, struct run *run, u64 n);
void pairs_part_pause(struct percpu *self, struct run *run, u64 n);
void pairs_part_halt(struct percpu *self, struct run *run, u64 n);

#endif
