// SPDX-License-Identifier: GPL-2.0-only
/*
 * Xen's side of ../../README.md, asked by a guest: a kernel of its own, run as
 * Xen's PVH dom0 with two vCPUs (APIC ids 0 and 2), that prints TAP. What it
 * expects depends on what VAPIC_MSR_CAP offers; vapic-pvh.t knows what it should
 * have offered.
 */
#include "machine.h"
#include "vapic.h"

#define SINGLE  VAPIC_ICR_SINGLE
#define LOGICAL 0x800u
#define SELF    0x40000u
#define ALLBUT  0xc0000u
#define TO(id)  ((u32)(id) << VAPIC_ICR_DEST_SHIFT)
#define MSR_TO(id) ((u64)(id) << VAPIC_ICR_MSR_DEST_SHIFT)

static unsigned int tests, failures;

static void ok(bool good, const char *what)
{
	failures += !good;
	print(good ? "ok " : "not ok ");
	print_number(++tests);
	print(" - ");
	print(what);
	print("\n");
}

static bool refuses_read(u32 msr)
{
	u64 v;

	return !rdmsr_safe(msr, &v);
}

/* Flipping any one bit of @mask in @base makes a value that is refused. */
static bool refuses_bits(u32 msr, u64 base, u64 mask)
{
	for (unsigned int i = 0; i < 64; i++)
		if ((mask >> i & 1) && wrmsr_safe(msr, base ^ 1ull << i))
			return false;
	return true;
}

static bool refuses_all(void)
{
	for (unsigned int i = 0; i < 32; i++)
		if (!refuses_read(VAPIC_MSR_COUNTER(i)))
			return false;
	return refuses_read(VAPIC_MSR_CAP) && refuses_read(VAPIC_MSR_CTRL) &&
	       refuses_read(VAPIC_MSR_SELECT) && !wrmsr_safe(VAPIC_MSR_CTRL, 0) &&
	       !wrmsr_safe(VAPIC_MSR_ICR, SELF | SINGLE | 0x40) &&
	       !wrmsr_safe(VAPIC_MSR_LATCH, 0) && !wrmsr_safe(VAPIC_MSR_SELECT, 0);
}

static void test_unchanged(const char *what)
{
	store(APIC_ICR2, 0);
	store(APIC_ICR, TO(0x55) | SINGLE | 0x3f);
	ok(arrived(0x3f) == 1, what);
}

static void test_msr_form(void)
{
	ok(!wrmsr_safe(VAPIC_MSR_ICR, SELF | SINGLE | 0x40) && !arrived(0x40),
	   "MSR form: #GP while not enabled");
	ok(wrmsr_safe(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR), "MSR form: enabled");
	ok(refuses_bits(VAPIC_MSR_ICR, SELF | SINGLE | 0x40, VAPIC_ICR_MSR_RSVD),
	   "MSR form: #GP for each reserved bit");
	ok(!wrmsr_safe(VAPIC_MSR_ICR, SELF | 0x40), "MSR form: #GP without bit 13");
	ok(refuses_bits(VAPIC_MSR_ICR, MSR_TO(1) | LOGICAL | SINGLE | 0x40,
			0xffffff0000000000),
	   "MSR form: #GP for each bit beyond a logical destination's 8");
	ok(refuses_read(VAPIC_MSR_ICR), "MSR form: #GP for a read");
	ok(!arrived(0x40), "MSR form: nothing was sent by all this");

	store(APIC_ICR2, 0x5a000000);
	ok(wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(0) | SINGLE | 0x4041) &&
	   arrived(0x41) == 1, "MSR form: one target");
	ok(load(APIC_ICR) == 0x4041 && load(APIC_ICR2) == 0x5a000000,
	   "MSR form: ICR shows legal bits, ICR2 stays");
	ok(wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(4) | LOGICAL | SINGLE | 0x42) &&
	   arrived(0x42) == 1, "MSR form: a logical destination");
	ok(wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(0xff) | SINGLE | 0x43) &&
	   arrived(0x43) == 1, "MSR form: 0xff is everybody");
	ok(wrmsr_safe(VAPIC_MSR_ICR, SELF | SINGLE | 0x44) && arrived(0x44) == 1,
	   "MSR form: shorthand");
	ok(wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(1) | SINGLE | 0x45) &&
	   wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(0x100) | SINGLE | 0x45) &&
	   !arrived(0x45), "MSR form: nobody has this id");
}

