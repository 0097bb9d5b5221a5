/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who sends to whom: spec/patterns.def has the patterns, NAME.h templates of loops.
 * These are compiled once for every method (loops.h), so that each measured loop is
 * straight code of its own.
 */
#ifndef IPIBENCH_PATTERNS_H
#define IPIBENCH_PATTERNS_H

#include "engine/run.h"
#include "spec/spec.h"

extern const struct pattern patterns[PATTERNS];

/* All loops of one method. */
struct loops {
	edge_fn edge[OPEN];
	loop_fn around[WAITS][OPEN];	/* pingpong, ring */
	worker_fn back[WAITS];
	loop_fn broadcast[PASS_COUNT_OF], shootdown_time;
	loop_fn burst[OPEN];
	part_fn mesh[OPEN];
};

/* The first processor's loop; each one's part of a crew's; what the others do. */
loop_fn pattern_loop(const struct loops *l, u32 pattern, u32 wait, enum pass pass);
part_fn pattern_part(const struct loops *l, u32 pattern, u32 wait, enum pass pass);
worker_fn pattern_worker(const struct loops *l, u32 pattern, u32 wait);

/* edges.c */
void unicast_loop(struct run *run, u64 first, u64 n);
void random_loop(struct run *run, u64 first, u64 n);
void incast_part(struct percpu *self, struct run *run, u64 n);

/* pairs.c: puts all pairs of cpu_count processors, PAIRS_CPUS at most, in order; a
 * processor's part: n IPIs by run->edge for each pair that it begins */
void pairs_prepare(void);
void pairs_part_spin(struct percpu *self, struct run *run, u64 n);
void pairs_part_pause(struct percpu *self, struct run *run, u64 n);
void pairs_part_halt(struct percpu *self, struct run *run, u64 n);

/* target.c: those that only receive */
void target_spin(struct percpu *self, struct run *run);
void target_pause(struct percpu *self, struct run *run);
void target_halt(struct percpu *self, struct run *run);

/* crew.c: those that send at the same time */
void crew_lead(struct run *run, u64 first, u64 n);
void crew_follow(struct percpu *self, struct run *run);

#endif
