/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compiles every pattern's loops for one method. Included at the end of the
 * method's file, where METHOD is its name as an identifier and send() is
 * defined. LOOP(unicast_count) becomes xapic_unicast_count, a name of its own
 * that tests/straight finds in the disassembly.
 */
#include "pairs_order.h"

#define LOOP_PASTE2(method, loop) method##_##loop
#define LOOP_PASTE(method, loop) LOOP_PASTE2(method, loop)
#define LOOP(loop) LOOP_PASTE(METHOD, loop)

#include "broadcast.h"
#include "burst.h"
#include "incast.h"
#include "mesh.h"
#include "pairs.h"
#include "pingpong.h"
#include "random.h"
#include "self.h"
#include "shootdown.h"
#include "unicast.h"

#define TARGETS { target_spin, target_pause, target_halt }
#define LEAD { crew_lead, crew_lead, crew_lead }

static const struct loops loops = {
	.sender = {
		[PATTERN_self] = SELF_SENDERS,
		[PATTERN_unicast] = UNICAST_SENDERS,
		[PATTERN_pingpong] = PINGPONG_SENDERS,
		[PATTERN_ring] = PINGPONG_SENDERS,
		[PATTERN_multicast] = BROADCAST_SENDERS,
		[PATTERN_broadcast] = BROADCAST_SENDERS,
		[PATTERN_shootdown] = SHOOTDOWN_SENDERS,
		[PATTERN_incast] = { LEAD, LEAD, LEAD },
		[PATTERN_mesh] = { LEAD, LEAD, LEAD },
		[PATTERN_pairs] = { LEAD, LEAD, LEAD },
		[PATTERN_random] = RANDOM_SENDERS,
		[PATTERN_burst] = BURST_SENDERS,
	},
	.part = {
		[PATTERN_incast] = INCAST_PARTS,
		[PATTERN_mesh] = MESH_PARTS,
		[PATTERN_pairs] = {
			{ pairs_part_spin, pairs_part_spin },
			{ pairs_part_pause, pairs_part_pause },
			{ pairs_part_halt, pairs_part_halt },
		},
	},
	.edge = PAIRS_EDGES,
	/* of those that do not send of themselves */
	.worker = {
		[PATTERN_unicast] = TARGETS,
		[PATTERN_pingpong] = PINGPONG_WORKERS,
		[PATTERN_ring] = PINGPONG_WORKERS,
		[PATTERN_multicast] = TARGETS,
		[PATTERN_broadcast] = TARGETS,
		[PATTERN_shootdown] = TARGETS,
		[PATTERN_incast] = TARGETS,
		[PATTERN_random] = TARGETS,
		[PATTERN_burst] = TARGETS,
	},
};
