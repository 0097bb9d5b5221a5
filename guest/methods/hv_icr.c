// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv-icr: one WRMSR of Hyper-V's ICR, HV_X64_MSR_ICR, which has the layout of
 * the xAPIC's two halves together (Hyper-V TLFS, "Virtual
 * interrupt controller"). Offered where CPUID 0x40000003 EAX[4] says so; in xAPIC mode.
 */
#include "hyperv/hyperv.h"
#include "methods/method.h"
#define METHOD hv_icr

#define HV_X64_MSR_ICR 0x40000071

static ALWAYS_INLINE void send(u64 word)
{
	wrmsr_measured(HV_X64_MSR_ICR, word);
}

#include "patterns/loops.h"
#include "methods/xapic.h"

static const struct reason *probe(void)
{
	const u32 access_apic_msrs = 1u << 4;

	if (!hyperv_there())
		return UNSUPPORTED("no-hyperv",
			"no Hyper-V interface (CPUID 0x40000001)");
	if (!(cpuid(0x40000003, 0).eax & access_apic_msrs))
		return UNSUPPORTED("no-hyperv-icr",
			"no Hyper-V APIC MSRs (CPUID 0x40000003 EAX[4])");
	return NULL;
}

METHOD_ROW(hv_icr,
	.probe = probe,
	.enable = hyperv_enable, .disable = hyperv_disable,
	.encode = xapic_encode, .loops = &loops);
