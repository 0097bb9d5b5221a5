/* SPDX-License-Identifier: GPL-2.0-only */
/* The processor's instructions as functions, no more. */
#ifndef IPIBENCH_CPU_H
#define IPIBENCH_CPU_H

#include "lib/types.h"

struct cpuid { u32 eax, ebx, ecx, edx; };

static inline struct cpuid cpuid(u32 leaf, u32 subleaf)
{
	struct cpuid r;

	__asm__ volatile("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx),
			 "=d"(r.edx) : "a"(leaf), "c"(subleaf));
	return r;
}

static ALWAYS_INLINE u64 rdmsr(u32 msr)
{
	u32 low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (u64)high << 32 | low;
}

static ALWAYS_INLINE void wrmsr(u32 msr, u64 value)
{
	__asm__ volatile("wrmsr" : : "c"(msr), "a"((u32)value),
			 "d"((u32)(value >> 32)) : "memory");
}

/* Before an instruction that a hypervisor fetches (cpu/apic.h says why). */
#define FETCHED_ALIKE ".p2align 3\n\t"

/* The same for measured loops, which GCC may not take apart: the number of the
 * MSR is loaded right before, as an operating system does for every IPI, and
 * an observer of instructions can tell which MSR it is (harness/meter/). The NOP, of 3
 * bytes, brings WRMSR itself to a multiple of 8. */
static ALWAYS_INLINE void wrmsr_measured(const u32 msr, u64 value)
{
	__asm__ volatile(FETCHED_ALIKE
			 "nopl (%%rax)\n\t"
			 "movl %0, %%ecx\n\t"
			 "wrmsr"
			 : : "i"(msr), "a"((u32)value), "d"((u32)(value >> 32))
			 : "rcx", "memory");
}

/* The same, false where the processor answers with #GP (traps.c knows the
 * instruction from the table). */
#define FIXUP(from, to)						\
	".pushsection .fixup_table, \"a\"\n\t"				\
	".quad " from ", " to "\n\t"					\
	".popsection\n\t"

static inline bool rdmsr_safe(u32 msr, u64 *value)
{
	u32 low, high, ok;

	__asm__ volatile("xorl %2, %2\n"
			 "1: rdmsr\n\t"
			 "movl $1, %2\n"
			 "2:\n\t"
			 FIXUP("1b", "2b")
			 : "=&a"(low), "=&d"(high), "=&r"(ok) : "c"(msr));
	if (ok)
		*value = (u64)high << 32 | low;
	return ok;
}

static inline bool wrmsr_safe(u32 msr, u64 value)
{
	u32 ok;

	__asm__ volatile("xorl %0, %0\n"
			 "1: wrmsr\n\t"
			 "movl $1, %0\n"
			 "2:\n\t"
			 FIXUP("1b", "2b")
			 : "=&r"(ok) : "c"(msr), "a"((u32)value),
			   "d"((u32)(value >> 32)) : "memory");
	return ok;
}

/*
 * The clock. The fences keep what is timed between two readings. Not RDTSCP:
 * Xen on a processor without NRIPS answers it with a fault.
 */
static ALWAYS_INLINE u64 rdtsc(void)
{
	u32 low, high;

	__asm__ volatile("lfence\n\trdtsc\n\tlfence"
			 : "=a"(low), "=d"(high) : : "memory");
	return (u64)high << 32 | low;
}

static inline u8 in8(u16 port)
{
	u8 v;

	__asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

static inline u32 in32(u16 port)
{
	u32 v;

	__asm__ volatile("inl %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

static inline u16 in16(u16 port)
{
	u16 v;

	__asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

static inline void out8(u16 port, u8 v)
{
	__asm__ volatile("outb %0, %1" : : "a"(v), "Nd"(port));
}

static inline void out16(u16 port, u16 v)
{
	__asm__ volatile("outw %0, %1" : : "a"(v), "Nd"(port));
}

/* One instruction, and under a hypervisor mostly one exit, for all bytes. */
static inline void out8_string(u16 port, const void *from, size_t n)
{
	__asm__ volatile("rep outsb" : "+S"(from), "+c"(n) : "d"(port)
			 : "memory");
}

static ALWAYS_INLINE void cpu_pause(void)
{
	__asm__ volatile("pause");
}

static ALWAYS_INLINE void interrupts_on(void)
{
	__asm__ volatile("sti" : : : "memory");
}

static ALWAYS_INLINE void interrupts_off(void)
{
	__asm__ volatile("cli" : : : "memory");
}

/* On for a moment: what is pending comes now. STI takes effect behind the first NOP. */
static ALWAYS_INLINE void interrupts_let_in(void)
{
	__asm__ volatile("sti\n\tnop\n\tnop\n\tcli" : : : "memory");
}

/*
 * Sleep until an interrupt. STI takes effect after the next instruction, so
 * an interrupt that is already waiting ends the HLT and not the STI: every
 * interrupt finds the processor in HLT. The three instructions stand in
 * boot/ipi.asm, where an interrupt can tell that it came too early after all; they
 * change no register.
 */
extern const u8 halt_for_interrupt_hlt[];	/* the HLT itself */
static ALWAYS_INLINE void halt_for_interrupt(void)
{
	__asm__ volatile("call halt_for_interrupt" : : : "memory");
}

static inline void NORETURN halt_forever(void)
{
	for (;;)
		__asm__ volatile("cli\n\thlt" : : : "memory");
}

#endif
