// SPDX-License-Identifier: GPL-2.0-only
/*
 * Xen's side of ../../README.md, asked by a guest: a kernel of its own, run as
 * Xen's PVH dom0 with two vCPUs (APIC ids 0 and 2), that prints TAP. What it
 * expects depends on what VAPIC_MSR_CAP offers; vapic-pvh.t knows what it should
 * have offered.
 */
#include "tests.h"

static unsigned int tests, failures;

void ok(bool good, const char *what)
{
	failures += !good;
	print(good ? "ok " : "not ok ");
	print_number(++tests);
	print(" - ");
	print(what);
	print("\n");
}

bool refuses_read(u32 msr)
{
	u64 v;

	return !rdmsr_safe(msr, &v);
}

bool refuses_bits(u32 msr, u64 base, u64 mask)
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
	       !send(SELF | SINGLE | 0x40) &&
	       !wrmsr_safe(VAPIC_MSR_LATCH, 0) && !wrmsr_safe(VAPIC_MSR_SELECT, 0);
}

static void test_unchanged(const char *what)
{
	store(APIC_ICR2, 0);
	store(APIC_ICR, TO(0x55) | SINGLE | 0x3f);
	ok(arrived(0x3f) == 1, what);
}

static void test_msr_refused(void)
{
	static const u32 modes[] = { 1, 3, 7 }, self[] = { 2, 4, 5, 6 };
	bool modes_refused = true, self_refused = true;

	ok(!send(SELF | SINGLE | 0x40) && !arrived(0x40),
	   "MSR form: #GP while not enabled");
	ok(wrmsr_safe(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR), "MSR form: enabled");
	ok(refuses_bits(VAPIC_MSR_ICR, SELF | SINGLE | 0x40, VAPIC_ICR_MSR_RSVD),
	   "MSR form: #GP for each reserved bit");
	ok(!send(SELF | 0x40), "MSR form: #GP without bit 13");
	for (unsigned int i = 0; i < 3; i++)
		modes_refused &= !send(MSR_TO(0) | SINGLE | modes[i] << 8 | 0x40) &&
				 !send(MSR_TO(1) | LOGICAL | SINGLE | modes[i] << 8 | 0x40) &&
				 !send(ALLBUT | SINGLE | modes[i] << 8 | 0x40);
	ok(modes_refused, "MSR form: #GP for delivery modes 1, 3 and 7");
	for (unsigned int i = 0; i < 4; i++)
		self_refused &= !send(SELF | SINGLE | self[i] << 8 | 0x40);
	ok(self_refused, "MSR form: #GP for self, but for fixed interrupts");
	ok(refuses_read(VAPIC_MSR_ICR), "MSR form: #GP for a read");
	ok(!arrived(0x40), "MSR form: nothing was sent by all this");
}

static void test_msr_form(void)
{
	test_msr_refused();

	store(APIC_ICR2, 0x5a000000);
	store(APIC_ICR, 0x3f);
	ok(send(MSR_TO(0) | SINGLE | 0x4041) && arrived(0x41) == 1,
	   "MSR form: one target");
	ok(send(MSR_TO(1) | LOGICAL | SINGLE | 0x42) && arrived(0x42) == 1,
	   "MSR form: one of a cluster, by its id at RESET");
	ok(send(MSR_TO(0xffff) | LOGICAL | SINGLE | 0x43) && arrived(0x43) == 1,
	   "MSR form: all 16 of a cluster");
	ok(send(MSR_TO(0xfffa) | LOGICAL | SINGLE | 0x43) &&
	   send(MSR_TO(0x10001) | LOGICAL | SINGLE | 0x43) &&
	   send(MSR_TO(0xffff0000) | LOGICAL | SINGLE | 0x43) && !arrived(0x43),
	   "MSR form: nobody has these logical ones; LDR has no part in it");
	ok(send(MSR_TO(0xffffffff) | SINGLE | 0x44) && arrived(0x44) == 1,
	   "MSR form: 0xffffffff is everybody");
	ok(send(MSR_TO(0xffffffff) | LOGICAL | SINGLE | 0x45) && arrived(0x45) == 1,
	   "MSR form: a logical 0xffffffff, too");
	ok(send(SELF | SINGLE | 0x46) && arrived(0x46) == 1, "MSR form: shorthand");
	ok(send(MSR_TO(1) | SINGLE | 0x47) && send(MSR_TO(0xff) | SINGLE | 0x47) &&
	   send(MSR_TO(0x100) | SINGLE | 0x47) &&
	   send(MSR_TO(0xfffffffe) | SINGLE | 0x47) && !arrived(0x47),
	   "MSR form: nobody has this id; 0xff is none but an id");
	ok(send(MSR_TO(0) | SINGLE | 0xf) && !arrived(0xf),
	   "MSR form: a vector below 16 is sent to nobody");
	ok(load(APIC_ICR) == 0x3f && load(APIC_ICR2) == 0x5a000000,
	   "MSR form: ICR and ICR2 stay");
}

