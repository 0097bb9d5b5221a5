// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes the ICR with its delivery status set, which the emulated APIC keeps and
 * reports as "send pending" for ever: what the legacy sequence waits for never comes.
 * For tests/broken only.
 */
#include "methods/method.h"
#define METHOD test_busy

static ALWAYS_INLINE void send(u64 word)
{
	for (u32 looks = 1; unlikely(xapic_read(APIC_ICR) & ICR_BUSY); )
		if (!(looks = run_icr_still_busy(looks)))
			break;
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word | ICR_BUSY);
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

METHOD_OF_TEST(test_busy, "test-busy", xapic_encode);
