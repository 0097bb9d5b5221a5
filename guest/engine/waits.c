// SPDX-License-Identifier: GPL-2.0-only
/* Waits that are the same for every method, as functions: run.h. */
#include "engine/run.h"

bool wait_ack(struct run *run, const u64 *ack, u64 want)
{
	return wait_spin(run, ack, want);
}

bool wait_acks(struct run *run, u64 want)
{
	for (u32 i = 0; i < run->targets; i++)
		if (!wait_spin(run, &run->target[i]->ack, want))
			return false;
	return true;
}

bool wait_handlers(struct run *run, u64 want)
{
	for (u32 i = 0; i < run->targets; i++)
		if (!wait_spin(run, &run->target[i]->slot[0].got, want))
			return false;
	return true;
}

bool wait_others(struct percpu *self, struct run *run, u64 want)
{
	for (u32 i = 0; i < cpu_count; i++) {
		const u64 *got = &self->slot[i].got;

		if (i != self->index
		    && !(run->wait == WAIT_HALT ? wait_halt(run, got, want)
			 : run->wait == WAIT_PAUSE ? wait_pause(run, got, want)
			 : wait_spin(run, got, want)))
			return false;
	}
	return true;
}

bool wait_arrived(const struct percpu *self, struct run *run, u64 want)
{
	for (u32 i = 0; i < cpu_count; i++)
		if (i != self->index
		    && !wait_spin(run, &cpus[i].slot[self->index].got, want))
			return false;
	return true;
}

bool wait_noted(const struct percpu *self, struct run *run, u64 want)
{
	for (u32 i = 0; i < cpu_count; i++)
		if (i != self->index
		    && !wait_spin(run, &cpus[i].slot[self->index].done, want))
			return false;
	return true;
}
