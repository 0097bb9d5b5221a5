/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hypercalls of Xen to an HVM or PVH guest. Numbers: Xen, public/xen.h and the
 * header named with each.
 */
#ifndef IPIBENCH_XEN_HYPERCALL_H
#define IPIBENCH_XEN_HYPERCALL_H

#include "lib/types.h"

#define XEN_MEMORY_OP		12
#define XEN_CONSOLE_IO		18
#define XEN_VCPU_OP		24
#define XEN_SCHED_OP		29
#define XEN_EVENT_CHANNEL_OP	32
#define XEN_HVM_OP		34

/* 32 bytes of code for each hypercall, filled in by Xen. */
extern u8 xen_hypercall_page[4096];

/* True once the page is there. */
bool xen_init(void);

static ALWAYS_INLINE long xen_hypercall2(u32 number, u64 a, u64 b)
{
	long r;

	__asm__ volatile("call xen_hypercall_page + %c3"
			 : "=a"(r), "+D"(a), "+S"(b)
			 : "i"(number * 32)
			 : "memory", "rcx", "rdx", "r8", "r9", "r10", "r11");
	return r;
}

static inline long xen_hypercall3(u32 number, u64 a, u64 b, u64 c)
{
	u8 *entry = xen_hypercall_page + number * 32;
	long r;

	__asm__ volatile("call *%4"
			 : "=a"(r), "+D"(a), "+S"(b), "+d"(c)
			 : "r"(entry)
			 : "memory", "rcx", "r8", "r9", "r10", "r11");
	return r;
}

#endif
