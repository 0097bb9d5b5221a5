// SPDX-License-Identifier: GPL-2.0-only
/*
 * No method, and not in the table: the loops around a send() that only does
 * what the handler would do to the counter. What they cost is what measuring
 * costs (the `clock` records).
 */
#include "empty.h"
#include "method.h"
#define METHOD empty

static ALWAYS_INLINE void send(u64 word)
{
	(void)word;
	__asm__ volatile("incq %%gs:%c0"
			 : : "i"(offsetof(struct percpu, received)) : "memory");
}

#include "../patterns/loops.h"

const struct loops *const empty_loops = &loops;
