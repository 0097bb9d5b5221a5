/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * incast: all others send to the second processor at the same time, each with
 * a vector of its own, so that none is lost in another's and the target counts
 * them apart. A sender sends again when the handler for its vector has run.
 */
static NOINLINE void LOOP(incast_count)(struct percpu *self, struct run *run,
					u64 n)
{
	const u64 word = run->word_of[self->index][0];
	const u64 *got = &run->target[0]->slot[self->index].got;
	const u64 last = *got + n;

	for (u64 want = *got + 1; want <= last; want++) {
		send(word);
		if (!wait_spin(run, got, want))
			return;
	}
}

static NOINLINE void LOOP(incast_time)(struct percpu *self, struct run *run,
				       u64 n)
{
	const u64 word = run->word_of[self->index][0];
	const struct slot *slot = &run->target[0]->slot[self->index];
	const u64 last = slot->got + n;

	for (u64 want = slot->got + 1; want <= last; want++) {
		u64 begin = rdtsc();

		send(word);

		u64 sent = rdtsc();

		if (!wait_spin(run, &slot->got, want))
			return;

		u64 seen = rdtsc();

		if (!wait_ack(run, &slot->done, want))
			return;
		run_sample_crew(self, slot, begin, sent, seen);
	}
}

#define INCAST_WAIT { LOOP(incast_count), LOOP(incast_time) }
#define INCAST_PARTS { INCAST_WAIT, INCAST_WAIT, INCAST_WAIT }
