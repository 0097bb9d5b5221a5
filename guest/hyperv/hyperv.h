/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hyper-V's interface, as Hyper-V itself, KVM (QEMU's hv-* flags) and Xen
 * (viridian) offer it. Numbers: Hypervisor Top-Level Functional
 * Specification (TLFS) 6.0b.
 */
#ifndef IPIBENCH_HYPERV_H
#define IPIBENCH_HYPERV_H

#include "cpu/cpu.h"
#include "cpu/percpu.h"
#include "lib/reason.h"

/* TLFS, HvCallSendSyntheticClusterIpi and ...IpiEx */
#define HV_SEND_IPI		0x000b
#define HV_SEND_IPI_EX		0x0015
#define HV_FAST			0x10000	/* input in registers */

/* Code that Hyper-V writes: the call itself and a return. */
extern u8 hyperv_hypercall_page[4096];

/* CPUID 0x40000001 EAX = "Hv#1" (TLFS, "Hypervisor discovery") */
bool hyperv_there(void);
/* CPUID 0x40000004 EAX (TLFS): 10 recommends the IPI hypercall, 11 the
 * sparse form. The same bits say that they are there. */
bool hyperv_recommends_ipi(void);
bool hyperv_recommends_ipi_ex(void);
/* Has every processor read its VP index; NULL, or why that cannot be. */
const struct reason *hyperv_find_vp_indices(void);

/* While a guest has told its name, KVM takes every hypercall for one of
 * Hyper-V's: so only around a row that wants them. */
void hyperv_enable(void);
void hyperv_disable(void);

/* TLFS, "Hypercall interface": RCX input value, RDX and R8 input (fast) or the addresses of input
 * and output; result in RAX; RCX, RDX, R8-R11 are lost. */
static ALWAYS_INLINE u64 hyperv_call(u64 control, u64 rdx, u64 r8)
{
	register u64 in_r8 __asm__("r8") = r8;
	u64 result;

	__asm__ volatile("call hyperv_hypercall_page"
			 : "=a"(result), "+c"(control), "+d"(rdx), "+r"(in_r8)
			 : : "memory", "r9", "r10", "r11");
	return result;
}

#endif
