/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One row while it runs: everything the measured loops need, worked out
 * before they start.
 */
#ifndef IPIBENCH_RUN_H
#define IPIBENCH_RUN_H

#include "cpu/cpu.h"
#include "cpu/percpu.h"
#include "lib/hist.h"
#include "spec/spec.h"

/* OPEN is TIME at a rate: IPIs have a time at which they are due. */
enum pass { COUNT, TIME, OPEN, PASS_COUNT_OF };

#define LOTS 4096	/* length of what repeats: random's order, the gaps */

/* Sends n times, or its part of it; the counters of the targets of a loop that
 * sends to one set stand at `first` before. Returns early, with run->lost set,
 * when an acknowledgement does not come. */
typedef void (*loop_fn)(struct run *run, u64 first, u64 n);
typedef void (*part_fn)(struct percpu *self, struct run *run, u64 n);
/* From one processor to one other: where its handler counts, what says that it is
 * over, and whose times these are (run_sample_edge). */
struct edge {
	const struct slot *slot;
	const u64 *done;
	u32 lane;
};
typedef bool (*edge_fn)(struct run *run, const struct edge *e, u64 word, u64 n);

struct run {
	/* An IPI is sent by writing each of these words, which the method
	 * encoded: one where the method names all targets at once. Each
	 * sender has its own; those of the first processor are `word`. */
	u64 *word;
	u64 *word_of[MAX_CPUS];
	u32 words, words_of[MAX_CPUS];
	/* Who gets the first processor's IPI. random: one of them by lot. */
	struct percpu *target[MAX_CPUS];
	u32 targets;
	/* Who works besides the first processor. */
	struct percpu *crew[MAX_CPUS];
	u32 crew_size;
	struct percpu *mate[MAX_CPUS];	/* those of them that send, too */
	u32 mates;
	struct percpu *sender;
	u32 k;				/* burst */
	u8 lot[LOTS];			/* random: places in target[] */
	u64 gap[LOTS];			/* OPEN: ticks between IPIs */

	/* crews (patterns/crew.c) */
	part_fn part;
	edge_fn edge;
	u64 part_n;
	bool timed;		/* not a counting pass */
	u8 wait;
	ALIGNED(PERCPU_LINE) u64 pairs_done;
	ALIGNED(PERCPU_LINE) u64 phase;	/* changes when a part is to begin */
	ALIGNED(PERCPU_LINE) u64 phase_done[MAX_CPUS];

	ALIGNED(PERCPU_LINE) u32 stop;	/* workers: leave the loop */
	ALIGNED(PERCPU_LINE) u32 lost;	/* somebody waited too long */
};

/* ---- waiting, with a bound that costs nothing until it matters ---- */

/* Turns of a wait loop before anybody asks whether it has been too long: some
 * hundredths of a second or more. */
#define TURNS_PER_CHECK (1u << 26)
#define PAUSES_PER_CHECK (1u << 22)

/* Finds out how many times that makes ten seconds; once, at the start. */
void run_calibrate_waiting(void);
/* True when this wait is hopeless, or somebody else's is; sets run->lost. */
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

/* The ICR has said "send pending" so often, from 1 on; what to say next time, or 0: it is
 * no use to look any more. Two seconds at the most, and then no more in this pass. */
COLD u32 run_icr_still_busy(u32 looks);
/* It came to that since it was last asked. */
bool run_icr_stayed_busy(void);

/* As functions, for all methods the same (waits.c): where what they take
 * is not measured, or is many waits. The target has acknowledged; all have; the
 * handlers of all have begun; the processor has an IPI from each other one; its
 * own have arrived, or are noted, at each. */
bool wait_ack(struct run *run, const u64 *ack, u64 want);
bool wait_acks(struct run *run, u64 want);
bool wait_handlers(struct run *run, u64 want);
bool wait_others(struct percpu *self, struct run *run, u64 want);
bool wait_arrived(const struct percpu *self, struct run *run, u64 want);
bool wait_noted(const struct percpu *self, struct run *run, u64 want);

/* Until the clock says so; what it says then. */
static ALWAYS_INLINE u64 wait_until(u64 due)
{
	u64 now;

	do
		now = rdtsc();
	while (now < due);
	return now;
}

/* A processor that waits for IPIs tells their sender in `ack` that its handler
 * has returned. */
static ALWAYS_INLINE bool acknowledge(struct percpu *self, u64 *acknowledged)
{
	u64 received = load(&self->slot[0].got);

	if (received == *acknowledged)
		return false;
	*acknowledged = received;
	store(&self->ack, received);
	return true;
}

/* ---- what comes from the seed: schedule.c ---- */

void schedule_lots(struct run *run, u32 seed);
/* Gaps between IPIs, in ticks of 1/rate on average. */
void schedule_gaps(struct run *run, u32 seed, u64 rate, bool poisson);

/* ---- what a turn took: rows/samples.c; after the turn's last clock reading. By name
 * and not by a pointer, for nothing indirect stands in a measured loop ---- */

/* From the first processor to all of run->target[], or to one. */
void run_sample(struct run *run, u64 begin, u64 sent, u64 seen);
void run_sample_edge(const struct edge *e, u64 begin, u64 sent, u64 seen);
/* The same, and the IPI was due before it was begun. */
void run_sample_open(struct run *run, u64 due, u64 begin, u64 sent, u64 seen);
/* One of several senders to all others. */
void run_sample_mesh(const struct percpu *self, u64 begin, u64 sent, u64 seen);
/* pairs: before and after those from one to another. */
void run_pair_begin(void);
void run_pair_end(const struct percpu *from, const struct percpu *to);
/* burst: waits until no more is coming; what has come by then. How many of
 * the k came one by one. */
bool run_burst_settled(struct run *run, const struct percpu *target, bool last,
		       u64 *came);
void run_burst(const struct run *run, u64 came);
void run_sample_burst(u64 begin, u64 sent, u64 seen);

#endif
