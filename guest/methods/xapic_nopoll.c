// SPDX-License-Identifier: GPL-2.0-only
/*
 * xapic-nopoll: the legacy sequence without looking at the delivery status
 * first, which no APIC of the last twenty years needs.
 */
#include "methods/method.h"
#define METHOD xapic_nopoll

static ALWAYS_INLINE void send(u64 word)
{
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
}

#include "patterns/loops.h"
#include "methods/xapic.h"

METHOD_ROW(xapic_nopoll, .encode = xapic_encode, .loops = &loops);
