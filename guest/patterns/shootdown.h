/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shootdown: as a TLB shootdown, one IPI to all other processors, and nothing
 * else is done until the last of them has acknowledged. Counted it is a
 * broadcast; roundtrip ends with the acknowledgements.
 */
static MEASURED void LOOP(shootdown_time)(struct run *run, u64 first, u64 n)
{
	for (u64 want = first + 1; want <= first + n; want++) {
		u64 begin = rdtsc();

		for (u32 i = 0; i < run->words; i++)
			send(run->word[i]);

		u64 sent = rdtsc();

		if (!wait_acks(run, want))
			return;

		u64 seen = rdtsc();

		run_sample(run, begin, sent, seen);
	}
}
