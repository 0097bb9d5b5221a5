// SPDX-License-Identifier: GPL-2.0-only
/* x2apic: one WRMSR of the 64-bit ICR (Intel SDM vol. 3, 11.12.9). */
#include "methods/method.h"
#define METHOD x2apic

static ALWAYS_INLINE void send(u64 word)
{
	wrmsr_measured(MSR_X2APIC(APIC_ICR), word);
}

#include "patterns/loops.h"

static u64 encode(const struct dest *d)
{
	return (u64)d->id << 32 | icr_low(d);
}

METHOD_ROW(x2apic, .encode = encode, .loops = &loops);
