/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compiles every loop for one method. Included at the end of the method's
 * file, where METHOD is its name as an identifier and send() is defined.
 * LOOP(edge_count) becomes xapic_edge_count, a name of its own that
 * tests/straight finds in the disassembly. Which patterns are made of which:
 * patterns/patterns.c.
 */
#define LOOP_PASTE2(method, loop) method##_##loop
#define LOOP_PASTE(method, loop) LOOP_PASTE2(method, loop)
#define LOOP(loop) LOOP_PASTE(METHOD, loop)

#include "patterns/broadcast.h"
#include "patterns/burst.h"
#include "patterns/edge.h"
#include "patterns/mesh.h"
#include "patterns/pingpong.h"
#include "patterns/shootdown.h"

static const struct loops loops = {
	.edge = EDGES,
	.around = PINGPONG_SENDERS,
	.back = PINGPONG_WORKERS,
	.broadcast = BROADCAST_SENDERS,
	.shootdown_time = LOOP(shootdown_time),
	.burst = BURST_SENDERS,
	.mesh = MESH_PARTS,
};
