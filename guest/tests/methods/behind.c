// SPDX-License-Identifier: GPL-2.0-only
/* Counts once more when the target has answered and sleeps: a count that it never
 * passes on. For tests/broken only, with pattern=burst, k=1 and wait=halt. */
#include "methods/method.h"
#define METHOD test_behind

static ALWAYS_INLINE void send(u64 word)
{
	/* Where APIC ids are indices: the emulated PC of the test. */
	struct percpu *target = &cpus[word >> 56];
	const u64 before = load(&target->ack);

	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
	while (load(&target->ack) == before)
		cpu_pause();
	store(&target->slot[0].got, before + 2);
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

METHOD_OF_TEST(test_behind, "test-behind", xapic_encode);
