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
		if (!wait_ack(run, ack, want))
			return;
	}
}

/* roundtrip ends when the sender sees what the handler itself stored. */
static NOINLINE void LOOP(unicast_time)(struct run *run, u64 first, u64 n)
{
	const u64 word = run->word[0];
	const u64 *got = &run->target[0]->slot[0].got;
	const u64 *ack = &run->target[0]->ack;

	for (u64 want = first + 1; want <= first + n; want++) {
		u64 begin = rdtsc();

		send(word);

		u64 sent = rdtsc();

		if (!wait_spin(run, got, want))
			return;

		u64 seen = rdtsc();

		if (!wait_ack(run, ack, want))
			return;
		run_sample(run, begin, sent, seen);
	}
}

/* An IPI is due at its time whether or not the one before is through; when it
 * is late for that, its times are counted from when it was due. */
static NOINLINE void LOOP(unicast_open)(struct run *run, u64 first, u64 n)
{
	const u64 word = run->word[0];
	const u64 *got = &run->target[0]->slot[0].got;
	const u64 *ack = &run->target[0]->ack;
	u64 due = rdtsc();

	for (u64 want = first + 1; want <= first + n; want++) {
		due += run->gap[want % LOTS];

		u64 begin = wait_until(due);

		send(word);

		u64 sent = rdtsc();

		if (!wait_spin(run, got, want))
			return;

		u64 seen = rdtsc();

		if (!wait_ack(run, ack, want))
			return;
		run_sample_open(run, due, begin, sent, seen);
	}
}

#define UNICAST_WAIT							\
	{ LOOP(unicast_count), LOOP(unicast_time), LOOP(unicast_open) }
#define UNICAST_SENDERS { UNICAST_WAIT, UNICAST_WAIT, UNICAST_WAIT }
