// SPDX-License-Identifier: GPL-2.0-only
/* Never gets ready on any processor but the first. For tests/broken only. */
#include "methods/method.h"
#define METHOD test_stuck

static ALWAYS_INLINE void send(u64 word)
{
	(void)word;
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

static void enable(void)
{
	while (this_cpu()->index)
		cpu_pause();
}

METHOD_OF_TEST(test_stuck, "test-stuck", xapic_encode, .enable = enable);
