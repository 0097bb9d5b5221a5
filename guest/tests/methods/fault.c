// SPDX-License-Identifier: GPL-2.0-only
/* Raises #UD instead of sending. For tests/broken only. */
#include "../../methods/method.h"
#define METHOD test_fault

static ALWAYS_INLINE void send(u64 word)
{
	(void)word;
	__asm__ volatile("ud2");
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

METHOD_ROW(test_fault,
	.name = "test-fault", .mode = APIC_XAPIC, .probe = probe, .encode = encode,
	.loops = &loops);