static void test_mmio_form(void)
{
	wrmsr_safe(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR);
	test_unchanged("MMIO form: not enabled, a write is what it was");
	ok(wrmsr_safe(VAPIC_MSR_CTRL, FORMS), "MMIO form: enabled");

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
	store(APIC_ICR, TO(0x100) | SINGLE | 0x56);
	ok(!arrived(0x56), "MMIO form: 0x1ff is not, nor is 0x100 anybody");
	ok(load(APIC_ICR) == 0x56, "MMIO form: ICR shows legal bits of these, too");
	*(volatile uint16_t *)(u64)(APIC_PAGE + APIC_ICR) = SINGLE | 0x57;
	ok(!arrived(0x57), "MMIO form: a 16-bit write is what it was");
	store(APIC_ICR, TO(0x100) | SELF | SINGLE | 0x58);
	ok(arrived(0x58) == 1, "MMIO form: shorthand");
}

/* What the second vCPU found. */
static volatile u64 ap_ctrl;

static void ap_look(void) { ap_ctrl = ctrl(); }
static void ap_cpuid(void) { cpuid_eax(); }

static void ap_enable(void)
{
	ap_ctrl = ctrl();
	wrmsr_safe(VAPIC_MSR_CTRL, FORMS);
}

static void ap_svr(void)
{
	store(APIC_SPIV, SPIV_OFF);
	store(APIC_SPIV, SPIV_ON);
	ap_ctrl = ctrl();
}

/* INIT and SIPI by the MSR form. */
static void by_msr(u32 icr)
{
	send(MSR_TO(2) | SINGLE | icr);
}

static void by_cluster(u32 icr)
{
	send(MSR_TO(4) | LOGICAL | SINGLE | icr);
}

static void test_second_forms(void)
{
	ok(ap_ctrl == 0, "CTRL is each vCPU's own, and 0 after RESET");
	ap_again(ap_look);
	ok(ap_ctrl == FORMS, "CTRL stays set");
	ap_again(ap_svr);
	ok(ap_ctrl == 0, "CTRL: SVR clears it");
	ap_again(ap_enable);
	ap_run(ap_look);
	ok(ap_ctrl == 0, "INIT clears CTRL");
	ap_again(ap_enable);
	ap_run_by(ap_look, by_msr);
	ok(ap_ctrl == 0, "MSR form: INIT and start-up");
	ap_ctrl = 1;
	ap_run_by(ap_look, by_cluster);
	ok(ap_ctrl == 0, "MSR form: INIT and start-up, to a logical destination");
	ok(ctrl() == FORMS, "but not the sender's");

	send(MSR_TO(2) | SINGLE | 0x71);
	ok(arrived_at(1, 0x71) == 1 && !arrived(0x71), "MSR form: to another vCPU");
	store(APIC_ICR, TO(2) | SINGLE | 0x72);
	ok(arrived_at(1, 0x72) == 1 && !arrived(0x72),
	   "MMIO form: to another vCPU, which has it off");
	store(APIC_ICR, TO(0xff) | SINGLE | 0x73);
	ok(arrived_at(1, 0x73) == 1 && arrived(0x73) == 1,
	   "MMIO form: 0xff, both vCPUs");
	send(ALLBUT | SINGLE | 0x74);
	ok(arrived_at(1, 0x74) == 1 && !arrived(0x74), "MSR form: all but self");
	send(MSR_TO(4) | LOGICAL | SINGLE | 0x75);
	ok(arrived_at(1, 0x75) == 1 && !arrived(0x75),
	   "MSR form: one of a cluster, another vCPU");
	send(MSR_TO(5) | LOGICAL | SINGLE | 0x76);
	ok(arrived_at(1, 0x76) == 1 && arrived(0x76) == 1,
	   "MSR form: two of a cluster");
	send(MSR_TO(0xffffffff) | SINGLE | 0x77);
	ok(arrived_at(1, 0x77) == 1 && arrived(0x77) == 1,
	   "MSR form: 0xffffffff, both vCPUs");
}

static void test_second(u32 features)
{
	ap_run(features & VAPIC_FEAT_MSR ? ap_enable : ap_look);
	if (features & VAPIC_FEAT_MSR)
		test_second_forms();
	if (!(features & VAPIC_FEAT_COUNTERS))
		return;
	wrmsr_safe(VAPIC_MSR_LATCH, 0);
	ap_again(ap_cpuid);
	wrmsr_safe(VAPIC_MSR_LATCH, 1);
	ok(between(2, VAPIC_EXIT_CPUID) == 1 && adds_up(0, 2) && adds_up(1, 2),
	   "another vCPU's counters: its own CPUID, and a sum that is the total");
}

