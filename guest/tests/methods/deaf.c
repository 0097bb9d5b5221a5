// SPDX-License-Identifier: GPL-2.0-only
/* Sends to an APIC id that nobody has: every IPI is lost. For tests/broken only. */
#include "methods/method.h"
#define METHOD test_deaf

static ALWAYS_INLINE void send(u64 word)
{
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

static u64 encode(const struct dest *d)
{
	(void)d;
	return 200ull << 56 | ICR_FIXED | ICR_ASSERT | VECTOR_SLOT;
}

METHOD_OF_TEST(test_deaf, "test-deaf", encode);
