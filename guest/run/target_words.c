// SPDX-License-Identifier: GPL-2.0-only
#include "target_words.h"

static void add_word(struct run *run, const struct method *m, struct dest d)
{
	run->word[run->words++] = m->encode(&d);
}

/* Logical ids with the same high part can be named in one write. In the flat
 * model all can: there is no high part. */
static u32 logical_id(const struct percpu *p, enum apic_mode mode)
{
	return mode == APIC_X2APIC ? p->x2apic_ldr : p->xapic_ldr;
}

static u32 cluster_mask(enum apic_mode mode)
{
	if (mode == APIC_X2APIC)
		return 0xffff0000;
	return cpu_count <= 8 ? 0 : 0xf0;
}

static const char *by_logical(struct run *run, const struct method *m)
{
	const u32 mask = cluster_mask(m->mode);
	u32 named[MAX_CPUS], clusters = 0;

	for (u32 i = 0; i < run->targets; i++) {
		u32 id = logical_id(run->target[i], m->mode), c = 0;

		if (!id)
			return "a target has no logical id (at most 60 processors in xAPIC mode)";
		while (c < clusters && (named[c] & mask) != (id & mask))
			c++;
		if (c == clusters)
			named[clusters++] = id;
		else
			named[c] |= id;
	}
	for (u32 c = 0; c < clusters; c++)
		add_word(run, m, (struct dest){ TO_LOGICAL, named[c], NULL });
	return NULL;
}

static void by_loop(struct run *run, const struct method *m)
{
	for (u32 i = 0; i < run->targets; i++)
		add_word(run, m, (struct dest){ TO_ONE, run->target[i]->apic_id,
						run->target[i] });
}

static const char *by_shorthand(struct run *run, const struct method *m)
{
	bool self = run->targets == 1 && run->target[0] == run->sender;

	if (m->only_one)
		return "the method has no shorthand";
	if (!self && run->targets != cpu_count - 1)
		return "a shorthand names all other processors or none";
	add_word(run, m, (struct dest){ self ? TO_SELF : TO_OTHERS, 0, NULL });
	return NULL;
}

static const char *by_multicast(struct run *run, const struct method *m)
{
	const char *reason;

	if (!m->multicast)
		return "the method has no multicast of its own";
	reason = by_logical(run, m);
	if (!reason && run->words != 1)
		reason = "one write cannot name these targets (8 processors in the flat model)";
	return reason;
}

const char *target_words(struct run *run, const struct method *m,
			 enum plan_dest *dest)
{
	run->words = 0;
	if (*dest == DEST_AUTO) {
		*dest = DEST_LOOP;
		if (run->targets > 1 && m->multicast)
			*dest = cpu_count <= 8 ? DEST_MULTICAST : DEST_SHORTHAND;
	}
	switch (*dest) {
	case DEST_LOGICAL:
		return m->only_one ? "the method has no logical destinations"
				   : by_logical(run, m);
	case DEST_SHORTHAND:
		return by_shorthand(run, m);
	case DEST_MULTICAST:
		return by_multicast(run, m);
	default:
		by_loop(run, m);
		return NULL;
	}
}
