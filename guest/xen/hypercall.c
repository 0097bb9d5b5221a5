// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/cpu.h"
#include "cpu/hypervisor.h"
#include "xen/hypercall.h"

ALIGNED(4096) u8 xen_hypercall_page[4096];

/* CPUID leaf base+2: EAX pages, EBX the MSR that takes the page's address
 * (Xen, public/arch-x86/cpuid.h). */
bool xen_init(void)
{
	static bool there;

	if (hypervisor.kind != HV_XEN || there)
		return there;

	struct cpuid r = cpuid(hypervisor.base + 2, 0);

	there = r.eax >= 1 && wrmsr_safe(r.ebx, (u64)xen_hypercall_page);
	return there;
}
