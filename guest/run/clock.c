// SPDX-License-Identifier: GPL-2.0-only
#include "../methods/empty.h"
#include "../methods/method.h"
#include "clock.h"
#include "record.h"
#include "tsc.h"

#define READINGS 10000
#define BATCHES 100
#define ITERATIONS 1000

static struct hist cost;

static void record_cost(const char *what)
{
	record_begin("clock");
	record_text("what", what);
	record_u64("n", cost.n);
	record_u64("min", cost.min);
	record_u64("p50", hist_quantile(&cost, 50, 100));
	record_u64("p99", hist_quantile(&cost, 99, 100));
	record_u64("max", cost.max);
	record_end();
}

void clock_measure(void)
{
	static struct run run;
	const loop_fn loop =
		empty_loops->sender[PATTERN_self][WAIT_HALT][COUNT];

	record_begin("tsc");
	record_u64("hz", tsc_hz);
	record_text("source", tsc_source);
	record_u64("invariant", tsc_invariant);
	record_end();

	hist_reset(&cost);
	for (u32 i = 0; i < READINGS; i++) {
		u64 begin = rdtsc();
		u64 end = rdtsc();

		hist_add(&cost, end - begin);
	}
	record_cost("read");

	run.sender = this_cpu();
	run.sender->received = 0;
	hist_reset(&cost);
	for (u32 i = 0; i < BATCHES; i++) {
		u64 begin = rdtsc();

		loop(&run, (u64)i * ITERATIONS, ITERATIONS);

		u64 end = rdtsc();

		hist_add(&cost, (end - begin + ITERATIONS / 2) / ITERATIONS);
	}
	record_cost("loop");
}
