// SPDX-License-Identifier: GPL-2.0-only
/* Which loops a pattern is made of. */
#include "patterns/patterns.h"

#define PATTERN PATTERN_ROW
const struct pattern patterns[PATTERNS] = {
#include "spec/patterns.def"
};

loop_fn pattern_loop(const struct loops *l, u32 pattern, u32 wait, enum pass pass)
{
	switch (patterns[pattern].loops) {
	case LOOPS_AROUND:	/* self is a ring of one */
		return l->around[wait][pass];
	case LOOPS_EDGE:	/* at a rate, a broadcast to one */
		return pass == OPEN ? l->broadcast[OPEN] : unicast_loop;
	case LOOPS_LOTS:
		return random_loop;
	case LOOPS_BROADCAST:
		return l->broadcast[pass];
	case LOOPS_SHOOTDOWN:
		return pass == COUNT ? l->broadcast[COUNT] : l->shootdown_time;
	case LOOPS_BURST:
		return l->burst[pass];
	default:
		return crew_lead;
	}
}

part_fn pattern_part(const struct loops *l, u32 pattern, u32 wait, enum pass pass)
{
	static const part_fn pairs[WAITS] = {
		pairs_part_spin, pairs_part_pause, pairs_part_halt
	};

	switch (patterns[pattern].loops) {
	case LOOPS_INCAST:
		return incast_part;
	case LOOPS_PAIRS:
		return pairs[wait];
	default:
		return l->mesh[pass];
	}
}

worker_fn pattern_worker(const struct loops *l, u32 pattern, u32 wait)
{
	static const worker_fn targets[WAITS] = {
		target_spin, target_pause, target_halt
	};

	return patterns[pattern].senders == SEND_ANSWER ? l->back[wait]
							: targets[wait];
}
