/* SPDX-License-Identifier: GPL-2.0-only */
/* Descriptor tables of a processor, and what happens on an exception. */
#ifndef IPIBENCH_TRAPS_H
#define IPIBENCH_TRAPS_H

#include "apic.h"
#include "percpu.h"

/* boot/traps.asm pushes it. */
struct trap_frame {
	u64 r15, r14, r13, r12, r11, r10, r9, r8;
	u64 rbp, rdi, rsi, rdx, rcx, rbx, rax;
	u64 vector, error;
	u64 rip, cs, rflags, rsp, ss;
};

void traps_build_idt(void);	/* once */
void traps_load(struct percpu *p);	/* on each processor: GDT, TSS, IDT, GS */

/* Which handlers the vectors of the slots, of event channels and of the NMI have
 * (boot/ipi.asm). To be called while no processor gets any of these. */
void traps_use_ipi_handlers(enum apic_mode mode, bool timed, bool nmi);

/* Has this processor take an interrupt that is pending at a vector, end it and forget
 * it. Interrupts are off before and after. */
void traps_discard(u32 vector);

/* Prints the fault record and ends the run (run/main.c). */
void NORETURN report_fault(const struct trap_frame *f, u64 cr2);

#endif
