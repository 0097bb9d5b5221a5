// SPDX-License-Identifier: GPL-2.0-only
#include "machine.h"

extern char hypercall_page[], ap_trampoline[], ap_trampoline_end[];
void idt_fill(void);
void interrupt(unsigned int vector, unsigned int cpu);
void panic(unsigned int vector, u64 rip);
void ap_main(void);

enum { HYPERCALL_CONSOLE_IO = 18 };	/* Xen, public/xen.h */

static volatile unsigned int count[2][256];
/* What the second processor does once it has started, and what it does later.
 * They are apart because one that is about to be started again still polls: it
 * would take the job of its successor. */
static void (*volatile ap_first)(void), (*volatile ap_job)(void);

static inline void cpuid(u32 leaf, u32 r[4])
{
	asm volatile("cpuid" : "=a"(r[0]), "=b"(r[1]), "=c"(r[2]), "=d"(r[3])
		     : "a"(leaf), "c"(0));
}

/* Xen's leaves: base + 2, EBX the MSR that takes the page's address (Xen,
 * public/arch-x86/cpuid.h). */
static void hypercall_init(void)
{
	u32 r[4];

	for (u32 base = 0x40000000; base < 0x40010000; base += 0x100) {
		cpuid(base, r);
		if (r[1] != 0x566e6558)	/* "XenV" */
			continue;
		cpuid(base + 2, r);
		wrmsr_safe(r[1], (u64)hypercall_page);
		return;
	}
	end(false);
}

void print(const char *text)
{
	register u64 length asm("rsi") = 0;
	register u64 command asm("rdi") = 0;
	register const char *at asm("rdx") = text;
	u64 call = (u64)hypercall_page + 32 * HYPERCALL_CONSOLE_IO;

	while (text[length])
		length++;
	asm volatile("call *%0" : "+a"(call), "+r"(length), "+r"(command), "+r"(at)
		     : : "memory", "rcx", "r8", "r9", "r10", "r11");
}

void print_number(u64 n)
{
	char digits[24], *at = digits + sizeof(digits) - 1;

	*at = 0;
	do
		*--at = '0' + n % 10;
	while (n /= 10);
	print(at);
}

/* QEMU's isa-debug-exit ends QEMU with 2 * value + 1. */
void end(bool good)
{
	asm volatile("outl %0, $0xf4" : : "a"(good ? 0x10 : 0x11));
	for (;;)
		asm volatile("cli; hlt");
}

void panic(unsigned int vector, u64 rip)
{
	print("Bail out! exception ");
	print_number(vector);
	print(" at ");
	print_number(rip);
	print("\n");
	end(false);
}

void interrupt(unsigned int vector, unsigned int cpu)
{
	u64 base;

	count[cpu][vector]++;
	rdmsr_safe(MSR_APIC_BASE, &base);
	if (base & APIC_BASE_EXTD)
		wrmsr_safe(MSR_X2APIC(APIC_EOI), 0);
	else
		store(APIC_EOI, 0);
}

unsigned int arrived_at(unsigned int cpu, unsigned int vector)
{
	unsigned int n;

	/* Another processor needs time to exit, and this may be an emulator. */
	for (unsigned int i = 0; i < 2000000 && !count[cpu][vector]; i++)
		asm volatile("pause");
	n = count[cpu][vector];
	count[cpu][vector] = 0;
	return n;
}

unsigned int arrived(unsigned int vector)
{
	unsigned int n;

	asm volatile("sti; nop; nop; cli" : : : "memory");
	n = count[0][vector];
	count[0][vector] = 0;
	return n;
}

void machine_init(void)
{
	idt_fill();
	hypercall_init();
	store(APIC_SPIV, 0x1ff);	/* enabled, spurious vector 0xff */
}

void ap_main(void)
{
	store(APIC_SPIV, 0x1ff);
	asm volatile("sti");
	ap_first();
	ap_first = 0;
	for (;;) {
		if (ap_job) {
			ap_job();
			ap_job = 0;
		}
		asm volatile("pause");
	}
}

void ap_again(void (*job)(void))
{
	ap_job = job;
	while (ap_job)
		asm volatile("pause");
}

/* Intel SDM vol. 3, 9.4.4.1, without its delays, which Xen does not need. */
void ap_run_by(void (*job)(void), void (*send)(u32 icr))
{
	for (unsigned int i = 0; i < ap_trampoline_end - ap_trampoline; i++)
		((volatile char *)0x8000)[i] = ap_trampoline[i];
	ap_first = job;
	send(0x4500);
	send(0x4608);
	while (ap_first)
		asm volatile("pause");
}

static void by_icr(u32 icr)
{
	store(APIC_ICR2, 2u << 24);
	store(APIC_ICR, icr);
}

void ap_run(void (*job)(void))
{
	ap_run_by(job, by_icr);
}
