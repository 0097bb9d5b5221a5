/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What guest and tool both know stands once, a row for each thing, in the *.def files
 * of this folder (README.md). Here are the words that their columns are made of, and
 * what follows from the rows alone. Plain C: both include it.
 */
#ifndef IPIBENCH_SPEC_H
#define IPIBENCH_SPEC_H

/* ---- keys.def: words that a key may have ---- */

#define WAIT_WORDS(X) X(WAIT_SPIN, "spin") X(WAIT_PAUSE, "pause") X(WAIT_HALT, "halt")
#define DEST_WORDS(X) X(DEST_AUTO, "auto") X(DEST_LOOP, "loop")			\
	X(DEST_LOGICAL, "logical") X(DEST_SHORTHAND, "shorthand")		\
	X(DEST_MULTICAST, "multicast")
#define PASS_WORDS(X) X(PASS_BOTH, "both") X(PASS_COUNT, "count") X(PASS_TIME, "time")
#define ARRIVAL_WORDS(X) X(ARRIVAL_FIXED, "fixed") X(ARRIVAL_POISSON, "poisson")
#define DELIVER_WORDS(X) X(DELIVER_FIXED, "fixed") X(DELIVER_NMI, "nmi")

#define WORD_ID(id, word) id,
#define WORD_NAME(id, word) word,
enum plan_wait { WAIT_WORDS(WORD_ID) WAITS };
enum plan_dest { DEST_WORDS(WORD_ID) DESTS };
enum plan_pass { PASS_WORDS(WORD_ID) PASSES };
enum plan_arrival { ARRIVAL_WORDS(WORD_ID) ARRIVALS };
enum plan_deliver { DELIVER_WORDS(WORD_ID) DELIVERIES };

/* ---- methods.def ---- */

/* How targets can be named, and that an NMI can be sent. */
enum method_can { CAN_LOGICAL = 1, CAN_SHORTHAND = 2, CAN_MULTICAST = 4, CAN_NMI = 8 };

enum method_quirk {
	RESERVED_BITS = 1,	/* sets bits of ICR that no processor virtualises */
	ONE_LOGICAL = 2,	/* its multicast is one logical destination */
	PER_SPAN = 4,		/* its multicast is one write for each span of ids */
	ONE_VECTOR = 8,		/* a target has one vector for all senders */
	ONLY_SELF = 16,		/* sends nothing: for pattern self */
	PER_CLUSTER = 32,	/* its logical ids are the x2APIC's, in xAPIC mode too */
};

/* How many processors a logical destination names: all in the flat model, or those of a
 * cluster (SDM vol. 3, 11.6.2.2); x2APIC: 11.12.10.2. */
enum { LOGICAL_FLAT = 8, LOGICAL_CLUSTER = 4, LOGICAL_IDS = 60, LOGICAL_X2APIC = 16 };

#define METHOD(id, ...) METHOD_##id,
enum method_id {
#include "methods.def"
	METHODS
};
#define METHOD(id, name, mode, exits, can, needs, quirks, span, says)		\
	METHOD_SPAN_##id = span,
enum method_span {
#include "methods.def"
};
#define NEED(id, ...) NEED_##id,
enum need {
#include "needs.def"
	NEEDS
};

/* ---- patterns.def ---- */

/* Whom one IPI goes to: the first processor to itself, the second, k others, all
 * others; each to the next one; all others to the second; each to all others; each to
 * each other in turn; the first to one of the others by lot. */
enum pattern_targets { TARGET_SELF, TARGET_NEXT, TARGET_SOME, TARGET_OTHERS,
		       TARGET_RING, TARGET_FUNNEL, TARGET_MESH, TARGET_PAIRS,
		       TARGET_LOT };

/* SEND_CREW: all that send start together, each with a part of its own
 * (patterns/crew.c); the others answer what they get, if anything. */
enum pattern_senders { SEND_FIRST, SEND_ANSWER, SEND_CREW };

/* IPIs of a turn: as many as there are processors that send, ordered pairs of
 * processors, or k. */
enum pattern_turn { TURN_ONE, TURN_TWO, TURN_SENDERS, TURN_PAIRS, TURN_K };

/* The templates it is made of (patterns/patterns.c). */
enum pattern_loops { LOOPS_AROUND, LOOPS_EDGE, LOOPS_LOTS, LOOPS_BROADCAST,
		     LOOPS_SHOOTDOWN, LOOPS_BURST, LOOPS_INCAST, LOOPS_MESH,
		     LOOPS_PAIRS };

#define MESH_CPUS 32	/* a slot and a set of histograms for each */
#define PAIRS_CPUS 64	/* a matrix of this size */
#define BURST_K 8	/* of a burst whose k is 0 */
#define RAW_MAX 65536	/* samples of each time that a row can keep */

#define PATTERN(id, ...) PATTERN_##id,
enum pattern_id {
#include "patterns.def"
	PATTERNS
};

struct pattern {
	const char *name;
	unsigned int min_cpus, max_cpus;	/* 0: any number */
	enum pattern_targets targets;
	enum pattern_senders senders;
	enum pattern_turn turn;
	enum pattern_loops loops;
	_Bool open_loop;			/* can be sent at a rate */
};
#define PATTERN_ROW(id, min, max, targets, senders, turn, loops, open, says)	\
	{ #id, min, max, TARGET_##targets, SEND_##senders, TURN_##turn,		\
	  LOOPS_##loops, open },

/* Several processors send to one at the same time, each by a vector of its own. */
static inline _Bool pattern_crowds(const struct pattern *p)
{
	return p->targets == TARGET_FUNNEL || p->targets == TARGET_MESH;
}

/* ---- regimes.def ---- */

/* What a register access costs: an exit, or none if the IPI is what stands here; what
 * the manuals do not say is unknown. */
enum regime_cost {
	EXITS = 0,
	FREE_TO_SELF = 1,	/* fixed, by the shorthand "self" */
	FREE_TO_ONE = 2,	/* fixed, to one target by its id */
	FREE_FIXED = 4,		/* of fixed delivery */
	FREE = 8,
	UNKNOWN = 16,
};

#endif
