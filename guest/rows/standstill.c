// SPDX-License-Identifier: GPL-2.0-only
#include "rows/standstill.h"

#include "console/record.h"
#include "cpu/cpu.h"
#include "lib/mark.h"
#include "rows/exits.h"

#define PORT 0x505		/* QEMU docs/specs/pvpanic.txt */
#define PANICKED 1		/* bit 0; reading tells which bits are known */

static bool offered;
static u64 stops;		/* since the start */
static u64 first;		/* of the last window; 0: none */

void standstill_find(bool wanted)
{
	u8 known = wanted ? in8(PORT) : 0;

	offered = known != 0xff && (known & PANICKED);
}

bool standstill_offered(void)
{
	return offered;
}

static void stop(void)
{
	stops++;
	out8(PORT, PANICKED);
}

/* An empty window holds what a real one holds besides the loop. */
void standstill_begin(void)
{
	first = stops + 1;
	stop();
	for (u32 i = 0; i < STANDSTILL_EMPTY_WINDOWS; i++) {
		if (exits_offered()) {
			exits_latch(0);
			exits_latch(1);
		}
		stop();
	}
}

void standstill_end(void)
{
	stop();
}

void standstill_record(u32 row)
{
	if (!first)
		return;		/* the window was never reached */
	record_begin("standstill");
	record_u64("row", row);
	record_u64("first", first);
	record_u64("empty", STANDSTILL_EMPTY_WINDOWS);
	record_end();
	first = 0;
}
