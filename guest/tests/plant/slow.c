// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processors of a busy host: they have come, and take long to get ready, the second
 * longer than one alone is waited for, the others one by one. --wrap=traps_load
 */
#include "cpu/percpu.h"
#include "cpu/traps.h"
#include "cpu/tsc.h"

void __real_traps_load(struct percpu *p);
void __wrap_traps_load(struct percpu *p);

void __wrap_traps_load(struct percpu *p)
{
	static const u32 seconds[] = { 0, 15, 4, 8 };

	tsc_delay_us(seconds[p->index % 4] * 1000000);
	__real_traps_load(p);
}
