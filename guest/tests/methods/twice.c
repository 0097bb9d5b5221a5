// SPDX-License-Identifier: GPL-2.0-only
/* Sends again when the first IPI has been received: one too many. For tests/broken only. */
#include "../../methods/method.h"
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

#include "../../patterns/loops.h"

static const struct reason *probe(void)
{
	return NULL;
}

static u64 encode(const struct dest *d)
{
	return (u64)d->id << 56 | icr_low(d);
}

METHOD_ROW(test_twice,
	.name = "test-twice", .mode = APIC_XAPIC, .probe = probe, .encode = encode,
	.loops = &loops);
