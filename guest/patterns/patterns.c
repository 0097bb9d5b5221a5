// SPDX-License-Identifier: GPL-2.0-only
/* Which loops a pattern is made of. */
#include "../methods/method.h"
#include "edges.h"
#include "pairs_order.h"

#define PATTERN_ROW(name, min, max, targets, senders, turn, open)	\
	{ #name, min, max, targets, senders, turn, open },
const struct pattern patterns[PATTERNS] = { PATTERN_LIST(PATTERN_ROW) };

loop_fn pattern_loop(const struct loops *l, u32 pattern, u32 wait, enum pass pass)
{
	switch (pattern) {
	case PATTERN_self:	/* a ring of one */
	case PATTERN_pingpong:
	case PATTERN_ring:
		return l->around[wait][pass];
	case PATTERN_unicast:	/* at a rate, a broadcast to one */
		return pass == OPEN ? l->broadcast[OPEN] : unicast_loop;
	case PATTERN_random:
		return random_loop;
	case PATTERN_multicast:
	case PATTERN_broadcast:
		return l->broadcast[pass];
	case PATTERN_shootdown:
		return pass == COUNT ? l->broadcast[COUNT] : l->shootdown_time;
	case PATTERN_burst:
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

	return pattern == PATTERN_incast ? incast_part
	       : pattern == PATTERN_pairs ? pairs[wait] : l->mesh[pass];
}

worker_fn pattern_worker(const struct loops *l, u32 pattern, u32 wait)
{
	static const worker_fn targets[WAITS] = {
		target_spin, target_pause, target_halt
	};

	return patterns[pattern].senders == SEND_ANSWER ? l->back[wait]
							: targets[wait];
}
