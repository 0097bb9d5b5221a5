/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pairs: every ordered pair of processors in turn, n IPIs each, acknowledged
 * like unicast. Here are the loops of one pair; patterns/pairs.c has the order
 * of them and the other side.
 */
static NOINLINE bool LOOP(pairs_count)(struct run *run, struct percpu *to,
				       u64 word, u64 n)
{
	for (u64 want = load(&to->ack) + 1; n; n--, want++) {
		send(word);
		if (!wait_ack(run, &to->ack, want))
			return false;
	}
	return true;
}

static NOINLINE bool LOOP(pairs_time)(struct run *run, struct percpu *to,
				      u64 word, u64 n)
{
	for (u64 want = load(&to->ack) + 1; n; n--, want++) {
		u64 begin = rdtsc();

		send(word);

		u64 sent = rdtsc();

		if (!wait_spin(run, &to->slot[0].got, want))
			return false;

		u64 seen = rdtsc();

		if (!wait_ack(run, &to->ack, want))
			return false;
		run_sample_one(to, begin, sent, seen);
	}
	return true;
}

#define PAIRS_EDGES { LOOP(pairs_count), LOOP(pairs_time) }
