/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * random: one IPI to one of the others, drawn by lot before the loop from the
 * row's seed, so that the same seed gives the same order in every pass and on
 * every machine. Acknowledged like unicast.
 */
static NOINLINE void LOOP(random_count)(struct run *run, u64 first, u64 n)
{
	for (u64 i = first; i < first + n; i++) {
		const u32 lot = run->lot[i % LOTS];
		const u64 want = ++run->want_of[lot];

		send(run->word[lot]);
		if (!wait_ack(run, &run->target[lot]->ack, want))
			return;
	}
}

static NOINLINE void LOOP(random_time)(struct run *run, u64 first, u64 n)
{
	for (u64 i = first; i < first + n; i++) {
		const u32 lot = run->lot[i % LOTS];
		const u64 word = run->word[lot];
		const u64 want = ++run->want_of[lot];
		struct percpu *target = run->target[lot];
		u64 begin = rdtsc();

		send(word);

		u64 sent = rdtsc();

		if (!wait_spin(run, &target->slot[0].got, want))
			return;

		u64 seen = rdtsc();

		if (!wait_ack(run, &target->ack, want))
			return;
		run_sample_one(target, begin, sent, seen);
	}
}

#define RANDOM_WAIT { LOOP(random_count), LOOP(random_time) }
#define RANDOM_SENDERS { RANDOM_WAIT, RANDOM_WAIT, RANDOM_WAIT }
