/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who sends to whom. A pattern is a file of loop templates, NAME.h, and a
 * line here:
 *   name, fewest processors, most (0: any number),
 *   whom one IPI goes to, who sends, how many IPIs a turn of the loop is,
 *   can it be sent at a rate
 *
 * The templates are compiled once for every method (patterns/loops.h), so
 * that each measured loop is straight code of its own.
 */
#ifndef IPIBENCH_PATTERNS_H
#define IPIBENCH_PATTERNS_H

#include "types.h"

/* The first processor to itself, the second, k others, all others; each to
 * the next one; all others to the second; each to all others; each to each
 * other in turn; the first to one of the others by lot. */
enum pattern_targets { TARGET_SELF, TARGET_NEXT, TARGET_SOME, TARGET_OTHERS,
		       TARGET_RING, TARGET_FUNNEL, TARGET_MESH, TARGET_PAIRS,
		       TARGET_LOT };

/* SEND_CREW: all that send start together, each with a part of its own
 * (patterns/crew.c); the others answer what they get, if anything. */
enum pattern_senders { SEND_FIRST, SEND_ANSWER, SEND_CREW };

/* IPIs of a turn: as many as there are processors that send, ordered pairs of
 * processors, or k. */
enum pattern_turn { TURN_ONE, TURN_TWO, TURN_SENDERS, TURN_PAIRS, TURN_K };

#define MESH_CPUS 32	/* a slot and a set of histograms for each */
#define PAIRS_CPUS 64	/* a matrix of this size */

#define PATTERN_LIST(X)								\
	X(self,      1, 0,          TARGET_SELF,   SEND_FIRST,  TURN_ONE, false)	\
	X(unicast,   2, 0,          TARGET_NEXT,   SEND_FIRST,  TURN_ONE, true)	\
	X(pingpong,  2, 0,          TARGET_NEXT,   SEND_ANSWER, TURN_TWO, false)	\
	X(ring,      2, 0,          TARGET_RING,   SEND_ANSWER, TURN_SENDERS, false) \
	X(multicast, 2, 0,          TARGET_SOME,   SEND_FIRST,  TURN_ONE, true)	\
	X(broadcast, 2, 0,          TARGET_OTHERS, SEND_FIRST,  TURN_ONE, true)	\
	X(shootdown, 2, 0,          TARGET_OTHERS, SEND_FIRST,  TURN_ONE, false)	\
	X(incast,    2, MESH_CPUS,  TARGET_FUNNEL, SEND_CREW,   TURN_SENDERS, false) \
	X(mesh,      2, MESH_CPUS,  TARGET_MESH,   SEND_CREW,   TURN_SENDERS, false) \
	X(pairs,     2, PAIRS_CPUS, TARGET_PAIRS,  SEND_CREW,   TURN_PAIRS, false) \
	X(random,    2, 0,          TARGET_LOT,    SEND_FIRST,  TURN_ONE, false)	\
	X(burst,     2, 0,          TARGET_NEXT,   SEND_FIRST,  TURN_K, false)

#define PATTERN_ENUM(name, ...) PATTERN_##name,
enum { PATTERN_LIST(PATTERN_ENUM) PATTERNS };

struct pattern {
	const char *name;
	u32 min_cpus, max_cpus;
	enum pattern_targets targets;
	enum pattern_senders senders;
	enum pattern_turn turn;
	bool open_loop;
};

extern const struct pattern patterns[PATTERNS];

#endif
