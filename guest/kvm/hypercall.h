/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's hypercalls (Linux, Documentation/virt/kvm/x86/hypercalls.rst). */
#ifndef IPIBENCH_KVM_HYPERCALL_H
#define IPIBENCH_KVM_HYPERCALL_H

#include "lib/types.h"

#define KVM_HC_SEND_IPI 10

/* VMCALL or VMMCALL, as the processor's vendor has it, and a return; written
 * by kvm_init(). One that does not match works too, by a fault that KVM
 * handles: not what is to be measured. */
extern u8 kvm_hypercall_page[16];

/* True where this is KVM with the feature (CPUID 0x40000001 EAX bit). */
bool kvm_init(u32 feature_bit);

/* RAX number and result, RBX, RCX, RDX, RSI arguments; nothing else changes. */
static ALWAYS_INLINE long kvm_hypercall4(u64 number, u64 a, u64 b, u64 c, u64 d)
{
	long r;

	__asm__ volatile("call kvm_hypercall_page"
			 : "=a"(r)
			 : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d)
			 : "memory");
	return r;
}

#endif
