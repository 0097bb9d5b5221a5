/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * broadcast: one IPI to all other processors, multicast: to k of them; written
 * as often as the way of naming them needs; the next is sent when all have
 * acknowledged.
 *
 * open: an IPI is due at its time whether or not the one before is through;
 * when it is late for that, its times are counted from when it was due.
 */
static MEASURED void LOOP(broadcast_count)(struct run *run, u64 first, u64 n)
{
	for (u64 want = first + 1; want <= first + n; want++) {
		for (u32 i = 0; i < run->words; i++)
			send(run->word[i]);
		if (!wait_acks(run, want))
			return;
	}
}

/* roundtrip ends when the last target's handler is seen to have run. */
static MEASURED void LOOP(broadcast_time)(struct run *run, u64 first, u64 n)
{
	for (u64 want = first + 1; want <= first + n; want++) {
		u64 begin = rdtsc();

		for (u32 i = 0; i < run->words; i++)
			send(run->word[i]);

		u64 sent = rdtsc();

		if (!wait_handlers(run, want))
			return;

		u64 seen = rdtsc();

		if (!wait_acks(run, want))
			return;
		run_sample(run, begin, sent, seen);
	}
}

static MEASURED void LOOP(broadcast_open)(struct run *run, u64 first, u64 n)
{
	u64 due = rdtsc();

	for (u64 want = first + 1; want <= first + n; want++) {
		due += run->gap[want % LOTS];

		u64 begin = wait_until(due);

		for (u32 i = 0; i < run->words; i++)
			send(run->word[i]);

		u64 sent = rdtsc();

		if (!wait_handlers(run, want))
			return;

		u64 seen = rdtsc();

		if (!wait_acks(run, want))
			return;
		run_sample_open(run, due, begin, sent, seen);
	}
}

#define BROADCAST_SENDERS						\
	{ LOOP(broadcast_count), LOOP(broadcast_time), LOOP(broadcast_open) }
