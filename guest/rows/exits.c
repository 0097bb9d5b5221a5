// SPDX-License-Identifier: GPL-2.0-only
#include "console/record.h"
#include "cpu/cpu.h"
#include "cpu/hypervisor.h"
#include "rows/exits.h"
#include "vapic.h"

#define NAME(name) #name,
static const char *const class_name[VAPIC_EXIT_CLASSES] = {
	VAPIC_EXIT_NAMES(NAME)
};

bool exits_offered(void)
{
	return hypervisor.vapic_cap & VAPIC_FEAT_COUNTERS;
}

void exits_latch(u32 bank)
{
	wrmsr(VAPIC_MSR_LATCH, bank);
}

static void read_bank(u32 bank, const struct percpu *cpu,
		      u64 count[VAPIC_EXIT_CLASSES], u64 *total)
{
	wrmsr(VAPIC_MSR_SELECT,
	      cpu->apic_id | (u64)bank << VAPIC_SELECT_BANK_SHIFT);
	for (u32 i = 0; i < VAPIC_EXIT_CLASSES; i++)
		count[i] = rdmsr(VAPIC_MSR_COUNTER(i));
	*total = rdmsr(VAPIC_MSR_COUNTER(VAPIC_EXIT_TOTAL));
}

void exits_record(u32 row, const struct percpu *cpu, const char *role,
		  u32 reading)
{
	u64 before[VAPIC_EXIT_CLASSES], after[VAPIC_EXIT_CLASSES];
	u64 total_before, total_after;

	read_bank(0, cpu, before, &total_before);
	read_bank(1, cpu, after, &total_after);
	record_begin("exits");
	record_u64("row", row);
	record_u64("cpu", cpu->index);
	record_text("role", role);
	record_text("source", "hypervisor");
	record_u64("reading", reading);
	record_u64("total", total_after - total_before);
	for (u32 i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (after[i] != before[i])
			record_u64(class_name[i], after[i] - before[i]);
	record_end();
}
