// SPDX-License-Identifier: GPL-2.0-only
/* The counters, and what one send by each form costs. */
#include "tests.h"

static u64 counter(unsigned int bank, u32 id, unsigned int n)
{
	u64 v = ~0ull;

	if (wrmsr_safe(VAPIC_MSR_SELECT, (u64)bank << VAPIC_SELECT_BANK_SHIFT | id))
		rdmsr_safe(VAPIC_MSR_COUNTER(n), &v);
	return v;
}

u64 between(u32 id, unsigned int class)
{
	return counter(1, id, class) - counter(0, id, class);
}

bool adds_up(unsigned int bank, u32 id)
{
	u64 sum = 0;

	for (unsigned int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		sum += counter(bank, id, i);
	return sum == counter(bank, id, VAPIC_EXIT_TOTAL) && sum > 0;
}

u32 cpuid_eax(void)
{
	u32 a = 0, c = 0;

	asm volatile("cpuid" : "+a"(a), "+c"(c) : : "ebx", "edx");
	return a;
}

/* The first vCPU's exits between the latches but the host's own interrupts. */
static u64 all_between(void)
{
	return between(0, VAPIC_EXIT_TOTAL) - between(0, VAPIC_EXIT_EXTERNAL_INTERRUPT);
}

static bool bank_empty(unsigned int bank, u32 id)
{
	if (!wrmsr_safe(VAPIC_MSR_SELECT, (u64)bank << VAPIC_SELECT_BANK_SHIFT | id))
		return false;
	for (unsigned int i = 0; i < 32; i++)
		if (!refuses_read(VAPIC_MSR_COUNTER(i)))
			return false;
	return true;
}

/* Before anything was latched. */
static void test_banks(void)
{
	u64 v = 1;

	ok(rdmsr_safe(VAPIC_MSR_SELECT, &v) && v == 0, "SELECT: 0 at first");
	ok(bank_empty(0, 0) && bank_empty(1, 0) && bank_empty(0, 2) && bank_empty(1, 2),
	   "COUNTER: #GP for a bank into which nothing was latched");
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(bank_empty(0, 0) && bank_empty(0, 2) && adds_up(1, 0),
	   "COUNTER: latching one bank leaves the other so");
}

static void test_refused(void)
{
	ok(!wrmsr_safe(VAPIC_MSR_LATCH, 2) && refuses_read(VAPIC_MSR_LATCH),
	   "LATCH: #GP for a bank that is not there, and for a read");
	ok(refuses_bits(VAPIC_MSR_SELECT, 0, 0xfffffffe00000000) &&
	   !wrmsr_safe(VAPIC_MSR_SELECT, 1) && !wrmsr_safe(VAPIC_MSR_SELECT, 4) &&
	   !wrmsr_safe(VAPIC_MSR_SELECT, 0xffffffff),
	   "SELECT: #GP for reserved bits, and for an id nobody has");
	ok(!wrmsr_safe(VAPIC_MSR_COUNTER(0), 0), "COUNTER: #GP for a write");
	ok(wrmsr_safe(VAPIC_MSR_SELECT, 1ull << 32 | 2), "SELECT: the second vCPU");
}

static void test_others(void)
{
	unsigned int known = 0;

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	store(APIC_EOI, 0);
	load(APIC_ID);
	load(APIC_ICR2);
	cpuid_eax();
	cpuid_eax();
	wrmsr_safe(MSR_X2APIC(APIC_ICR), 0x60);	/* #GP in xAPIC mode */
	wrmsr_safe(MSR_X2APIC(APIC_EOI), 0);
	wrmsr_safe(0x40000071, 0x60);
	send(0);
	refuses_read(MSR_X2APIC(APIC_ICR));
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	known += between(0, VAPIC_EXIT_APIC_WRITE_EOI) == 1;
	known += between(0, VAPIC_EXIT_APIC_OTHER) == 2;
	known += between(0, VAPIC_EXIT_CPUID) == 2;
	known += between(0, VAPIC_EXIT_MSR_X2APIC_ICR) == 1;
	known += between(0, VAPIC_EXIT_MSR_X2APIC_EOI) == 1;
	known += between(0, VAPIC_EXIT_MSR_HV_ICR) == 1;
	known += between(0, VAPIC_EXIT_MSR_VAPIC) == 1;
	known += between(0, VAPIC_EXIT_MSR_OTHER) == 2;
	ok(known == 8, "other accesses: each under its class, #GP or not");
	ok(all_between() == 11, "other accesses: nothing else");

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	(void)*(volatile uint8_t *)(u64)(APIC_PAGE + APIC_ICR + 3);
	load(APIC_ICR + 4);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_APIC_READ_ICR) == 1 &&
	   between(0, VAPIC_EXIT_APIC_OTHER) == 1 && all_between() == 3,
	   "a register is the four bytes from its offset");
}

void test_counters(void)
{
	test_banks();
	test_refused();

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_MSR_OTHER) == 1 && all_between() == 1,
	   "two latches: one exit, the second's own");

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	load(APIC_ICR);
	store(APIC_ICR2, 0x5a000000);
	store(APIC_ICR, 0x60);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_APIC_READ_ICR) == 1 &&
	   between(0, VAPIC_EXIT_APIC_WRITE_ICR2) == 1 &&
	   between(0, VAPIC_EXIT_APIC_WRITE_ICR) == 1,
	   "the legacy sequence: three exits, one of each class");
	ok(all_between() == 4, "the legacy sequence: nothing else");

	test_others();

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	print("# one hypercall\n");
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_HYPERCALL) == 1, "VMMCALL counts as hypercall");
	ok(adds_up(0, 0) && adds_up(1, 0), "the classes add up to the total");
	ok(counter(0, 0, VAPIC_EXIT_CLASSES) == 0, "a number without a class reads 0");
}

void test_no_counters(void)
{
	for (unsigned int i = 0; i < 32; i++)
		if (!refuses_read(VAPIC_MSR_COUNTER(i))) {
			ok(false, "COUNTER: #GP where counters are not offered");
			return;
		}
	ok(refuses_read(VAPIC_MSR_SELECT) && !wrmsr_safe(VAPIC_MSR_SELECT, 0) &&
	   !wrmsr_safe(VAPIC_MSR_LATCH, 0), "#GP where counters are not offered");
}

void test_single_counts(void)
{
	wrmsr_safe(VAPIC_MSR_CTRL, FORMS);
	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	store(APIC_ICR, TO(0x55) | SINGLE | 0x61);	/* nobody */
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_APIC_WRITE_ICR) == 1 && all_between() == 2,
	   "MMIO form: one exit");
	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	send(MSR_TO(0x55) | SINGLE | 0x61);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_MSR_VAPIC) == 1 && all_between() == 2,
	   "MSR form: one exit");
}
