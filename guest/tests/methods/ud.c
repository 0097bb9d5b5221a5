// SPDX-License-Identifier: GPL-2.0-only
/* Raises #UD on another processor than the first, before it is ready. For tests only,
 * with pattern=pingpong. */
#include "cpu/tsc.h"
#include "methods/method.h"
#define METHOD test_ud

static ALWAYS_INLINE void send(u64 word)
{
	(void)word;
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

static void enable(void)
{
	if (!this_cpu()->index)
		return;
	tsc_delay_us(50000);
	__asm__ volatile("ud2");
}

METHOD_OF_TEST(test_ud, "test-ud", xapic_encode, .enable = enable);
