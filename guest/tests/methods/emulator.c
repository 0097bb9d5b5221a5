// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does to itself what an emulator may do (boot/ipi.asm), with each IPI: an interrupt
 * that the APIC does not know, while interrupts are off; and one that has been
 * taken just before an HLT, which would then wait for another. For tests/broken
 * only, with pattern=self.
 */
#include "methods/method.h"
#define METHOD test_emulator

void leave_interrupt(void);

static ALWAYS_INLINE void phantom(void)
{
	__asm__ volatile("pushfq\n\tcli\n\tint %0\n\tpopfq"
			 : : "i"(VECTOR_SLOT) : "memory");
}

/* What the processor pushes for an interrupt (Intel SDM vol. 3, figure 6-9), its
 * return address the HLT in halt_for_interrupt(); what stands behind that
 * returns here. Were the HLT not stepped over, nothing would end it. */
static ALWAYS_INLINE void early(void)
{
	__asm__ volatile("call 1f\n\t"
			 "jmp 2f\n"
			 "1:\tmovq %%rsp, %%rax\n\t"
			 "pushq %[ss]\n\t"
			 "pushq %%rax\n\t"
			 "pushfq\n\t"
			 "pushq %[cs]\n\t"
			 "pushq $halt_for_interrupt + 1\n\t"
			 "cli\n\t"
			 "jmp leave_interrupt\n"
			 "2:\tsti"
			 : : [ss] "i"(0x10), [cs] "i"(0x08) : "rax", "memory");
}

static ALWAYS_INLINE void send(u64 word)
{
	phantom();
	early();
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
}

#include "patterns/loops.h"
#include "tests/methods/of_test.h"

METHOD_OF_TEST(test_emulator, "test-emulator", xapic_encode);
