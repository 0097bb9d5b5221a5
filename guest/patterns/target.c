// SPDX-License-Identifier: GPL-2.0-only
/*
 * Targets that only receive. The handler has counted; here, in the loop that
 * it interrupted, the count is passed on to the sender.
 */
#include "cpu/cpu.h"
#include "patterns/patterns.h"

void target_spin(struct percpu *self, struct run *run)
{
	u64 acknowledged = self->slot[0].got;

	store(&self->ready, self->order);
	interrupts_on();
	while (!load(&run->stop))
		acknowledge(self, &acknowledged);
	interrupts_off();
}

void target_pause(struct percpu *self, struct run *run)
{
	u64 acknowledged = self->slot[0].got;

	store(&self->ready, self->order);
	interrupts_on();
	while (!load(&run->stop)) {
		acknowledge(self, &acknowledged);
		cpu_pause();
	}
	interrupts_off();
}

/*
 * Interrupts are off but for the HLT, so every IPI finds the target in it: one
 * HLT for each IPI. An IPI that comes between the acknowledgement and the HLT
 * is pending then, and ends the HLT at once.
 */
void target_halt(struct percpu *self, struct run *run)
{
	u64 acknowledged = self->slot[0].got;

	store(&self->ready, self->order);
	while (!load(&run->stop)) {
		halt_for_interrupt();
		acknowledge(self, &acknowledged);
	}
}
