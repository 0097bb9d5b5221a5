/* SPDX-License-Identifier: GPL-2.0-only */
/* Which hypervisor this is, by its CPUID signature. */
#ifndef IPIBENCH_HYPERVISOR_H
#define IPIBENCH_HYPERVISOR_H

#include "lib/types.h"

enum hypervisor_kind { HV_NONE, HV_KVM, HV_XEN, HV_OTHER };

struct hypervisor {
	enum hypervisor_kind kind;
	char signature[13];
	u32 base, last;		/* CPUID leaves; both 0 without one */
	u64 vapic_cap;		/* VAPIC_MSR_CAP, 0 where it is not offered */
};

extern struct hypervisor hypervisor;

void hypervisor_find(void);

#endif