static void test_mmio_form(void)
{
	test_unchanged("MMIO form: not enabled, a write is what it was");
	ok(wrmsr_safe(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO | VAPIC_CTRL_MSR),
	   "MMIO form: enabled");

	store(APIC_ICR2, 0);
	store(APIC_ICR, TO(0x55) | 0x4051);
	ok(arrived(0x51) == 1, "MMIO form: bit 13 clear, a write is what it was");

	store(APIC_ICR2, 0x5a000000);
	store(APIC_ICR, TO(0) | SINGLE | 0x31000 | 0x4052);
	ok(arrived(0x52) == 1, "MMIO form: one target");
	ok(load(APIC_ICR) == 0x4052 && load(APIC_ICR2) == 0x5a000000,
	   "MMIO form: ICR shows legal bits, ICR2 stays");
	store(APIC_ICR, TO(4) | LOGICAL | SINGLE | 0x53);
	ok(arrived(0x53) == 1, "MMIO form: a logical destination");
	store(APIC_ICR, TO(0xf04) | LOGICAL | SINGLE | 0x54);
	ok(arrived(0x54) == 1, "MMIO form: bits 31:28 of a logical one are ignored");
	store(APIC_ICR, TO(0xff) | SINGLE | 0x55);
	ok(arrived(0x55) == 1, "MMIO form: 0xff is everybody");
	store(APIC_ICR, TO(0x1ff) | SINGLE | 0x56);
	ok(!arrived(0x56), "MMIO form: 0x1ff is not");
	*(volatile uint16_t *)(u64)(APIC_PAGE + APIC_ICR) = SINGLE | 0x57;
	ok(!arrived(0x57), "MMIO form: a 16-bit write is what it was");
	store(APIC_ICR, SELF | SINGLE | 0x58);
	ok(arrived(0x58) == 1, "MMIO form: shorthand");
}

static u64 counter(unsigned int bank, u32 id, unsigned int n)
{
	u64 v = ~0ull;

	if (wrmsr_safe(VAPIC_MSR_SELECT, (u64)bank << VAPIC_SELECT_BANK_SHIFT | id))
		rdmsr_safe(VAPIC_MSR_COUNTER(n), &v);
	return v;
}

static u64 between(u32 id, unsigned int class)
{
	return counter(1, id, class) - counter(0, id, class);
}

static bool adds_up(unsigned int bank, u32 id)
{
	u64 sum = 0;

	for (unsigned int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		sum += counter(bank, id, i);
	return sum == counter(bank, id, VAPIC_EXIT_TOTAL) && sum > 0;
}

static inline u32 cpuid_eax(void)
{
	u32 a = 0, c = 0;

	asm volatile("cpuid" : "+a"(a), "+c"(c) : : "ebx", "edx");
	return a;
}

static void test_counters(void)
{
	unsigned int known = 0;

	ok(!wrmsr_safe(VAPIC_MSR_LATCH, 2) && refuses_read(VAPIC_MSR_LATCH),
	   "LATCH: #GP for a bank that is not there, and for a read");
	ok(refuses_bits(VAPIC_MSR_SELECT, 0, 0xfffffffe00000000) &&
	   !wrmsr_safe(VAPIC_MSR_SELECT, 1),
	   "SELECT: #GP for reserved bits, and for an id nobody has");
	ok(!wrmsr_safe(VAPIC_MSR_COUNTER(0), 0), "COUNTER: #GP for a write");
	ok(wrmsr_safe(VAPIC_MSR_SELECT, 1ull << 32 | 2), "SELECT: the second vCPU");

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_MSR_OTHER) == 1 &&
	   between(0, VAPIC_EXIT_TOTAL) == 1 + between(0, VAPIC_EXIT_EXTERNAL_INTERRUPT),
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
	ok(between(0, VAPIC_EXIT_TOTAL) == 4 + between(0, VAPIC_EXIT_EXTERNAL_INTERRUPT),
	   "the legacy sequence: nothing else");

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	store(APIC_EOI, 0);
	load(APIC_ID);
	load(APIC_ICR2);
	cpuid_eax();
	cpuid_eax();
	wrmsr_safe(MSR_X2APIC(APIC_ICR), 0x60);	/* #GP in xAPIC mode */
	wrmsr_safe(MSR_X2APIC(APIC_EOI), 0);
	wrmsr_safe(0x40000071, 0x60);
	wrmsr_safe(VAPIC_MSR_ICR, 0);
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
	ok(between(0, VAPIC_EXIT_TOTAL) == 11 + between(0, VAPIC_EXIT_EXTERNAL_INTERRUPT),
	   "other accesses: nothing else");

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	print("# one hypercall\n");
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_HYPERCALL) == 1, "VMMCALL counts as hypercall");
	ok(adds_up(0, 0) && adds_up(1, 0), "the classes add up to the total");
	ok(counter(0, 0, VAPIC_EXIT_CLASSES) == 0, "a number without a class reads 0");
}

