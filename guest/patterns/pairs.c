// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order of pairs, and each processor's way through it. The target of one
 * pair is the sender of the next, so that its last IPI is the sign to begin
 * and no other signal is needed; the first processor begins and ends. Timed,
 * the next begins only when the last one has filed its samples.
 */
#include "patterns/patterns.h"

static u8 next[PAIRS_CPUS][PAIRS_CPUS - 1];	/* to whom, by visit */
static u16 turn[PAIRS_CPUS][PAIRS_CPUS - 1];	/* place among all pairs */
static u32 visits[PAIRS_CPUS];
static u16 turns;

static void add(u32 from, u32 to)
{
	next[from][visits[from]] = (u8)to;
	turn[from][visits[from]] = turns++;
	visits[from]++;
}

/*
 * An Eulerian circuit of the complete directed graph: each pair once, and each
 * begins where the one before has ended. From i there and back to all behind
 * i + 1, then on to i + 1; at last all the way back.
 */
void pairs_prepare(void)
{
	memset(visits, 0, sizeof(visits));
	turns = 0;
	for (u32 i = 0; i < cpu_count; i++) {
		for (u32 k = i + 2; k < cpu_count; k++) {
			add(i, k);
			add(k, i);
		}
		if (i + 1 < cpu_count)
			add(i, i + 1);
	}
	for (u32 i = cpu_count - 1; i; i--)
		add(i, i - 1);
}

#define PAIRS_TAKE(wait)						\
/* Takes n IPIs, acknowledging each. */				\
static bool take_##wait(struct percpu *self, struct run *run, u64 n)	\
{									\
	for (u64 want = self->ack + 1; n; n--, want++) {		\
		if (!wait_##wait(run, &self->slot[0].got, want))	\
			return false;					\
		store(&self->ack, want);				\
	}								\
	return true;							\
}
PAIRS_TAKE(spin)
PAIRS_TAKE(pause)
PAIRS_TAKE(halt)

static bool give(struct percpu *self, struct run *run, u32 visit, u64 n)
{
	const u32 to = next[self->index][visit];
	const u64 mine = turn[self->index][visit];
	const u64 word = run->word_of[self->index][to];
	const struct edge e = { &cpus[to].slot[0], &cpus[to].ack, 0 };

	if (!run->timed)
		return run->edge(run, &e, word, n);
	if (!wait_spin(run, &run->pairs_done, mine))
		return false;
	run_pair_begin();
	if (!run->edge(run, &e, word, n))
		return false;
	run_pair_end(self, &cpus[to]);
	store(&run->pairs_done, mine + 1);
	return true;
}

#define PAIRS_PART(wait)						\
void pairs_part_##wait(struct percpu *self, struct run *run, u64 n)	\
{									\
	for (u32 visit = 0; visit + 1 < cpu_count; visit++) {		\
		if (self->index && !take_##wait(self, run, n))		\
			break;						\
		if (!give(self, run, visit, n))				\
			break;						\
		if (!self->index && !take_##wait(self, run, n))		\
			break;						\
	}								\
}
PAIRS_PART(spin)
PAIRS_PART(pause)
PAIRS_PART(halt)
