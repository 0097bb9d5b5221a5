// SPDX-License-Identifier: GPL-2.0-only
/*
 * vapic-msr: the same register data in one WRMSR, which leaves 32 bits for the
 * target: an APIC id, or 16 of a cluster of ids, as in x2APIC mode. In xAPIC
 * mode, so that a target's EOI is the same as with the methods it is compared to.
 */
#include "methods/method.h"
#include "methods/vapic_forms.h"
#define METHOD vapic_msr

static ALWAYS_INLINE void send(u64 word)
{
	wrmsr_measured(VAPIC_MSR_ICR, word);
}

#include "patterns/loops.h"

static const struct reason *probe(void)
{
	return vapic_probe(VAPIC_FEAT_MSR);
}

static void enable(void)
{
	wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR);
}

static u64 encode(const struct dest *d)
{
	return (u64)d->id << VAPIC_ICR_MSR_DEST_SHIFT | VAPIC_ICR_SINGLE
	       | icr_low(d);
}

METHOD_ROW(vapic_msr,
	.multicast = naming_by_logical,
	.probe = probe, .enable = enable, .disable = vapic_disable,
	.encode = encode, .loops = &loops);
