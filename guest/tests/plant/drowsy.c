// SPDX-License-Identifier: GPL-2.0-only
/*
 * A processor takes its time between saying that it is done and its HLT, with
 * interrupts off: the wake of its last order is still pending when the next order
 * comes, and when it then changes the mode of its APIC. --wrap=halt_for_interrupt
 */
#include "cpu/cpu.h"
#include "cpu/percpu.h"
#include "cpu/tsc.h"

void __real_halt_for_interrupt(void);
void __wrap_halt_for_interrupt(void);

/* Changes no register, as the real one: the caller's compiler relies on it. */
__attribute__((no_caller_saved_registers)) void __wrap_halt_for_interrupt(void)
{
	if (this_cpu()->index)
		tsc_delay_us(3000);
	__asm__ volatile("call __real_halt_for_interrupt" : : : "memory");
}
