// SPDX-License-Identifier: GPL-2.0-only
#include "console/record.h"
#include "cpu/smp.h"
#include "cpu/tsc.h"
#include "lib/text.h"
#include "rows/skew.h"

#define ROUNDS 1000
#define ENOUGH 100		/* when they have taken MS_PER_CPU ... */
#define MS_PER_CPU 4
#define MS_AT_MOST 50		/* ... or fewer, when they have taken this */

static ALIGNED(PERCPU_LINE) u64 asked;
static ALIGNED(PERCPU_LINE) u64 answered;
static u64 answer;
static u64 worst;		/* ticks, over all processors */
static bool unknown;

/* Until it is asked for round ~0. */
static void worker_answer(struct percpu *self, struct run *run)
{
	u64 round = 0, now;

	(void)self, (void)run;
	while ((now = load(&asked)) != ~0ull) {
		if (now == round)
			continue;
		round = now;
		store(&answer, rdtsc());
		store(&answered, round);
	}
}

/*
 * The other clock was read between t0 and t1 of ours, so it is ahead of ours
 * by something between answer - t1 and answer - t0. Each round can only narrow
 * that; the quickest do.
 */
static u32 ask(int64_t *low, int64_t *high)
{
	const u64 limit = tsc_ticks_for_ms(MS_PER_CPU);
	const u64 at_most = tsc_ticks_for_ms(MS_AT_MOST);
	u64 begin = 0;			/* it may have to wake up first */
	const u64 patience = tsc_ticks_for_ms(5000);
	u32 rounds = 0;

	*low = INT64_MIN;
	*high = INT64_MAX;
	while (rounds < ROUNDS) {
		u64 t0 = rdtsc(), t1;

		store(&asked, rounds + 1);
		while (load(&answered) != rounds + 1)
			if (rdtsc() - t0 > patience)
				return rounds;
		t1 = rdtsc();
		if (!rounds++)
			begin = t1;

		int64_t l = (int64_t)(load(&answer) - t1);
		int64_t h = (int64_t)(load(&answer) - t0);

		*low = l > *low ? l : *low;
		*high = h < *high ? h : *high;
		if (t1 - begin > (rounds < ENOUGH ? at_most : limit))
			break;
	}
	return rounds;
}

static u64 distance(int64_t a)
{
	return a < 0 ? 0 - (u64)a : (u64)a;
}

void skew_measure(void)
{
	for (u32 i = 1; i < cpu_count; i++) {
		int64_t low, high;
		u32 rounds;

		store(&asked, 0);
		store(&answered, 0);
		smp_order(&cpus[i], worker_answer, NULL);
		rounds = ask(&low, &high);
		store(&asked, ~0ull);
		smp_wait_parked(&cpus[i]);
		if (!rounds) {
			unknown = true;
			low = high = 0;
		}
		worst = distance(low) > worst ? distance(low) : worst;
		worst = distance(high) > worst ? distance(high) : worst;
		record_begin("skew");
		record_u64("cpu", i);
		record_s64("low", low);
		record_s64("high", high);
		record_u64("rounds", rounds);
		record_end();
	}
}

const char *skew_doubt(u64 ticks)
{
	static char text[160];

	if (unknown)
		return "the processors' clocks could not be compared";
	if (worst <= ticks / 10)
		return NULL;
	text[0] = 0;
	text_add(text, sizeof(text), "two processors' clocks may be apart by ");
	text_add_u64(text, sizeof(text), worst);
	text_add(text, sizeof(text), " ticks, more than a tenth of the median of ");
	text_add_u64(text, sizeof(text), ticks);
	return text;
}
