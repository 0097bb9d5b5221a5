/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A way to send an IPI. Each is one file that defines send(), the function
 * that the measured loops are made of, includes patterns/loops.h to get a copy
 * of all loops made for it, and gives its row of spec/methods.def its functions.
 */
#ifndef IPIBENCH_METHOD_H
#define IPIBENCH_METHOD_H

#include "cpu/apic.h"
#include "patterns/patterns.h"

/* Whom one write names, and how the IPI is to arrive. */
struct dest {
	enum { TO_ONE, TO_LOGICAL, TO_SELF, TO_OTHERS } kind;
	u32 id;			/* APIC id, or logical id of the APIC mode */
	const struct percpu *cpu;	/* TO_ONE */
	u8 vector;
	bool nmi;
};

/* Words that are being put together for one sender (naming.c). */
struct naming {
	const struct method *method;
	struct percpu *const *target;	/* the targets, ids ascending */
	u32 targets;
	u8 vector;
	bool nmi;
	bool self;			/* the one target is the sender */
	u64 *word;
	u32 words, room;
};

/* What spec/methods.def says of it. */
struct method_spec {
	const char *name;
	enum apic_mode mode;
	u32 can, quirks;	/* enum method_can, method_quirk */
};

struct method {
	const struct method_spec *spec;
	/* NULL when this machine offers it, or the reason why not. Where there is no
	 * probe, or it finds none, the APIC mode is asked for (naming.h). */
	const struct reason *(*probe)(void);
	/* on each processor that sends, before and after its part; NULL:
	 * nothing to do */
	void (*enable)(void);
	void (*disable)(void);
	/* before enable, where it matters how the part's words name their targets: never
	 * auto */
	void (*prepare)(enum plan_dest dest);
	u64 (*encode)(const struct dest *d);
	/* With CAN_MULTICAST: names several targets in its own way (naming_add for each
	 * write). The reason why these cannot be named, or NULL. */
	const struct reason *(*multicast)(struct naming *n);
	const struct loops *loops;
};

extern const struct method_spec method_specs[METHODS];

/* With nothing to send: what measuring costs (empty.c, for rows/clock.c). */
extern const struct loops *const empty_loops;

/* The rows, put together by the linker. */
extern const struct method *const method_begin[], *const method_end[];

#define METHOD_ENTRY(id, of, ...)					\
	static const struct method method_##id = { .spec = of, __VA_ARGS__ };	\
	static const struct method *const method_entry_##id		\
		__attribute__((used, section(".method_table." #id)))	\
		= &method_##id
#define METHOD_ROW(id, ...) METHOD_ENTRY(id, &method_specs[METHOD_##id], __VA_ARGS__)

/* Common to every method that has the ICR's low half (SDM vol. 3, 11.6.1).
 * An NMI has no vector. */
static inline u32 icr_low(const struct dest *d)
{
	static const u32 kind[] = {
		[TO_ONE] = 0, [TO_LOGICAL] = ICR_LOGICAL,
		[TO_SELF] = ICR_SELF, [TO_OTHERS] = ICR_OTHERS,
	};

	return ICR_ASSERT | kind[d->kind]
	       | (d->nmi ? ICR_NMI : ICR_FIXED | d->vector);
}

#endif
