/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From one processor to one other: unicast, random, incast and pairs are made
 * of it (patterns/edges.c). The target's handler counts, and `done` says when
 * it is over; only then is the next IPI sent.
 */
static MEASURED bool LOOP(edge_count)(struct run *run, const struct edge *e,
				      u64 word, u64 n)
{
	for (u64 want = load(e->done) + 1; n; n--, want++) {
		send(word);
		if (!wait_ack(run, e->done, want))
			return false;
	}
	return true;
}

/* roundtrip ends when the sender sees what the handler itself stored. */
static MEASURED bool LOOP(edge_time)(struct run *run, const struct edge *e,
				     u64 word, u64 n)
{
	const u64 *got = &e->slot->got;

	for (u64 want = load(e->done) + 1; n; n--, want++) {
		u64 begin = rdtsc();

		send(word);

		u64 sent = rdtsc();

		if (!wait_spin(run, got, want))
			return false;

		u64 seen = rdtsc();

		if (!wait_ack(run, e->done, want))
			return false;
		run_sample_edge(e, begin, sent, seen);
	}
	return true;
}

#define EDGES { LOOP(edge_count), LOOP(edge_time) }
