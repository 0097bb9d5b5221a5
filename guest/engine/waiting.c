// SPDX-License-Identifier: GPL-2.0-only
/* When a wait has been too long. */
#include "cpu/apic.h"
#include "cpu/tsc.h"
#include "engine/run.h"

/* What is tried of the turns between two checks: a hypervisor may interpret them. */
#define SHARE 512

/* Ten seconds or more, in calls of run_waited_too_long(). */
static u32 checks_until_lost = 128;

/* One may have to wait for all others, who may have to share processors. */
static u64 patience(const struct run *run, u64 alone)
{
	return alone + alone / 4 * run->crew_size;
}

/*
 * The clock is not read at first: on some hypervisors that is a VM exit, and this
 * runs inside counted windows whenever a target is kept waiting. After an eighth of
 * the turns it is, at each check: where many share a processor, turns take long.
 */
static bool too_long(struct percpu *self, const struct run *run)
{
	u32 quiet = checks_until_lost / 8;

	if (++self->checks <= quiet)
		return false;
	if (self->checks == quiet + 1)
		self->waiting_since = rdtsc();
	return self->checks >= patience(run, checks_until_lost)
	       || rdtsc() - self->waiting_since
		  > patience(run, tsc_ticks_for_ms(10000));
}

bool run_waited_too_long(struct run *run, u64 want)
{
	struct percpu *self = this_cpu();

	if (load(&run->lost) || load(&run->stop))
		return true;
	if (self->waiting_for != want) {
		self->waiting_for = want;
		self->checks = 0;
	}
	if (!too_long(self, run))
		return false;
	store(&run->lost, 1);
	/* The first processor may have halted, and its watchdog is slow. */
	if (self->index)
		apic_wake(&cpus[0]);
	return true;
}

void run_calibrate_waiting(void)
{
	const u32 turns = TURNS_PER_CHECK / SHARE;
	const u64 limit = tsc_ticks_for_ms(10000);
	u64 best = ~0ull;
	u64 never = 0;

	/* The shortest of some: others may have had this processor meanwhile. */
	for (u32 i = 0; i < 5; i++) {
		u64 begin = rdtsc(), ticks;

		for (u32 k = turns; load(&never) < 1 && --k; )
			;
		ticks = rdtsc() - begin;
		if (ticks && ticks < best)
			best = ticks;
	}
	checks_until_lost = (u32)(limit / SHARE / best) + 16;
}

/* Woken by something else than the IPI: to stop, or by the watchdog. When it
 * is that for the second time, the IPI will not come. */
bool run_woken_for_nothing(struct run *run, u64 want)
{
	struct percpu *self = this_cpu();

	if (load(&run->lost) || load(&run->stop))
		return true;
	if (!load(&self->watchdog))
		return false;
	if (self->waiting_for == want) {
		store(&run->lost, 1);
		return true;
	}
	self->waiting_for = want;
	apic_watchdog_arm();
	return false;
}

static u32 icr_gave_up;

/* The clock, which may be an exit, is read only when a whole IPI must have been out
 * for long. */
u32 run_icr_still_busy(u32 looks)
{
	const u32 quiet = 1024;
	struct percpu *self = this_cpu();

	if (load(&icr_gave_up))
		return 0;
	if (looks == quiet)
		self->waiting_since = rdtsc();
	if (looks < 2 * quiet)
		return looks + 1;
	if (rdtsc() - self->waiting_since > tsc_ticks_for_ms(2000)) {
		store(&icr_gave_up, 1);
		return 0;
	}
	return quiet + 1;
}

bool run_icr_stayed_busy(void)
{
	return __atomic_exchange_n(&icr_gave_up, 0, __ATOMIC_ACQ_REL);
}
