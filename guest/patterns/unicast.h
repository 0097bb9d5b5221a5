/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unicast: one IPI to one other processor, acknowledged through memory. The
 * target's handler counts; the loop that it interrupted passes the count on
 * in `ack`. Only then is the next IPI sent, so no interrupt ever finds
 * another one in progress.
 */
static NOINLINE void LOOP(unicast_count)(struct run *run, u64 first, u64 n)
{
	const u64 word = run->word[0];
	const u64 *ack = &run->target[0]->ack;

	for (u64 want = first + 1; want <= first + n; want++) {
		send(word);
		if (!wait_spin(run, ack, want))
			return;
	}
}

/* roundtrip ends when the sender sees what the handler itself stored. */
static NOINLINE void LOOP(unicast_time)(struct run *run, u64 first, u64 n)
{
	const u64 word = run->word[0];
	const u64 *received = &run->target[0]->received;
	const u64 *ack = &run->target[0]->ack;

	for (u64 want = first + 1; want <= first + n; want++) {
		u64 begin = rdtsc();

		send(word);

		u64 sent = rdtsc();

		if (!wait_spin(run, received, want))
			return;

		u64 seen = rdtsc();

		run_sample(run, begin, sent, seen);
		if (!wait_spin(run, ack, want))
			return;
	}
}

#define UNICAST_WAIT { LOOP(unicast_count), LOOP(unicast_time) }
#define UNICAST_SENDERS { UNICAST_WAIT, UNICAST_WAIT, UNICAST_WAIT }
