// SPDX-License-Identifier: GPL-2.0-only
/* Raises #UD on another processor than the first, before it is ready. For tests only,
 * with pattern=pingpong. */
#include "../../methods/method.h"
#include "tsc.h"
#define METHOD test_ud

static ALWAYS_INLINE void send(u64 word)
{
	(void)word;
}

#include "../../patterns/loops.h"

static const struct reason *probe(void)
{
	return NULL;
}

static void enable(void)
{
	if (!this_cpu()->index)
		return;
	tsc_delay_us(50000);
	__asm__ volatile("ud2");
}

static u64 encode(const struct dest *d)
{
	return (u64)d->id << 56 | icr_low(d);
}

METHOD_ROW(test_ud,
	.name = "test-ud", .mode = APIC_XAPIC, .probe = probe,
	.enable = enable, .encode = encode, .loops = &loops);
