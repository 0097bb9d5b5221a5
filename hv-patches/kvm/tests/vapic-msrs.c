// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the KVM series promises about the register's MSRs and the counters,
 * asked of /dev/kvm directly, without a guest kernel and without QEMU. Speaks
 * TAP; skips when there is no /dev/kvm or when this KVM is a stock one.
 *
 *   cc -static -O2 -I../../include -o vapic-msrs vapic-msrs.c forms.c asked.c minivm.c
 *
 * With kvm.vapic=4 or 0 it checks instead that only the counters, or nothing
 * of all this, is offered.
 * Targets never run: that an IPI arrived shows in their IRR.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <errno.h>

#include "vapic.h"

#include "asked.h"

static int in_index_list(uint32_t msr)
{
	struct kvm_msr_list *l = calloc(1, sizeof(*l) + 4096 * sizeof(uint32_t));
	unsigned int i;
	int found = 0;

	l->nmsrs = 4096;
	ioctl(vm.kvm, KVM_GET_MSR_INDEX_LIST, l);
	for (i = 0; i < l->nmsrs; i++)
		found |= l->indices[i] == msr;
	free(l);
	return found;
}

static void test_capability(void)
{
	uint64_t v = 0;

	ok(rdmsr(VAPIC_MSR_CAP, &v) && v >> VAPIC_CAP_MAGIC_SHIFT == VAPIC_MAGIC,
	   "the guest reads the magic");
	ok((uint32_t)v == (VAPIC_VERSION << VAPIC_CAP_VERSION_SHIFT |
			   VAPIC_EXIT_CLASSES << VAPIC_CAP_CLASSES_SHIFT | 7),
	   "version, classes and features are as expected");
	ok(!wrmsr(VAPIC_MSR_CAP, v), "the capability can't be written");
}

static void test_save_restore(void)
{
	uint64_t v;

	ok(in_index_list(VAPIC_MSR_CTRL) && !in_index_list(VAPIC_MSR_SELECT) &&
	   !in_index_list(VAPIC_MSR_LATCH) && !in_index_list(VAPIC_MSR_ICR),
	   "CTRL, and only that, is in the index list");
	ok(vcpu_set_msr(&cpu[1], VAPIC_MSR_CTRL, 3) &&
	   vcpu_get_msr(&cpu[1], VAPIC_MSR_CTRL, &v) && v == 3,
	   "CTRL survives restore and save");
	ok(!vcpu_set_msr(&cpu[1], VAPIC_MSR_CTRL, 4) &&
	   !vcpu_set_msr(&cpu[1], VAPIC_MSR_CTRL, 1ull << 63),
	   "reserved bits of CTRL are refused");
	ok(!vcpu_set_msr(&cpu[1], VAPIC_MSR_ICR, SINGLE | 0x40),
	   "userspace can't send through ICR");
	v = 1;
	ok(vcpu_get_msr(&cpu[2], VAPIC_MSR_CTRL, &v) && v == 0,
	   "CTRL is each vCPU's own, and 0 after RESET");
	vcpu_set_msr(&cpu[1], VAPIC_MSR_CTRL, 0);
}

/* The device model may offer a vCPU less, as long as that has not run. */
static void test_feature_msr(void)
{
	struct { struct kvm_msrs head; struct kvm_msr_entry entry; } one = {
		.head.nmsrs = 1, .entry.index = VAPIC_MSR_CAP,
	};
	struct vm less = { .kvm = vm.kvm };
	struct vcpu c;
	uint64_t v = 0, cap;

	ok(ioctl(vm.kvm, KVM_GET_MSRS, &one) == 1 && (one.entry.data & 0xff) == 7,
	   "the capability is a feature MSR");
	cap = one.entry.data;
	vm_create(&less, 1);
	vcpu_create(&less, &c, 0);
	ok(!vcpu_set_msr(&c, VAPIC_MSR_CAP, cap | 8) && !vcpu_set_msr(&c, VAPIC_MSR_CAP, 2) &&
	   vcpu_set_msr(&c, VAPIC_MSR_CAP, cap & ~(uint64_t)VAPIC_FEAT_MMIO),
	   "userspace reduces it, and cannot add to it");
	ok(vcpu_do(&c, P_RDMSR, 0, VAPIC_MSR_CAP, 0, &v) == PORT_DONE && (v & 0xff) == 6 &&
	   !vcpu_set_msr(&c, VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO) &&
	   vcpu_set_msr(&c, VAPIC_MSR_CTRL, VAPIC_CTRL_MSR),
	   "the guest sees less, and a form that is not offered cannot be enabled");
	vcpu_set_msr(&c, VAPIC_MSR_CTRL, 0);
	ok(!vcpu_set_msr(&c, VAPIC_MSR_CAP, cap) && vcpu_set_msr(&c, VAPIC_MSR_CAP, v),
	   "once it has run, only what it has");
}

/*
 * Whether an access counts under its class: all its exits, and none elsewhere.
 * The OUT that ends the program is "io". More than one exit is worth a remark:
 * KVM 6.1 takes two for a load from the APIC's page with flexpriority and
 * without APICv, where it retries the instruction before it emulates it.
 */
