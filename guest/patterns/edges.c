// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns that are made of IPIs from one processor to one other.
 *
 * unicast: all to the second processor, acknowledged through memory: the
 * handler counts; the loop that it interrupted passes the count on in `ack`, so
 * no interrupt ever finds another one in progress.
 *
 * random: to one of the others, drawn before the loop from the row's seed, so
 * that the same seed gives the same order in every pass and on every machine.
 *
 * incast: all others to the second processor at the same time, each with a
 * vector of its own, so that none is lost in another's and the target counts
 * them apart. A sender sends again when the handler for its vector has run.
 */
#include "patterns/patterns.h"

static struct edge to_target(struct percpu *target)
{
	return (struct edge){ &target->slot[0], &target->ack, 0 };
}

void unicast_loop(struct run *run, u64 first, u64 n)
{
	const struct edge e = to_target(run->target[0]);

	(void)first;
	run->edge(run, &e, run->word[0], n);
}

void random_loop(struct run *run, u64 first, u64 n)
{
	for (u64 i = first; i < first + n; i++) {
		const u32 lot = run->lot[i % LOTS];
		const struct edge e = to_target(run->target[lot]);

		if (!run->edge(run, &e, run->word[lot], 1))
			return;
	}
}

void incast_part(struct percpu *self, struct run *run, u64 n)
{
	const struct slot *slot = &run->target[0]->slot[self->index];
	const struct edge e = {
		slot, run->timed ? &slot->done : &slot->got, self->index
	};

	run->edge(run, &e, run->word_of[self->index][0], n);
}
