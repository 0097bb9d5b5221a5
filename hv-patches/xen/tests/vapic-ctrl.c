// SPDX-License-Identifier: GPL-2.0-only
/* VAPIC_MSR_CTRL: who may set it and what clears it; and APIC ids that changed. */
#include "tests.h"

/* The first vCPU's APIC off and on again by IA32_APIC_BASE, which resets it. */
static void apic_base_off(void)
{
	u64 base;

	rdmsr_safe(MSR_APIC_BASE, &base);
	wrmsr_safe(MSR_APIC_BASE, base & ~(u64)(APIC_BASE_ENABLE | APIC_BASE_EXTD));
}

static void apic_base_on(void)
{
	u64 base;

	rdmsr_safe(MSR_APIC_BASE, &base);
	wrmsr_safe(MSR_APIC_BASE, base | APIC_BASE_ENABLE);
}

static void apic_as_before(void)
{
	store(APIC_SPIV, SPIV_ON);
	store(APIC_LDR, LDR_BSP);
}

void test_ctrl(void)
{
	u64 base;

	wrmsr_safe(VAPIC_MSR_CTRL, FORMS);
	store(APIC_SPIV, SPIV_ON);
	ok(ctrl() == FORMS, "CTRL: a write to SVR with bit 8 set keeps it");
	store(APIC_SPIV, SPIV_OFF);
	ok(ctrl() == 0, "CTRL: a write to SVR with bit 8 clear clears it");
	ok(refuses_bits(VAPIC_MSR_CTRL, 0, FORMS) && ctrl() == 0,
	   "CTRL: #GP while the APIC is disabled in SVR");
	ok(wrmsr_safe(VAPIC_MSR_CTRL, 0), "CTRL: but it may be cleared there");
	store(APIC_SPIV, SPIV_ON);
	ok(ctrl() == 0, "CTRL: enabling the APIC does not bring it back");

	wrmsr_safe(VAPIC_MSR_CTRL, FORMS);
	apic_base_off();
	ok(ctrl() == 0 && refuses_bits(VAPIC_MSR_CTRL, 0, FORMS),
	   "CTRL: disabling in IA32_APIC_BASE clears it, and #GP while so");
	ok(!send(SELF | SINGLE | 0x3a), "MSR form: #GP while so");
	apic_base_on();
	ok(ctrl() == 0 && refuses_bits(VAPIC_MSR_CTRL, 0, FORMS),
	   "CTRL: #GP until SVR enables the APIC, too");
	apic_as_before();
	ok(!arrived(0x3a), "CTRL: nothing was sent by all this");

	rdmsr_safe(MSR_APIC_BASE, &base);
	wrmsr_safe(VAPIC_MSR_CTRL, FORMS);
	if (wrmsr_safe(MSR_APIC_BASE, base | APIC_BASE_EXTD)) {
		ok(ctrl() == VAPIC_CTRL_MSR, "CTRL: entering x2APIC mode clears MMIO");
		ok(!wrmsr_safe(VAPIC_MSR_CTRL, FORMS) &&
		   wrmsr_safe(VAPIC_MSR_CTRL, 0) &&
		   wrmsr_safe(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR),
		   "CTRL: only MSR can be set in x2APIC mode");
		wrmsr_safe(MSR_X2APIC(APIC_SPIV), SPIV_OFF);
		ok(ctrl() == 0, "CTRL: SVR clears it in x2APIC mode");
		apic_base_off();
		apic_base_on();
		apic_as_before();
	} else {
		ok(true, "x2APIC mode # SKIP not there");
	}
}

/* The MMIO form after its enabling was lost, with ICR2 as a guest keeps it. */
void test_lost(void)
{
	wrmsr_safe(VAPIC_MSR_CTRL, FORMS);
	store(APIC_ICR2, 0x55u << 24);
	store(APIC_ICR, TO(0) | SINGLE | 0x3b);
	ok(arrived(0x3b) == 1, "parked ICR2: not looked at while enabled");
	store(APIC_SPIV, SPIV_OFF);
	store(APIC_SPIV, SPIV_ON);
	store(APIC_ICR, TO(0) | SINGLE | 0x3b);
	ok(!arrived(0x3b), "parked ICR2: enabling lost, the store reaches nobody");
	store(APIC_ICR2, 0);
	store(APIC_ICR, TO(4) | LOGICAL | SINGLE | 0x3c);
	ok(!arrived(0x3c), "parked ICR2, MDA 0: the same for a logical one");
}

/* The guest changes its APIC id: what goes by the id of the time, and what by the
 * id at RESET. */
void test_reset_ids(bool counters)
{
	wrmsr_safe(VAPIC_MSR_CTRL, FORMS);
	store(APIC_ID, 0x11u << 24);
	ok(send(MSR_TO(0) | SINGLE | 0x3d) && arrived(0x3d) == 1 &&
	   send(MSR_TO(0x11) | SINGLE | 0x3d) && !arrived(0x3d),
	   "MSR form: by the id at RESET");
	store(APIC_ICR, TO(0x11) | SINGLE | 0x3e);
	ok(arrived(0x3e) == 1, "MMIO form: by the id of the time");
	store(APIC_ICR, TO(0) | SINGLE | 0x3e);
	ok(!arrived(0x3e), "MMIO form: not by the one at RESET");
	if (counters)
		ok(wrmsr_safe(VAPIC_MSR_SELECT, 0) &&
		   !wrmsr_safe(VAPIC_MSR_SELECT, 0x11),
		   "SELECT: by the id at RESET");
	store(APIC_ID, 0);
}