static long long exits_of(const char *class)
{
	char full[48];

	/* KVM has other things by the name of vAPIC. */
	snprintf(full, sizeof(full), "exit_class_%s",
		 strcmp(class, "msr_vapic") ? class : "msr_swicr");
	return vcpu_stat(&cpu[0], full);
}

static int counted(const char *class, enum program p, uint32_t eax,
		   uint32_t ecx, uint32_t edx)
{
	const char *const name[] = { class, "io", "external_interrupt", "total" };
	long long d[4];
	int i;

	for (i = 0; i < 4; i++)
		d[i] = exits_of(name[i]);
	vcpu_do(&cpu[0], p, eax, ecx, edx, NULL);
	for (i = 0; i < 4; i++)
		d[i] = exits_of(name[i]) - d[i];
	if (d[0] != 1)
		printf("# %s: %lld exits (edx %#x)\n", class, d[0], edx);
	return d[0] >= 1 && d[1] == 1 && d[0] + d[1] + d[2] == d[3];
}

#define NAME(n) #n,
static const char *const names[] = { VAPIC_EXIT_NAMES(NAME) };

static long long sum_of_classes(void)
{
	long long sum = 0;
	int i;

	for (i = 0; i < VAPIC_EXIT_CLASSES; i++)
		sum += exits_of(names[i]);
	return sum;
}

static void test_classes(void)
{
	wrmsr(VAPIC_MSR_CTRL, 3);
	ok(counted("apic_read_icr", P_LOAD, 0, 0, APIC + APIC_ICR) &&
	   counted("apic_write_icr2", P_STORE, 0, 0, APIC + APIC_ICR2) &&
	   counted("apic_write_icr", P_STORE, 0x40, 0, APIC + APIC_ICR) &&
	   counted("apic_write_icr", P_STORE, SINGLE | 0x40, 0, APIC + APIC_ICR) &&
	   counted("apic_write_icr", P_STORE16, 0, 0, APIC + APIC_ICR + 2) &&
	   counted("apic_write_eoi", P_STORE, 0, 0, APIC + 0xb0) &&
	   counted("apic_other", P_LOAD, 0, 0, APIC + APIC_ICR2) &&
	   counted("apic_other", P_LOAD, 0, 0, APIC + 0x20),
	   "an access to the APIC's page counts under its class");
	ok(counted("msr_vapic", P_WRMSR, SINGLE | 0x40, VAPIC_MSR_ICR, 1) &&
	   counted("msr_x2apic_icr", P_WRMSR, 0x40, 0x830, 1) &&
	   counted("msr_x2apic_eoi", P_WRMSR, 0, 0x80b, 0) &&
	   counted("msr_hv_icr", P_WRMSR, 0x40, 0x40000071, 1) &&
	   counted("msr_other", P_RDMSR, 0, VAPIC_MSR_CAP, 0) &&
	   counted("msr_other", P_RDMSR, 0, 0x830, 0),
	   "WRMSR and RDMSR count under theirs, #GP or not");
	ok(counted("cpuid", P_CPUID, 0, 0, 0), "CPUID counts under its own");
	ok(sum_of_classes() == exits_of("total"),
	   "the classes add up to the total");
	ok(vcpu_stat(&cpu[0], "exits") == exits_of("total"),
	   "the total is what KVM itself counts");
	fresh_apics();
}

static uint64_t counter(unsigned int bank, unsigned int n)
{
	uint64_t v = ~0ull;

	wrmsr(VAPIC_MSR_SELECT, (uint64_t)bank << VAPIC_SELECT_BANK_SHIFT);
	rdmsr(VAPIC_MSR_COUNTER(n), &v);
	return v;
}

static void test_latch(void)
{
	uint64_t d, sum = 0, v;
	int i, good = 1;

	ok(!wrmsr(VAPIC_MSR_LATCH, 2) && !rdmsr(VAPIC_MSR_LATCH, &v),
	   "LATCH: #GP for a bank that is not there, and for a read");
	ok(!wrmsr(VAPIC_MSR_SELECT, 77) && !wrmsr(VAPIC_MSR_SELECT, 1ull << 33),
	   "SELECT: #GP for an id nobody has, and for reserved bits");
	ok(!wrmsr(VAPIC_MSR_COUNTER(0), 0), "COUNTER: #GP for a write");
	ok(wrmsr(VAPIC_MSR_SELECT, BIG_ID) && !rdmsr(VAPIC_MSR_COUNTER(0), &v) &&
	   wrmsr(VAPIC_MSR_LATCH, 0) && rdmsr(VAPIC_MSR_COUNTER(0), &v) && v == 0,
	   "SELECT: takes any vCPU's id; COUNTER: #GP until something is latched");

	vcpu_do(&cpu[0], P_LATCHED_CPUID, 0, VAPIC_MSR_LATCH, 0, NULL);
	for (i = 0; i < VAPIC_EXIT_CLASSES; i++) {
		d = counter(1, i) - counter(0, i);
		sum += d;
		if (i == VAPIC_EXIT_MSR_OTHER || i == VAPIC_EXIT_CPUID)
			good &= d == 1;
		else if (i != VAPIC_EXIT_EXTERNAL_INTERRUPT && i != VAPIC_EXIT_OTHER)
			good &= d == 0;
	}
	ok(good, "between two latches: the CPUID and the second latch");
	ok(sum == counter(1, VAPIC_EXIT_TOTAL) - counter(0, VAPIC_EXIT_TOTAL),
	   "the classes add up to the total there, too");
	ok(counter(1, VAPIC_EXIT_CLASSES) == 0, "a number without a class reads 0");
}

