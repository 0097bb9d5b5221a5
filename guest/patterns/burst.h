/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * burst: k IPIs back to back to one target, which may merge them: a vector is
 * pending or it is not. The next burst begins when the target has answered
 * and no more is coming; after the last one that is made surer of, so that
 * nothing comes behind the window.
 *
 * n counts bursts. send is the whole burst's; delivery and roundtrip are of
 * the first of its IPIs that comes through.
 */
static MEASURED void LOOP(burst_count)(struct run *run, u64 first, u64 n)
{
	const u64 word = run->word[0];
	const u32 k = run->k;
	const struct percpu *target = run->target[0];

	(void)first;
	for (u64 came = load(&target->slot[0].got), before; n; n--) {
		for (u32 i = 0; i < k; i++)
			send(word);
		if (!wait_ack(run, &target->ack, came + 1))
			return;
		before = came;
		if (!run_burst_settled(run, target, n == 1, &came))
			return;
		run_burst(run, came - before);
	}
}

static MEASURED void LOOP(burst_time)(struct run *run, u64 first, u64 n)
{
	const u64 word = run->word[0];
	const u32 k = run->k;
	const struct percpu *target = run->target[0];

	(void)first;
	for (u64 came = load(&target->slot[0].got), before; n; n--) {
		u64 begin = rdtsc();

		for (u32 i = 0; i < k; i++)
			send(word);

		u64 sent = rdtsc();

		if (!wait_spin(run, &target->slot[0].got, came + 1))
			return;

		u64 seen = rdtsc();

		if (!wait_ack(run, &target->ack, came + 1))
			return;
		before = came;
		if (!run_burst_settled(run, target, n == 1, &came))
			return;
		run_burst(run, came - before);
		run_sample_burst(begin, sent, seen);
	}
}

#define BURST_SENDERS { LOOP(burst_count), LOOP(burst_time) }
