// SPDX-License-Identifier: GPL-2.0-only
/* Sends an interrupt on a vector that nobody uses before each IPI. For tests/broken
 * only. */
#include "methods/method.h"
#define METHOD test_stray

static ALWAYS_INLINE void send(u64 word)
{
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, ICR_FIXED | ICR_ASSERT | 0x31);
	xapic_write(APIC_ICR, (u32)word);
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

METHOD_OF_TEST(test_stray, "test-stray", xapic_encode);
