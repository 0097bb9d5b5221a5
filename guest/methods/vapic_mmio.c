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

/* A destination that nobody has, as far as 8 bits have one. */
static u32 nobody(enum plan_dest dest)
{
	u32 id = dest == DEST_LOGICAL || dest == DEST_MULTICAST ? 0 : 0xfe;

	for (u32 i = 0; id && i < cpu_count; i++)
		if (cpus[i].apic_id == id) {
			id--;
			i = ~0u;
		}
	return id;
}

/* Where the form gets lost while it is used (a device model that resets or migrates
 * without it), a write of its is a legacy one, to what ICR2 names: to nobody. */
static void prepare(enum plan_dest dest)
{
	xapic_write(APIC_ICR2, nobody(dest) << 24);
}

static void enable(void)
{
	wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO);
}

/* Destination mode 1 is matched against LDR and DFR: one logical group. */
static const struct reason *multicast(struct naming *n)
{
	const struct reason *reason = naming_by_logical(n);

	if (!reason && n->words != 1)
		reason = NOT_APPLICABLE("more-than-one-write",
			"one write cannot name these targets (8 processors in the flat model)");
	return reason;
}

static u64 encode(const struct dest *d)
{
	return d->id << VAPIC_ICR_DEST_SHIFT | VAPIC_ICR_SINGLE
	       | icr_low(d);
}

METHOD_ROW(vapic_mmio,
	.multicast = multicast,
	.probe = probe, .prepare = prepare, .enable = enable, .disable = vapic_disable,
	.encode = encode, .loops = &loops);