static void test_userspace_irqchip(void)
{
	struct vm plain = { .kvm = vm.kvm };
	struct vcpu c;
	uint64_t v = 0;

	vm_create(&plain, 0);
	vcpu_create(&plain, &c, 0);
	ok(vcpu_get_msr(&c, VAPIC_MSR_CAP, &v) &&
	   (v & 0xff) == VAPIC_FEAT_COUNTERS && !vcpu_set_msr(&c, VAPIC_MSR_CTRL, 1) &&
	   vcpu_set_msr(&c, VAPIC_MSR_CTRL, 0) &&
	   vcpu_do(&c, P_WRMSR, SINGLE | 0x40, VAPIC_MSR_ICR, 1, NULL) == PORT_GP,
	   "with a userspace irqchip only the counters are offered");
}

/* kvm.vapic=4 */
static void test_counters_only(void)
{
	uint64_t v = 0;

	ok(rdmsr(VAPIC_MSR_CAP, &v) && (v & 0xff) == VAPIC_FEAT_COUNTERS,
	   "kvm.vapic=4: only the counters are offered");
	ok(!wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MMIO) &&
	   !wrmsr(VAPIC_MSR_CTRL, VAPIC_CTRL_MSR) &&
	   !wrmsr(VAPIC_MSR_ICR, 1ull << 32 | SINGLE | 0x40) && !arrived(0x40),
	   "kvm.vapic=4: neither form can be enabled or used");
	test_latch();
}

static void test_off(void)
{
	uint64_t v;

	ok(!in_index_list(VAPIC_MSR_CTRL) && !in_index_list(VAPIC_MSR_SELECT),
	   "kvm.vapic=0: nothing in the index list");
	ok(!rdmsr(VAPIC_MSR_CAP, &v) && !rdmsr(VAPIC_MSR_CTRL, &v) &&
	   !rdmsr(VAPIC_MSR_COUNTER(0), &v) && !wrmsr(VAPIC_MSR_CTRL, 0) &&
	   !wrmsr(VAPIC_MSR_ICR, SINGLE | 0x40) && !wrmsr(VAPIC_MSR_LATCH, 0) &&
	   !wrmsr(VAPIC_MSR_SELECT, 0), "kvm.vapic=0: #GP for every MSR");
	ok(!vcpu_set_msr(&cpu[0], VAPIC_MSR_CTRL, 0) &&
	   !vcpu_get_msr(&cpu[0], VAPIC_MSR_CAP, &v),
	   "kvm.vapic=0: userspace finds none, either");
	store(APIC_ICR2, 1u << 24);
	store(APIC_ICR, 2u << 20 | SINGLE | 0x51);
	ok(load(APIC_ICR) == (2u << 20 | SINGLE | 0x51) && arrived(0x51) == 2,
	   "kvm.vapic=0: an ICR write is what it was");
}

/* The module parameter, or -1 where this KVM has none. */
static int offered(void)
{
	FILE *f = fopen("/sys/module/kvm/parameters/vapic", "r");
	int mask = -1;

	if (f) {
		if (fscanf(f, "%d", &mask) != 1)
			mask = -1;
		fclose(f);
	}
	return mask;
}

static int skip(const char *why, const char *detail)
{
	printf("1..0 # SKIP %s%s\n", why, detail);
	return 0;
}

int main(void)
{
	static const unsigned long ids[] = { 0, 1, 2, BIG_ID };
	int i, mask = offered();

	setvbuf(stdout, NULL, _IOLBF, 0);
	vm.kvm = open("/dev/kvm", O_RDWR);
	if (vm.kvm < 0)
		return skip("/dev/kvm: ", strerror(errno));
	if (mask < 0)
		return skip("this KVM has no parameter vapic: not the patched one, "
			    "or /sys is not mounted", "");
	if (mask != 0 && mask != 4 && mask != 7)
		return skip("kvm.vapic is none of 0, 4, 7", "");

	vm_create(&vm, 1);
	for (i = 0; i < 4; i++)
		vcpu_create(&vm, &cpu[i], ids[i]);
	fresh_apics();

	if (mask == 0) {
		test_off();
	} else if (mask == 4) {
		test_counters_only();
	} else {
		test_capability();
		test_feature_msr();
		test_save_restore();
		test_enabling();
		test_msr_form();
		test_mmio_form();
		test_lost();
		test_classes();
		test_latch();
		test_modes();
		test_userspace_irqchip();
	}
	printf("1..%d\n", tests);
	return failures != 0;
}
