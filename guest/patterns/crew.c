// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns in which several processors send at the same time. The first one
 * gives the sign to begin, does its own part and waits for the others; they
 * wait for the sign in memory, so that a window begins and ends with them at
 * rest.
 */
#include "run.h"

void crew_lead(struct run *run, u64 first, u64 n)
{
	const u64 phase = run->phase + 1;

	(void)first;
	run->part_n = n;
	run->pairs_done = 0;
	store(&run->phase, phase);
	run->part(run->sender, run, n);
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
		run->part(self, run, run->part_n);
		store(&run->phase_done[self->index], phase);
	}
}
