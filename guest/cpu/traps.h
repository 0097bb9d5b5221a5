/* SPDX-License-Identifier: GPL-2.0-only */
/* Descriptor tables of a processor, and what happens on an exception. */
#ifndef IPIBENCH_TRAPS_H
#define IPIBENCH_TRAPS_H

#include "cpu/apic.h"
#include "cpu/percpu.h"

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
 * (boot/ipi.asm) while a pass runs. */
void traps_use_ipi_handlers(enum apic_mode mode, bool timed, bool nmi);

/* Between passes none of these is expected. An interrupt that nobody expects is counted
 * in its processor's struct, ended if it is in service, and reported with the next row
 * (rows/account.c). */
void traps_expect_nothing(void);

/* Has this processor take an interrupt that is pending at a vector, end it and forget
 * it. Interrupts are off before and after. */
void traps_discard(u32 vector);

/* Whose handlers these are; NULL before traps_load(), when a processor has those of
 * boot/early.inc and no struct percpu. */
struct percpu *traps_owner(void);

/* Who is told of an exception, and does not return; and of an NMI, which may be a
 * question where this processor is. main.c says who: exceptions come before it runs. */
extern void (*const traps_on_fault)(const struct trap_frame *f, u64 cr2);
extern void (*const traps_on_nmi)(const struct trap_frame *f);

#endif