static void test_single_counts(void)
{
	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	store(APIC_ICR, TO(0x55) | SINGLE | 0x61);	/* nobody */
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_APIC_WRITE_ICR) == 1 &&
	   between(0, VAPIC_EXIT_TOTAL) == 2 + between(0, VAPIC_EXIT_EXTERNAL_INTERRUPT),
	   "MMIO form: one exit");
	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(0x55) | SINGLE | 0x61);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(0, VAPIC_EXIT_MSR_VAPIC) == 1 &&
	   between(0, VAPIC_EXIT_TOTAL) == 2 + between(0, VAPIC_EXIT_EXTERNAL_INTERRUPT),
	   "MSR form: one exit");
}

/* What the second vCPU found. */
static volatile u64 ap_ctrl;

static void ap_enable(void)
{
	u64 v = ~0ull;

	rdmsr_safe(VAPIC_MSR_CTRL, &v);
	ap_ctrl = v;
	wrmsr_safe(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO | VAPIC_CTRL_MSR);
}

static void ap_look(void)
{
	u64 v = ~0ull;

	rdmsr_safe(VAPIC_MSR_CTRL, &v);
	ap_ctrl = v;
}

static void ap_cpuid(void) { cpuid_eax(); }

static void test_second(bool forms)
{
	u64 v;

	ap_run(forms ? ap_enable : ap_look);
	if (forms) {
		ok(ap_ctrl == 0, "CTRL is each vCPU's own, and 0 after RESET");
		ap_again(ap_look);
		ok(ap_ctrl == 3, "CTRL stays set");
		ap_run(ap_look);
		ok(ap_ctrl == 0, "INIT clears CTRL");
		ok(rdmsr_safe(VAPIC_MSR_CTRL, &v) && v == 3, "but not the sender's");

		wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(2) | SINGLE | 0x71);
		ok(arrived_at(1, 0x71) == 1 && !arrived(0x71),
		   "MSR form: to another vCPU");
		store(APIC_ICR, TO(2) | SINGLE | 0x72);
		ok(arrived_at(1, 0x72) == 1 && !arrived(0x72),
		   "MMIO form: to another vCPU, which has it off");
		store(APIC_ICR, TO(0xff) | SINGLE | 0x73);
		ok(arrived_at(1, 0x73) == 1 && arrived(0x73) == 1,
		   "MMIO form: 0xff, both vCPUs");
		wrmsr_safe(VAPIC_MSR_ICR, ALLBUT | SINGLE | 0x74);
		ok(arrived_at(1, 0x74) == 1 && !arrived(0x74),
		   "MSR form: all but self");
	}
	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	ap_again(ap_cpuid);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(2, VAPIC_EXIT_CPUID) == 1 && adds_up(0, 2) && adds_up(1, 2),
	   "another vCPU's counters: its own CPUID, and a sum that is the total");
}

