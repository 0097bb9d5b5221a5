// SPDX-License-Identifier: GPL-2.0-only
#include "console/record.h"
#include "cpu/tsc.h"
#include "methods/method.h"
#include "rows/clock.h"

#define READINGS 10000
#define BATCHES 100
#define ITERATIONS 1000

u64 clock_cost;

static struct hist cost, steps;

static void record_cost(const char *what)
{
	record_begin("clock");
	record_text("what", what);
	record_u64("n", cost.n);
	record_u64("min", cost.min);
	record_u64("p50", hist_quantile(&cost, 50, 100));
	record_u64("p90", hist_quantile(&cost, 90, 100));
	record_u64("p99", hist_quantile(&cost, 99, 100));
	record_u64("max", cost.max);
}

/* The clock's step: by how much two such times differ when they do. */
static u64 measure_reading(void)
{
	u64 last = 0;

	hist_reset(&steps);
	for (u32 i = 0; i < READINGS; i++) {
		u64 begin = rdtsc();
		u64 end = rdtsc();
		u64 took = end - begin;

		if (i && took != last)
			hist_add(&steps, took > last ? took - last
						     : last - took);
		last = took;
		hist_add(&cost, took);
	}
	return steps.n ? hist_quantile(&steps, 50, 100) : 1;
}

static void measure_empty_loop(void)
{
	static struct run run;
	const loop_fn loop =
		empty_loops->around[WAIT_HALT][COUNT];
	static u64 no_word;

	run.sender = this_cpu();
	run.word = &no_word;
	run.sender->slot[0].got = 0;
	for (u32 i = 0; i < BATCHES; i++) {
		u64 begin = rdtsc();

		loop(&run, (u64)i * ITERATIONS, ITERATIONS);

		u64 end = rdtsc();

		hist_add(&cost, (end - begin + ITERATIONS / 2) / ITERATIONS);
	}
}

void clock_measure(void)
{
	u64 step;

	record_begin("tsc");
	record_u64("hz", tsc_hz);
	record_text("source", tsc_source);
	record_u64("invariant", tsc_invariant);
	record_end();

	hist_reset(&cost);
	step = measure_reading();
	clock_cost = hist_quantile(&cost, 50, 100);
	record_cost("read");
	record_u64("step", step);
	record_end();

	hist_reset(&cost);
	measure_empty_loop();
	record_cost("loop");
	record_end();
}
