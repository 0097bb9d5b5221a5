/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compiles every pattern's loops for one method. Included at the end of the
 * method's file, where METHOD is its name as an identifier and send() is
 * defined. LOOP(unicast_count) becomes xapic_unicast_count, a name of its own
 * that tests/straight finds in the disassembly.
 */
#define LOOP_PASTE2(method, loop) method##_##loop
#define LOOP_PASTE(method, loop) LOOP_PASTE2(method, loop)
#define LOOP(loop) LOOP_PASTE(METHOD, loop)

#include "broadcast.h"
#include "pingpong.h"
#include "self.h"
#include "unicast.h"

static const struct loops loops = {
	.sender = {
		[PATTERN_self] = SELF_SENDERS,
		[PATTERN_unicast] = UNICAST_SENDERS,
		[PATTERN_pingpong] = PINGPONG_SENDERS,
		[PATTERN_broadcast] = BROADCAST_SENDERS,
	},
	.worker = {
		[PATTERN_unicast] = { target_spin, target_pause, target_halt },
		[PATTERN_pingpong] = PINGPONG_WORKERS,
		[PATTERN_broadcast] = { target_spin, target_pause, target_halt },
	},
};
