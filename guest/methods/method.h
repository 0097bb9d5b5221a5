/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A way to send an IPI. Each is one file that defines send(), the function
 * that the measured loops are made of, includes patterns/loops.h to get a copy
 * of all loops made for it, and enters one row in the table.
 */
#ifndef IPIBENCH_METHOD_H
#define IPIBENCH_METHOD_H

#include "apic.h"
#include "../patterns/patterns.h"
#include "run.h"

/* Whom one write names, and how the IPI is to arrive. */
struct dest {
	enum { TO_ONE, TO_LOGICAL, TO_SELF, TO_OTHERS } kind;
	u32 id;			/* APIC id, or logical id of the APIC mode */
	const struct percpu *cpu;	/* TO_ONE */
	u8 vector;
	bool nmi;
};

/* Words that are being put together for one sender (run/naming.c). */
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

struct loops {
	edge_fn edge[OPEN];
	loop_fn around[WAITS][OPEN];	/* pingpong, ring */
	worker_fn back[WAITS];
	loop_fn broadcast[PASS_COUNT_OF], shootdown_time;
	loop_fn burst[OPEN];
	part_fn mesh[OPEN];
};

/* patterns/patterns.c: the first processor's loop; each one's part of a crew's;
 * what the others do. */
loop_fn pattern_loop(const struct loops *l, u32 pattern, u32 wait, enum pass pass);
part_fn pattern_part(const struct loops *l, u32 pattern, u32 wait, enum pass pass);
worker_fn pattern_worker(const struct loops *l, u32 pattern, u32 wait);

struct method {
	const char *name;
	enum apic_mode mode;
	bool only_self;		/* sends nothing: for pattern self */
	bool only_one;		/* no logical destination, no shorthand */
	bool only_fixed;	/* no NMI */
	bool one_vector;	/* a target has one vector for all senders */
	/* NULL when this machine offers it, or the reason why not */
	const struct reason *(*probe)(void);
	/* on each processor that sends, before and after its part; NULL:
	 * nothing to do */
	void (*enable)(void);
	void (*disable)(void);
	u64 (*encode)(const struct dest *d);
	/* A way of its own to name several targets (naming_add for each
	 * write); NULL: none. The reason why these cannot be named, or NULL. */
	const struct reason *(*multicast)(struct naming *n);
	const struct loops *loops;
};

/* The rows, put together by the linker. */
extern const struct method *const method_begin[], *const method_end[];

#define METHOD_ROW(id, ...)						\
	static const struct method method_##id = { __VA_ARGS__ };	\
	static const struct method *const method_entry_##id		\
		__attribute__((used, section(".method_table." #id)))	\
		= &method_##id

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