static void test_x2apic(void)
{
	u64 base, v, ldr;
	unsigned int known = 0;

	rdmsr_safe(MSR_APIC_BASE, &base);
	if (!wrmsr_safe(MSR_APIC_BASE, base | APIC_BASE_EXTD)) {
		ok(true, "x2APIC mode # SKIP not there");
		return;
	}
	ok(!wrmsr_safe(MSR_X2APIC(APIC_ICR), SELF | SINGLE | 0x80) && !arrived(0x80),
	   "x2APIC mode: MSR 0x830 refuses bit 13");
	wrmsr_safe(MSR_X2APIC(APIC_ICR), 77ull << 32 | 0x80);
	ok(wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(0) | SINGLE | 0x81) && arrived(0x81) == 1,
	   "x2APIC mode: one target");
	ok(rdmsr_safe(MSR_X2APIC(APIC_ICR), &v) && v == (77ull << 32 | 0x81),
	   "x2APIC mode: ICR shows legal bits and keeps its high half");
	rdmsr_safe(MSR_X2APIC(APIC_LDR), &ldr);
	ok(wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(ldr) | LOGICAL | SINGLE | 0x82) &&
	   arrived(0x82) == 1, "x2APIC mode: a logical destination");
	ok(wrmsr_safe(VAPIC_MSR_ICR, MSR_TO(0xffffffff) | SINGLE | 0x83) &&
	   arrived(0x83) == 1, "x2APIC mode: 0xffffffff is everybody");

	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	wrmsr_safe(MSR_X2APIC(APIC_ICR), 0x5500000060);
	wrmsr_safe(MSR_X2APIC(APIC_EOI), 0);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	known += between(0, VAPIC_EXIT_MSR_X2APIC_ICR) == 1;
	known += between(0, VAPIC_EXIT_MSR_X2APIC_EOI) == 1;
	known += between(0, VAPIC_EXIT_TOTAL) ==
		 3 + between(0, VAPIC_EXIT_EXTERNAL_INTERRUPT);
	ok(known == 3, "x2APIC mode: one exit an ICR or EOI write");

	wrmsr_safe(MSR_APIC_BASE, base & ~(u64)APIC_BASE_ENABLE);
	ok(!wrmsr_safe(VAPIC_MSR_ICR, SELF | SINGLE | 0x84),
	   "#GP while the APIC is disabled");
	wrmsr_safe(MSR_APIC_BASE, base);
	store(APIC_SPIV, 0x1ff);
	ok(!arrived(0x84), "and nothing was sent");
}

int main(void)
{
	u64 cap = 0;
	u32 features;

	machine_init();
	print("\nTAP version 13\n");
	store(APIC_LDR, 4u << 24);

	if (!rdmsr_safe(VAPIC_MSR_CAP, &cap) || !cap) {
		print("# offered: 0\n");
		ok(refuses_all(), "#GP for every MSR");
		test_unchanged("an ICR write is what it was");
	} else {
		features = cap & 0xff;
		print("# offered: ");
		print_number(features);
		print("\n");
		ok(cap == ((u64)VAPIC_MAGIC << VAPIC_CAP_MAGIC_SHIFT |
			   VAPIC_VERSION << VAPIC_CAP_VERSION_SHIFT |
			   VAPIC_EXIT_CLASSES << VAPIC_CAP_CLASSES_SHIFT | features),
		   "CAP: magic, version and number of classes");
		ok(!wrmsr_safe(VAPIC_MSR_CAP, cap), "CAP: #GP for a write");
		ok(rdmsr_safe(VAPIC_MSR_CTRL, &cap) && cap == 0, "CTRL: 0 after RESET");
		ok(refuses_bits(VAPIC_MSR_CTRL, 0,
				~(u64)(features & (VAPIC_CTRL_MMIO | VAPIC_CTRL_MSR))),
		   "CTRL: #GP for each bit that is not offered");
		if (features & VAPIC_FEAT_MSR) {
			test_msr_form();
			test_mmio_form();
			test_single_counts();
		} else {
			ok(!wrmsr_safe(VAPIC_MSR_ICR, SELF | SINGLE | 0x40) &&
			   !arrived(0x40), "neither form can be used");
			test_unchanged("an ICR write is what it was");
		}
		test_counters();
		test_second(features & VAPIC_FEAT_MSR);
		if (features & VAPIC_FEAT_MSR)
			test_x2apic();
	}
	print("1..");
	print_number(tests);
	print("\n");
	end(!failures);
}
