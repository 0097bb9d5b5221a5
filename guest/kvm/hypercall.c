// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/cpu.h"
#include "cpu/hypervisor.h"
#include "kvm/hypercall.h"

/* In .data: the guest maps everything writable and executable. */
u8 ALIGNED(16) kvm_hypercall_page[16];

bool kvm_init(u32 feature_bit)
{
	/* SDM vol. 3, 31.3, VMCALL; APM vol. 3, VMMCALL; RET */
	static const u8 vmcall[] = { 0x0f, 0x01, 0xc1, 0xc3 };
	static const u8 vmmcall[] = { 0x0f, 0x01, 0xd9, 0xc3 };
	struct cpuid r = cpuid(0, 0);
	/* "AuthenticAMD", "HygonGenuine" */
	bool amd = r.ebx == 0x68747541 || r.ebx == 0x6f677948;

	if (hypervisor.kind != HV_KVM
	    || !(cpuid(hypervisor.base + 1, 0).eax & 1u << feature_bit))
		return false;
	memcpy(kvm_hypercall_page, amd ? vmmcall : vmcall, sizeof(vmcall));
	return true;
}