/* The second vCPU stays in xAPIC mode: the MSR form reaches it all the same. */
static void test_x2apic(bool counters)
{
	u64 base, v;
	unsigned int known = 0;

	rdmsr_safe(MSR_APIC_BASE, &base);
	if (!wrmsr_safe(MSR_APIC_BASE, base | APIC_BASE_EXTD)) {
		ok(true, "x2APIC mode # SKIP not there");
		return;
	}
	ok(!wrmsr_safe(MSR_X2APIC(APIC_ICR), SELF | SINGLE | 0x80) && !arrived(0x80),
	   "x2APIC mode: MSR 0x830 refuses bit 13");
	wrmsr_safe(MSR_X2APIC(APIC_ICR), 77ull << 32 | 0x80);
	ok(send(MSR_TO(0) | SINGLE | 0x81) && arrived(0x81) == 1,
	   "x2APIC mode: one target");
	ok(rdmsr_safe(MSR_X2APIC(APIC_ICR), &v) && v == (77ull << 32 | 0x80),
	   "x2APIC mode: ICR stays");
	ok(send(MSR_TO(1) | LOGICAL | SINGLE | 0x82) && arrived(0x82) == 1,
	   "x2APIC mode: a logical destination");
	ok(send(MSR_TO(0xffffffff) | SINGLE | 0x83) && arrived(0x83) == 1 &&
	   arrived_at(1, 0x83) == 1, "x2APIC mode: 0xffffffff is everybody, in any mode");
	ok(send(MSR_TO(5) | LOGICAL | SINGLE | 0x84) && arrived(0x84) == 1 &&
	   arrived_at(1, 0x84) == 1, "x2APIC mode: two of a cluster, in any mode");

	if (counters) {
		wrmsr_safe(VAPIC_MSR_LATCH, 0);
		wrmsr_safe(MSR_X2APIC(APIC_ICR), 0x5500000060);
		wrmsr_safe(MSR_X2APIC(APIC_EOI), 0);
		wrmsr_safe(VAPIC_MSR_LATCH, 1);
		known += between(0, VAPIC_EXIT_MSR_X2APIC_ICR) == 1;
		known += between(0, VAPIC_EXIT_MSR_X2APIC_EOI) == 1;
		known += between(0, VAPIC_EXIT_TOTAL) ==
			 3 + between(0, VAPIC_EXIT_EXTERNAL_INTERRUPT);
		ok(known == 3, "x2APIC mode: one exit an ICR or EOI write");
	}
}

/* What is offered, and nothing else. */
static void test_offered(u64 cap, u32 features)
{
	ok(cap == ((u64)VAPIC_MAGIC << VAPIC_CAP_MAGIC_SHIFT |
		   VAPIC_VERSION << VAPIC_CAP_VERSION_SHIFT |
		   VAPIC_EXIT_CLASSES << VAPIC_CAP_CLASSES_SHIFT | features),
	   "CAP: magic, version and number of classes");
	ok(!wrmsr_safe(VAPIC_MSR_CAP, cap), "CAP: #GP for a write");
	ok(ctrl() == 0, "CTRL: 0 after RESET");
	ok(refuses_bits(VAPIC_MSR_CTRL, 0, ~(u64)(features & FORMS)),
	   "CTRL: #GP for each bit that is not offered");
}

int main(void)
{
	u64 cap = 0;
	u32 features;
	bool counters;

	machine_init();
	print("\nTAP version 13\n");
	store(APIC_LDR, LDR_BSP);

	if (!rdmsr_safe(VAPIC_MSR_CAP, &cap) || !cap) {
		print("# offered: 0\n");
		ok(refuses_all(), "#GP for every MSR");
		test_unchanged("an ICR write is what it was");
	} else {
		features = cap & 0xff;
		counters = features & VAPIC_FEAT_COUNTERS;
		print("# offered: ");
		print_number(features);
		print("\n");
		test_offered(cap, features);
		if (counters)
			test_counters();
		else
			test_no_counters();
		if (features & VAPIC_FEAT_MSR) {
			test_msr_form();
			test_mmio_form();
			if (counters)
				test_single_counts();
			test_ctrl();
			test_lost();
			test_reset_ids(counters);
		} else {
			ok(!send(SELF | SINGLE | 0x40) && !arrived(0x40),
			   "neither form can be used");
			test_unchanged("an ICR write is what it was");
		}
		test_second(features);
		if (features & VAPIC_FEAT_MSR)
			test_x2apic(counters);
	}
	print("1..");
	print_number(tests);
	print("\n");
	end(!failures);
}
