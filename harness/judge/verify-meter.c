/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hypervisor's own counts against the meter's, for each vCPU of a window.
 *
 * The guest's marks stand right inside the latches, and no instruction between
 * them exits. So every class that an instruction causes must be the same, on
 * every vCPU. What can fall between latch and mark is what comes by itself: a
 * timer tick, on the sender most often the one that was pending while the latch
 * was handled; on every other processor, which goes on while the sender walks from one to
 * the other, a few ticks more when the emulator is kept waiting there, or the
 * HLT it is about to enter. Those classes may be apart by so much.
 */
#include "judge/verify.h"

#define COUNT "%" G_GUINT64_FORMAT
#define SENDER_EDGES 4      /* two at each end */
#define OTHERS_EDGES 10    /* a tenth of a second of ticks */

/* What the meter calls async, in the hypervisor's classes; where the emulated
 * processor gives its reasons the meter has the classes themselves. PAUSE is with them:
 * QEMU takes interrupts when it has begun one (target/i386/tcg/misc_helper.c,
 * helper_pause), and the meter then sees an exit right behind a PAUSE. */
static guint64 async_of(const guint64 *by_class)
{
	return by_class[VAPIC_EXIT_EXTERNAL_INTERRUPT] +
	       by_class[VAPIC_EXIT_INTERRUPT_WINDOW] +
	       by_class[VAPIC_EXIT_PAGE_FAULT] + by_class[VAPIC_EXIT_PAUSE];
}

static bool is_async(int class)
{
	return class == VAPIC_EXIT_EXTERNAL_INTERRUPT ||
	       class == VAPIC_EXIT_INTERRUPT_WINDOW ||
	       class == VAPIC_EXIT_PAGE_FAULT || class == VAPIC_EXIT_PAUSE;
}

static bool is_msr(int class)
{
	return class >= VAPIC_EXIT_MSR_VAPIC && class <= VAPIC_EXIT_MSR_OTHER;
}

static void compare(const char *name, guint64 hypervisor, guint64 meter,
		    guint64 apart, const struct result_cpu *cpu,
		    verify_differ differ, void *user)
{
	guint64 by = hypervisor > meter ? hypervisor - meter :
		meter - hypervisor;

	if (by > apart)
		differ(user, "vCPU %u (%s) %s: the hypervisor counted " COUNT
		       ", the meter saw " COUNT, cpu->cpu,
		       guest_role_names[cpu->role], name, hypervisor, meter);
}

static void check_cpu(const struct result_cpu *cpu,
		      const struct tally *meter, verify_differ differ,
		      void *user)
{
	/* The first processor latches and marks; all others go on meanwhile,
	 * whatever their part in the pattern. */
	bool goes_on = cpu->cpu != 0;
	guint64 async = meter->n[TALLY_ASYNC] + async_of(meter->n);
	guint64 msr_hypervisor = 0, msr_meter = meter->n[TALLY_MSR_UNKNOWN];

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++) {
		guint64 one = cpu->counts.by_class[i];
		guint64 other = meter->n[i];

		if (is_msr(i)) {
			msr_hypervisor += one;
			msr_meter += other;
			if (meter->n[TALLY_MSR_UNKNOWN])
				continue;       /* only the sum can be held */
		}
		if (is_async(i))
			continue;
		/* `other` is RDTSC and its like, which the meter sees, and
		 * whatever is no instruction's, which it calls async. */
		if (i == VAPIC_EXIT_OTHER && one > other && async) {
			guint64 more = MIN(one - other, async);

			async -= more;
			other += more;
		}
		compare(exit_class_names[i], one, other,
			goes_on && i == VAPIC_EXIT_HLT ? OTHERS_EDGES : 0, cpu,
			differ, user);
	}
	compare("msr_*", msr_hypervisor, msr_meter, 0, cpu, differ, user);
	compare("external_interrupt + interrupt_window + page_fault + pause",
		async_of(cpu->counts.by_class), async,
		goes_on ? OTHERS_EDGES : SENDER_EDGES, cpu, differ, user);
}

void verify_meter(const struct result *result, verify_differ differ,
		  void *user)
{
	const struct counts *meter = result->exits.of[SOURCE_METER];

	if (!meter || !meter->vcpus->len)
		return;
	for (guint i = 0; i < result->cpus->len; i++) {
		const struct result_cpu *cpu =
			&g_array_index(result->cpus, struct result_cpu, i);
		const struct counted_cpu *found = counts_of_cpu(meter, cpu->cpu);

		if (cpu->role == ROLE_IDLE)
			continue;
		if (found)
			check_cpu(cpu, &found->tally, differ, user);
		else
			differ(user, "vCPU %u (%s): the hypervisor counted it, "
			       "the meter did not see it", cpu->cpu,
			       guest_role_names[cpu->role]);
	}
}
