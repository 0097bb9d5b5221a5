// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/smp.h"
#include "hyperv/hyperv.h"

#define MSR_GUEST_OS_ID	0x40000000
#define MSR_HYPERCALL	0x40000001
#define MSR_VP_INDEX	0x40000002
#define HYPERCALL_ON	1ull

/* Open source, of no known vendor; any value but 0 does (TLFS, HV_X64_MSR_GUEST_OS_ID). */
#define OUR_OS_ID	(1ull << 63 | 0x7full << 56)

ALIGNED(4096) u8 hyperv_hypercall_page[4096];

bool hyperv_there(void)
{
	return cpuid(1, 0).ecx & 1u << 31
	       && cpuid(0x40000000, 0).eax >= 0x40000005
	       && cpuid(0x40000001, 0).eax == 0x31237648;	/* Hv#1 */
}

bool hyperv_recommends_ipi(void)
{
	return hyperv_there() && cpuid(0x40000004, 0).eax & 1u << 10;
}

bool hyperv_recommends_ipi_ex(void)
{
	return hyperv_recommends_ipi() && cpuid(0x40000004, 0).eax & 1u << 11;
}

static bool unreadable;

static void worker_read(struct percpu *self, struct run *run)
{
	u64 index;

	(void)run;
	if (rdmsr_safe(MSR_VP_INDEX, &index))
		self->vp_index = (u32)index;
	else
		unreadable = true;
}

const struct reason *hyperv_find_vp_indices(void)
{
	static bool done;

	if (!done) {
		if (!smp_each_in_turn(worker_read))
			return LOST("probe", "a processor does not answer");
		done = true;
	}
	return unreadable ? UNSUPPORTED("no-vp-index",
			"HV_X64_MSR_VP_INDEX cannot be read") : NULL;
}

void hyperv_enable(void)
{
	wrmsr(MSR_GUEST_OS_ID, OUR_OS_ID);
	wrmsr(MSR_HYPERCALL, (u64)hyperv_hypercall_page | HYPERCALL_ON);
}

void hyperv_disable(void)
{
	wrmsr(MSR_HYPERCALL, 0);
	wrmsr(MSR_GUEST_OS_ID, 0);
}
