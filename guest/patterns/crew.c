// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns in which several processors send at the same time. The first one
 * gives the sign to begin, does its own part and waits for the others; they
 * wait for the sign in memory, so that a window begins and ends with them at
 * rest.
 */
#include "patterns/patterns.h"

/* Interrupts are on while it works, but with waits that halt. Whoever only sends
 * does not mind. */
static void do_part(struct percpu *self, struct run *run)
{
	if (run->wait != WAIT_HALT)
		interrupts_on();
	run->part(self, run, run->part_n);
	interrupts_off();
}

void crew_lead(struct run *run, u64 first, u64 n)
{
	const u64 phase = run->phase + 1;

	(void)first;
	run->part_n = n;
	run->pairs_done = 0;
	store(&run->phase, phase);
	do_part(run->sender, run);
	for (u32 i = 0; i < run->mates; i++)
		if (!wait_spin(run, &run->phase_done[run->mate[i]->index], phase))
			return;
}

void crew_follow(struct percpu *self, struct run *run)
{
	u64 phase = load(&run->phase);

	store(&self->ready, self->order);
	while (!load(&run->stop)) {
		if (load(&run->phase) == phase)
			continue;
		phase++;
		do_part(self, run);
		store(&run->phase_done[self->index], phase);
	}
}
