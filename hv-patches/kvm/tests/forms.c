// SPDX-License-Identifier: GPL-2.0-only
/* The two forms of the single-write register: what they send, and what enables them. */
#include <stddef.h>
#include <sys/ioctl.h>

#include "asked.h"

void test_msr_form(void)
{
	uint64_t v;
	int bit, refused = 1;

	wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO);
	ok(!wrmsr(VAPIC_MSR_ICR, 1ull << 32 | SINGLE | 0x40) && !arrived(0x40),
	   "MSR form: #GP while not enabled");
	ok(!wrmsr(VAPIC_MSR_CTRL, 4), "CTRL: #GP for reserved bits");
	wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR);
	for (bit = 0; bit < 32; bit++)
		if (VAPIC_ICR_MSR_RSVD >> bit & 1)
			refused &= !wrmsr(VAPIC_MSR_ICR,
					  1ull << 32 | SINGLE | 0x40 | 1u << bit);
	ok(refused, "MSR form: #GP for each reserved bit");
	ok(!wrmsr(VAPIC_MSR_ICR, 1ull << 32 | 0x40), "MSR form: #GP without bit 13");
	ok(!wrmsr(VAPIC_MSR_ICR, 1ull << 32 | SINGLE | 0x140) &&
	   !wrmsr(VAPIC_MSR_ICR, 1ull << 32 | SINGLE | 0x340) &&
	   !wrmsr(VAPIC_MSR_ICR, 1ull << 32 | SINGLE | 0x740) &&
	   !wrmsr(VAPIC_MSR_ICR, SELF | SINGLE | 0x400),
	   "MSR form: #GP for lowest priority, reserved modes, and an NMI to itself");
	ok(!rdmsr(VAPIC_MSR_ICR, &v), "MSR form: #GP for a read");
	ok(!arrived(0x40), "and nothing was sent by all this");

	store(APIC_ICR2, 0x5a000000);
	store(APIC_ICR, SELF | 0x3f);
	arrived(0x3f);
	ok(wrmsr(VAPIC_MSR_ICR, 1ull << 32 | SINGLE | 0x4041) && arrived(0x41) == 2,
	   "MSR form: one target");
	ok(load(APIC_ICR) == (SELF | 0x3f) && load(APIC_ICR2) == 0x5a000000,
	   "MSR form: ICR and ICR2 stay");
	ok(wrmsr(VAPIC_MSR_ICR, (uint64_t)BIG_ID << 32 | SINGLE | 0x42) &&
	   arrived(0x42) == 8, "MSR form: an id beyond 8 bits");
	ok(wrmsr(VAPIC_MSR_ICR, 6ull << 32 | LOGICAL | SINGLE | 0x43) &&
	   arrived(0x43) == 6, "MSR form: several targets by one write");
	ok(wrmsr(VAPIC_MSR_ICR, 0x00121000ull << 32 | LOGICAL | SINGLE | 0x47) &&
	   arrived(0x47) == 8, "MSR form: a cluster of ids that the LDR does not have");
	ok(wrmsr(VAPIC_MSR_ICR, 0xffull << 32 | SINGLE | 0x44) && !arrived(0x44),
	   "MSR form: 0xff is an id like any other");
	ok(wrmsr(VAPIC_MSR_ICR, 0xffffffffull << 32 | SINGLE | 0x44) &&
	   arrived(0x44) == 15, "MSR form: 0xffffffff is everybody");
	ok(wrmsr(VAPIC_MSR_ICR, 0xffffffffull << 32 | LOGICAL | SINGLE | 0x48) &&
	   arrived(0x48) == 15, "MSR form: in both destination modes");
	ok(wrmsr(VAPIC_MSR_ICR, SELF | SINGLE | 0x49) && arrived(0x49) == 1,
	   "MSR form: itself");
	ok(wrmsr(VAPIC_MSR_ICR, ALLBUT | SINGLE | 0x45) && arrived(0x45) == 14,
	   "MSR form: shorthand");
	ok(wrmsr(VAPIC_MSR_ICR, 99ull << 32 | SINGLE | 0x46) && !arrived(0x46),
	   "MSR form: nobody has this id");
}

void test_mmio_form(void)
{
	uint32_t icr = 2u << 20 | SINGLE | 0x31000 | 0x51;

	wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR);
	store(APIC_ICR2, 1u << 24);
	store(APIC_ICR, icr);
	ok(load(APIC_ICR) == (icr & ~0x1000u) && arrived(0x51) == 2,
	   "MMIO form: not enabled, a write is what it was");

	wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO);
	store(APIC_ICR, icr & ~SINGLE);
	ok(load(APIC_ICR) == (icr & ~SINGLE & ~0x1000u) && arrived(0x51) == 2,
	   "MMIO form: bit 13 clear, a write is what it was");
	store(APIC_ICR, icr);
	ok(arrived(0x51) == 4, "MMIO form: one target");
	ok(load(APIC_ICR) == 0x51 && load(APIC_ICR2) == 1u << 24,
	   "MMIO form: ICR shows legal bits, ICR2 stays");
	store(APIC_ICR, (uint32_t)BIG_ID << 20 | SINGLE | 0x52);
	ok(arrived(0x52) == 8, "MMIO form: an id beyond 8 bits");
	store(APIC_ICR, 0xf6u << 20 | LOGICAL | SINGLE | 0x53);
	ok(arrived(0x53) == 6, "MMIO form: several targets by one write");
	store(APIC_ICR, 0xf02u << 20 | LOGICAL | SINGLE | 0x54);
	ok(arrived(0x54) == 2, "MMIO form: bits 31:28 of a logical destination");
	store(APIC_ICR, 0x0ffu << 20 | SINGLE | 0x55);
	ok(arrived(0x55) == 15, "MMIO form: 0xff is everybody");
	store(APIC_ICR, 0x1ffu << 20 | SINGLE | 0x56);
	ok(!arrived(0x56), "MMIO form: 0x1ff is not");
	vcpu_do(&cpu[0], P_STORE16, SINGLE | 0x57, 0, APIC + APIC_ICR, NULL);
	ok(!arrived(0x57) && load(APIC_ICR) == 0x56,
	   "MMIO form: a 16-bit write is what it was");
}

