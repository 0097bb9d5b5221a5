/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One row while it runs: everything the measured loops need, worked out
 * before they start.
 */
#ifndef IPIBENCH_RUN_H
#define IPIBENCH_RUN_H

#include "hist.h"
#include "cpu.h"
#include "percpu.h"
#include "plan.h"

enum pass { COUNT, TIME, PASS_COUNT_OF };

struct run {
	/* An IPI is sent by writing each of these words, which the method
	 * encoded: one where the method names all targets at once. */
	u64 word[MAX_CPUS];
	u32 words;
	/* Who gets the sender's IPIs; also who works besides the sender. */
	struct percpu *target[MAX_CPUS];
	u32 targets;
	u64 word_back;		/* pingpong: from target[0] to the sender */

	struct percpu *sender;
	struct hist *send, *roundtrip;

	ALIGNED(PERCPU_LINE) u32 stop;	/* workers: leave the loop */
	ALIGNED(PERCPU_LINE) u32 lost;	/* somebody waited too long */
	u32 checks;			/* how often that was looked at */
	u64 waiting_for;
};

/* Sends n times; the counters of the targets stand at `first` before. Returns
 * early, with run->lost set, when an acknowledgement does not come. */
typedef void (*loop_fn)(struct run *run, u64 first, u64 n);

/* ---- waiting, with a bound that costs nothing until it matters ---- */

/* Turns of a wait loop before anybody asks whether it has been too long: some
 * hundredths of a second or more. */
#define TURNS_PER_CHECK (1u << 26)
#define PAUSES_PER_CHECK (1u << 22)

/* Finds out how many times that makes ten seconds; once, at the start. */
void run_calibrate_waiting(void);
/* True when this wait is hopeless; sets run->lost. */
COLD bool run_waited_too_long(struct run *run, u64 want);
/* For a wait that halts: woken, and nothing has come. */
COLD bool run_woken_for_nothing(struct run *run, u64 want);

static ALWAYS_INLINE bool wait_spin(struct run *run, const u64 *counter, u64 want)
{
	for (u32 turns = TURNS_PER_CHECK; load(counter) < want; )
		if (unlikely(!--turns)) {
			if (run_waited_too_long(run, want))
				return false;
			turns = TURNS_PER_CHECK;
		}
	return true;
}

static ALWAYS_INLINE bool wait_pause(struct run *run, const u64 *counter, u64 want)
{
	for (u32 turns = PAUSES_PER_CHECK; load(counter) < want; cpu_pause())
		if (unlikely(!--turns)) {
			if (run_waited_too_long(run, want))
				return false;
			turns = PAUSES_PER_CHECK;
		}
	return true;
}

/* The only one that is entered, and left, with interrupts off. */
static ALWAYS_INLINE bool wait_halt(struct run *run, const u64 *counter, u64 want)
{
	while (load(counter) < want) {
		halt_for_interrupt();
		if (unlikely(load(counter) < want)
		    && run_woken_for_nothing(run, want))
			return false;
	}
	return true;
}

/* Enters one turn of a timing loop into the histograms; after the last clock
 * reading of the turn. */
void run_sample(struct run *run, u64 begin, u64 sent, u64 seen);

/* ---- targets that only receive: patterns/target.c ---- */

void target_spin(struct percpu *self, struct run *run);
void target_pause(struct percpu *self, struct run *run);
void target_halt(struct percpu *self, struct run *run);

#endif
