// SPDX-License-Identifier: GPL-2.0-only
/*
 * vapic-mmio: one write to vICR low that carries target, indication and flag
 * in bits the legacy register reserves.
 */
#include "methods/method.h"
#include "methods/vapic_forms.h"
#define METHOD vapic_mmio

static ALWAYS_INLINE void send(u64 word)
{
	xapic_write(APIC_ICR, (u32)word);
}

#include "patterns/loops.h"

static const struct reason *probe(void)
{
	return vapic_probe(VAPIC_FEAT_MMIO);
}

static void enable(void)
{
	wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO);
}

static u64 encode(const struct dest *d)
{
	return d->id << VAPIC_ICR_DEST_SHIFT | VAPIC_ICR_SINGLE
	       | icr_low(d);
}

METHOD_ROW(vapic_mmio,
	.multicast = vapic_multicast,
	.probe = probe, .enable = enable, .disable = vapic_disable,
	.encode = encode, .loops = &loops);
