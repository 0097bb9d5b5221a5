// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/cpu.h"
#include "cpu/hypervisor.h"
#include "vapic.h"

struct hypervisor hypervisor;

static const struct {
	const char *signature;
	enum hypervisor_kind kind;
} known[] = {
	{ "KVMKVMKVM", HV_KVM },
	{ "XenVMMXenVMM", HV_XEN },
};

/* An offered interface says so with magic and a version we know; unknown MSRs
 * fault, or read as 0 where the hypervisor was told to ignore them. */
static u64 read_vapic_cap(void)
{
	u64 cap = 0;

	if (!rdmsr_safe(VAPIC_MSR_CAP, &cap)
	    || cap >> VAPIC_CAP_MAGIC_SHIFT != VAPIC_MAGIC
	    || (cap >> VAPIC_CAP_VERSION_SHIFT & 0xffff) != VAPIC_VERSION
	    /* Of what has no counters nobody asks how many there are. */
	    || (cap & VAPIC_FEAT_COUNTERS
		&& (cap >> VAPIC_CAP_CLASSES_SHIFT & 0xff) != VAPIC_EXIT_CLASSES))
		return 0;
	return cap;
}

/*
 * Hypervisor leaves begin at 0x40000000, or 0x100 leaves later for each
 * interface that imitates another one (Xen below Viridian, KVM below Hyper-V):
 * the first known name wins. CPUID.1:ECX[31] says whether there are any.
 */
void hypervisor_find(void)
{
	hypervisor.vapic_cap = read_vapic_cap();
	if (!(cpuid(1, 0).ecx & 1u << 31))
		return;
	for (u32 base = 0x40000000; base < 0x40010000; base += 0x100) {
		struct cpuid r = cpuid(base, 0);
		char name[13] = "";

		memcpy(name, &r.ebx, 4);
		memcpy(name + 4, &r.ecx, 4);
		memcpy(name + 8, &r.edx, 4);
		for (u32 i = 0; i < ARRAY_SIZE(known); i++) {
			if (!streq(name, known[i].signature))
				continue;
			hypervisor.kind = known[i].kind;
			hypervisor.base = base;
			hypervisor.last = r.eax;
			memcpy(hypervisor.signature, name, sizeof(name));
			return;
		}
		if (base == 0x40000000) {
			hypervisor.kind = HV_OTHER;
			hypervisor.base = base;
			hypervisor.last = r.eax;
			memcpy(hypervisor.signature, name, sizeof(name));
		}
	}
}
