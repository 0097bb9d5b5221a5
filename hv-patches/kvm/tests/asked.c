// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <sys/ioctl.h>

#include "asked.h"

struct vm vm;
struct vcpu cpu[4];      /* APIC ids 0, 1, 2, BIG_ID */
int tests, failures;

void ok(int good, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, what);
	failures += !good;
}

int wrmsr(uint32_t msr, uint64_t v)
{
	return vcpu_do(&cpu[0], P_WRMSR, v, msr, v >> 32, NULL) == PORT_DONE;
}

int rdmsr(uint32_t msr, uint64_t *v)
{
	return vcpu_do(&cpu[0], P_RDMSR, 0, msr, 0, v) == PORT_DONE;
}

void store(uint32_t reg, uint32_t v)
{
	vcpu_do(&cpu[0], P_STORE, v, 0, APIC + reg, NULL);
}

uint32_t load(uint32_t reg)
{
	uint64_t v;

	vcpu_do(&cpu[0], P_LOAD, 0, 0, APIC + reg, &v);
	return v;
}

uint32_t *lapic_reg(struct kvm_lapic_state *s, unsigned int reg)
{
	return (uint32_t *)(s->regs + reg);
}

/* Software-enables the APIC and clears what is pending in it. */
void fresh_apics(void)
{
	struct kvm_lapic_state s;
	int i, j;

	for (i = 0; i < 4; i++) {
		ioctl(cpu[i].fd, KVM_GET_LAPIC, &s);
		*lapic_reg(&s, APIC_SPIV) = 0x1ff;
		*lapic_reg(&s, APIC_DFR) = 0xffffffff;
		*lapic_reg(&s, APIC_LDR) = i < 3 ? 1u << (24 + i) : 0;
		for (j = 0; j < 8; j++)
			*lapic_reg(&s, APIC_IRR + 16 * j) = 0;
		ioctl(cpu[i].fd, KVM_SET_LAPIC, &s);
	}
}

/* Which of the four have this vector pending, as a mask; clears it all. */
int arrived(int vector)
{
	struct kvm_lapic_state s;
	int i, mask = 0;

	for (i = 0; i < 4; i++) {
		ioctl(cpu[i].fd, KVM_GET_LAPIC, &s);
		if (*lapic_reg(&s, APIC_IRR + 16 * (vector / 32)) >> (vector % 32) & 1)
			mask |= 1 << i;
	}
	fresh_apics();
	return mask;
}
