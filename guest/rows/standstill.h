/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Standing still at the edges of a counting window, so that somebody outside
 * can read the hypervisor's own counters while no vCPU runs.
 *
 * One OUT to QEMU's pvpanic device (docs/specs/pvpanic.txt) stops the whole
 * machine where QEMU has `-action panic=pause`; the observer reads, and lets it
 * go on behind the OUT. Nothing is polled, so what a stop itself costs in exits
 * is small and the same each time; windows with nothing in them, right before
 * the real one, show how much that is.
 *
 * Only where the plan says `standstill`: on bare metal the port may be anything.
 */
#ifndef IPIBENCH_STANDSTILL_H
#define IPIBENCH_STANDSTILL_H

#include "lib/types.h"

void standstill_find(bool wanted);	/* once, before the first row */
bool standstill_offered(void);
/* The empty windows and the stop that begins the real one. */
void standstill_begin(void);
void standstill_end(void);
/* Names the stops of the last window; after it. */
void standstill_record(u32 row);

#endif
