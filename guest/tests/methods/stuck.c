// SPDX-License-Identifier: GPL-2.0-only
/* Never gets ready on any processor but the first. For tests/broken only. */
#include "../../methods/method.h"
#define METHOD test_stuck

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
	while (this_cpu()->index)
		cpu_pause();
}

static u64 encode(const struct dest *d)
{
	return (u64)d->id << 56 | icr_low(d);
}

METHOD_ROW(test_stuck,
	.name = "test-stuck", .mode = APIC_XAPIC, .probe = probe,
	.enable = enable, .encode = encode, .loops = &loops);
