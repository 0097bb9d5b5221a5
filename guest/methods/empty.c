// SPDX-License-Identifier: GPL-2.0-only
/*
 * empty: nothing is sent; the sender does to its own counter what the handler
 * would. What its loops cost is what measuring costs: the `clock` records
 * (rows/clock.c), and in a plan, with pattern self, a `send` that must be 0.
 */
#include "methods/method.h"
#define METHOD empty

static ALWAYS_INLINE void send(u64 word)
{
	(void)word;
	__asm__ volatile("incq %%gs:%c0"
			 : : "i"(offsetof(struct percpu, slot[0].got)) : "memory");
}

#include "patterns/loops.h"

const struct loops *const empty_loops = &loops;

static u64 encode(const struct dest *d)
{
	return icr_low(d);
}

METHOD_ROW(empty, .encode = encode, .loops = &loops);
