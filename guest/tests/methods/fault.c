// SPDX-License-Identifier: GPL-2.0-only
/* Raises #UD instead of sending. For tests/broken only. */
#include "methods/method.h"
#define METHOD test_fault

static ALWAYS_INLINE void send(u64 word)
{
	(void)word;
	__asm__ volatile("ud2");
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

METHOD_OF_TEST(test_fault, "test-fault", xapic_encode);