static uint64_t ctrl_of(int i)
{
	uint64_t v = ~0ull;

	vcpu_get_msr(&cpu[i], VAPIC_MSR_CTRL, &v);
	return v;
}

/* As a device model does that resets a processor. */
static void load_disabled_apic(int i)
{
	struct kvm_lapic_state s;

	ioctl(cpu[i].fd, KVM_GET_LAPIC, &s);
	*lapic_reg(&s, APIC_SPIV) = 0xff;
	ioctl(cpu[i].fd, KVM_SET_LAPIC, &s);
}

/* What ends the enabling, and what it needs. */
void test_enabling(void)
{
	wrmsr(VAPIC_MSR_CTRL, 3);
	store(APIC_ICR2, 1u << 24);
	vcpu_set_msr(&cpu[1], VAPIC_MSR_CTRL, 3);
	store(APIC_ICR, INIT);
	ioctl(cpu[1].fd, KVM_GET_MP_STATE, &(struct kvm_mp_state){ 0 });
	ok(ctrl_of(1) == 0 && ctrl_of(0) == 3, "INIT clears CTRL, and not the sender's");
	fresh_apics();

	store(APIC_SPIV, 0x0ff);
	ok(ctrl_of(0) == 0, "a write to SVR that disables the APIC clears CTRL");
	ok(!wrmsr(VAPIC_MSR_CTRL, 1) && !wrmsr(VAPIC_MSR_CTRL, 2) && wrmsr(VAPIC_MSR_CTRL, 0),
	   "CTRL: #GP while the APIC is disabled by software");
	store(APIC_SPIV, 0x1ff);
	ok(ctrl_of(0) == 0 && wrmsr(VAPIC_MSR_CTRL, 3), "enabled again, it is clear, and can be set");
	load_disabled_apic(0);
	ok(ctrl_of(0) == 0, "a device model that loads a disabled APIC, as after a reset, clears CTRL");
	ok(vcpu_set_msr(&cpu[0], VAPIC_MSR_CTRL, 3) && ctrl_of(0) == 3,
	   "but may restore CTRL before the APIC");
	fresh_apics();
	ok(ctrl_of(0) == 3, "and an enabled APIC keeps it");
}

/* With an id in ICR2 that nobody has, a store that is no longer the form's is lost. */
void test_lost(void)
{
	wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO);
	store(APIC_ICR2, 0xfe000000);
	store(APIC_ICR, 2u << 20 | SINGLE | 0x58);
	ok(arrived(0x58) == 4, "MMIO form: ICR2 names nobody, the form its target");
	load_disabled_apic(0);
	fresh_apics();
	store(APIC_ICR, 2u << 20 | SINGLE | 0x59);
	ok(!arrived(0x59), "MMIO form: after a reset the same store reaches nobody");
	store(APIC_ICR2, 0);
	store(APIC_ICR, 0x06u << 20 | LOGICAL | SINGLE | 0x5a);
	ok(!arrived(0x5a), "MMIO form: nor does one to several, with nobody's mask in ICR2");
}

void test_modes(void)
{
	struct kvm_sregs s;
	uint64_t v;

	wrmsr(VAPIC_MSR_CTRL, 3);
	ioctl(cpu[0].fd, KVM_GET_SREGS, &s);
	s.apic_base |= 0xc00;
	ioctl(cpu[0].fd, KVM_SET_SREGS, &s);
	ioctl(cpu[3].fd, KVM_GET_SREGS, &s);
	s.apic_base |= 0xc00;
	ioctl(cpu[3].fd, KVM_SET_SREGS, &s);
	ok(ctrl_of(0) == VAPIC_CTRL_MSR, "x2APIC mode ends the MMIO form");
	wrmsr(0x80f, 0x1ff);
	ok(!wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO) && wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR),
	   "x2APIC mode: #GP for the MMIO form");
	wrmsr(0x830, 1ull << 32 | 0x60);
	arrived(0x60);
	ok(wrmsr(VAPIC_MSR_ICR, (uint64_t)BIG_ID << 32 | SINGLE | 0x61) &&
	   rdmsr(0x830, &v) && v == (1ull << 32 | 0x60),
	   "x2APIC mode: ICR stays");
	ok(arrived(0x61) == 8, "x2APIC mode: one target");
	ok(wrmsr(VAPIC_MSR_ICR, 0x00120000ull << 32 | 1ull << (32 + BIG_ID % 16) |
		 LOGICAL | SINGLE | 0x62) && arrived(0x62) == 8,
	   "x2APIC mode: a logical destination, cluster and mask");

	ioctl(cpu[0].fd, KVM_GET_SREGS, &s);
	s.apic_base &= ~0xc00ull;
	ioctl(cpu[0].fd, KVM_SET_SREGS, &s);
	ok(ctrl_of(0) == 0 && !wrmsr(VAPIC_MSR_ICR, 1ull << 32 | SINGLE | 0x63) &&
	   !arrived(0x63), "a disabled APIC ends both forms");
	s.apic_base |= 0x800;
	ioctl(cpu[0].fd, KVM_SET_SREGS, &s);
}

