/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * broadcast: one IPI to all other processors, written as often as the way of
 * naming them needs; the next is sent when all have acknowledged.
 */
static ALWAYS_INLINE bool LOOP(broadcast_wait)(struct run *run, bool ack, u64 want)
{
	for (u32 i = 0; i < run->targets; i++) {
		struct percpu *t = run->target[i];

		if (!wait_spin(run, ack ? &t->ack : &t->received, want))
			return false;
	}
	return true;
}

static NOINLINE void LOOP(broadcast_count)(struct run *run, u64 first, u64 n)
{
	for (u64 want = first + 1; want <= first + n; want++) {
		for (u32 i = 0; i < run->words; i++)
			send(run->word[i]);
		if (!LOOP(broadcast_wait)(run, true, want))
			return;
	}
}

/* roundtrip ends when the last target's handler is seen to have run. */
static NOINLINE void LOOP(broadcast_time)(struct run *run, u64 first, u64 n)
{
	for (u64 want = first + 1; want <= first + n; want++) {
		u64 begin = rdtsc();

		for (u32 i = 0; i < run->words; i++)
			send(run->word[i]);

		u64 sent = rdtsc();

		if (!LOOP(broadcast_wait)(run, false, want))
			return;

		u64 seen = rdtsc();

		run_sample(run, begin, sent, seen);
		if (!LOOP(broadcast_wait)(run, true, want))
			return;
	}
}

#define BROADCAST_WAIT { LOOP(broadcast_count), LOOP(broadcast_time) }
#define BROADCAST_SENDERS { BROADCAST_WAIT, BROADCAST_WAIT, BROADCAST_WAIT }
