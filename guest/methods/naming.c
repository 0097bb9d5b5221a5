// SPDX-License-Identifier: GPL-2.0-only
#include "methods/naming.h"

const struct reason *method_offered(const struct method *m)
{
	const struct reason *reason = m->probe ? m->probe() : NULL;

	return reason || m->spec->quirks & ONLY_SELF ? reason : apic_needs(m->spec->mode);
}

const struct reason *naming_add(struct naming *n, u64 word)
{
	if (!word)
		return NOT_APPLICABLE("too-many-targets", "the method cannot name so many");
	if (n->words == n->room)
		return NOT_APPLICABLE("too-many-words", "too many words to write");
	n->word[n->words++] = word;
	return NULL;
}

static const struct reason *add(struct naming *n, int kind, u32 id,
		       const struct percpu *cpu)
{
	const struct dest d = { kind, id, cpu, n->vector, n->nmi };

	return naming_add(n, n->method->encode(&d));
}

/* Logical ids with the same high part can be named in one write. In the flat
 * model all can: there is no high part. */
static u32 logical_id(const struct percpu *p, const struct method_spec *spec)
{
	if (spec->quirks & PER_CLUSTER)
		return p->apic_id / LOGICAL_X2APIC << 16
		       | 1u << p->apic_id % LOGICAL_X2APIC;
	return spec->mode == APIC_X2APIC ? p->x2apic_ldr : p->xapic_ldr;
}

static u32 cluster_mask(const struct method_spec *spec)
{
	if (spec->mode == APIC_X2APIC || spec->quirks & PER_CLUSTER)
		return 0xffff0000;
	return cpu_count <= LOGICAL_FLAT ? 0 : 0xf0;
}

const struct reason *naming_by_logical(struct naming *n)
{
	const struct method_spec *spec = n->method->spec;
	const bool by_ldr = spec->mode == APIC_XAPIC && !(spec->quirks & PER_CLUSTER);
	const u32 mask = cluster_mask(spec);
	static u32 named[MAX_CPUS];
	const struct reason *reason = NULL;
	u32 clusters = 0;

	for (u32 i = 0; i < n->targets; i++) {
		u32 id = logical_id(n->target[i], spec), c = 0;

		if (!id)
			return NOT_APPLICABLE("no-logical-id",
				"a target has no logical id (at most 60 processors in xAPIC mode)");
		if (by_ldr && apic_loses_logical(n->target[i]))
			return UNSUPPORTED("no-logical-behind-hole",
				"QEMU before 8.2 brings no logical IPI to an APIC id behind one that is not there");
		while (c < clusters && (named[c] & mask) != (id & mask))
			c++;
		if (c == clusters)
			named[clusters++] = id;
		else
			named[c] |= id;
	}
	for (u32 c = 0; c < clusters && !reason; c++)
		reason = add(n, TO_LOGICAL, named[c], NULL);
	return reason;
}

static const struct reason *by_loop(struct naming *n)
{
	const struct reason *reason = NULL;

	for (u32 i = 0; i < n->targets && !reason; i++)
		reason = add(n, TO_ONE, n->target[i]->apic_id, n->target[i]);
	return reason;
}

static const struct reason *by_shorthand(struct naming *n)
{
	if (!(n->method->spec->can & CAN_SHORTHAND))
		return NOT_APPLICABLE("no-shorthand", "the method has no shorthand");
	/* SDM vol. 3, table 11-3: shorthand "self" takes fixed only */
	if (n->self && n->nmi)
		return NOT_APPLICABLE("no-self-nmi",
			"the shorthand \"self\" takes no NMI");
	if (!n->self && n->targets != cpu_count - 1)
		return NOT_APPLICABLE("not-all-others",
			"a shorthand names all other processors or none");
	return add(n, n->self ? TO_SELF : TO_OTHERS, 0, NULL);
}

const struct reason *naming_do(struct naming *n, enum plan_dest dest)
{
	switch (dest) {
	case DEST_LOGICAL:
		return n->method->spec->can & CAN_LOGICAL ? naming_by_logical(n)
			: NOT_APPLICABLE("no-logical", "the method has no logical destinations");
	case DEST_SHORTHAND:
		return by_shorthand(n);
	case DEST_MULTICAST:
		return n->method->spec->can & CAN_MULTICAST ? n->method->multicast(n)
			: NOT_APPLICABLE("no-multicast", "the method has no multicast of its own");
	default:
		return by_loop(n);
	}
}

enum plan_dest naming_choose(const struct method *m, u32 targets,
			     enum plan_dest dest)
{
	if (dest != DEST_AUTO)
		return dest;
	if (targets < 2 || !(m->spec->can & CAN_MULTICAST))
		return DEST_LOOP;
	if (m->spec->quirks & PER_CLUSTER && targets == cpu_count - 1
	    && cpus[cpu_count - 1].apic_id >= LOGICAL_X2APIC)
		return DEST_SHORTHAND;
	/* The MMIO form's multicast is a logical destination. */
	return !(m->spec->quirks & ONE_LOGICAL) || cpu_count <= LOGICAL_FLAT
	       ? DEST_MULTICAST
	       : targets == cpu_count - 1 ? DEST_SHORTHAND : DEST_LOOP;
}
