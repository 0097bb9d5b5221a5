// SPDX-License-Identifier: GPL-2.0-only
/* Sends again when the first IPI has been received: one too many. For tests/broken only. */
#include "methods/method.h"
#define METHOD test_twice

static ALWAYS_INLINE void send(u64 word)
{
	/* Where APIC ids are indices: the emulated PC of the test. The second
	 * would merge with the first, and the next with the second, while
	 * that is pending. */
	const u64 *got = &cpus[word >> 56].slot[(u8)word - VECTOR_SLOT].got;
	const u64 before = load(got);

	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
	while (load(got) == before)
		cpu_pause();
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
	while (load(got) == before + 1)
		cpu_pause();
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

METHOD_OF_TEST(test_twice, "test-twice", xapic_encode);
