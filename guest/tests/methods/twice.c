// SPDX-License-Identifier: GPL-2.0-only
/* Sends again when the first IPI has been received: one too many. For tests/broken only. */
#include "../../methods/method.h"
#define METHOD test_twice

static ALWAYS_INLINE void send(u64 word)
{
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
	for (u32 i = 0; i < 100000; i++)
		cpu_pause();
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
}

#include "../../patterns/loops.h"

static const char *probe(void)
{
	return NULL;
}

static u64 encode(const struct dest *d)
{
	return (u64)d->id << 56 | icr_low(d, VECTOR_IPI_XAPIC);
}

METHOD_ROW(test_twice,
	.name = "test-twice", .mode = APIC_XAPIC, .probe = probe, .encode = encode,
	.loops = &loops);
