// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/apic.h"
#include "cpu/hypervisor.h"
#include "spec/spec.h"

#define MSR_APIC_BASE	0x1b	/* SDM vol. 3, 11.4.4 */
#define BASE_EXTD	(1u << 10)
#define BASE_ENABLE	(1u << 11)
#define BASE_FLAGS	0xfffull

const char *const apic_mode_name[2] = { "xapic", "x2apic" };

enum apic_mode apic_mode_now(void)
{
	return rdmsr(MSR_APIC_BASE) & BASE_EXTD ? APIC_X2APIC : APIC_XAPIC;
}

u32 apic_read(u32 reg)
{
	return apic_mode_now() == APIC_X2APIC ? (u32)rdmsr(MSR_X2APIC(reg))
					      : xapic_read(reg);
}

void apic_write(u32 reg, u32 v)
{
	if (apic_mode_now() == APIC_X2APIC)
		wrmsr(MSR_X2APIC(reg), v);
	else
		xapic_write(reg, v);
}

u32 apic_own_id(void)
{
	u32 id = apic_read(APIC_ID);

	return apic_mode_now() == APIC_X2APIC ? id : id >> 24;
}

/* In what a hypervisor needs for a million reads it has sent any IPI. */
#define ICR_PATIENCE 1000000

void apic_send(u32 icr, u32 apic_id)
{
	if (apic_mode_now() == APIC_X2APIC) {
		/* WRMSR to the x2APIC waits for no store before it (SDM vol. 3,
		 * 11.12.3); what the target is to find must be there. */
		__asm__ volatile("mfence\n\tlfence" : : : "memory");
		wrmsr(MSR_X2APIC(APIC_ICR), (u64)apic_id << 32 | icr);
		return;
	}
	for (u32 i = 0; xapic_read(APIC_ICR) & ICR_BUSY && i < ICR_PATIENCE; i++)
		cpu_pause();
	xapic_write(APIC_ICR2, apic_id << 24);
	xapic_write(APIC_ICR, icr);
}

void apic_wake(const struct percpu *target)
{
	apic_send(ICR_FIXED | ICR_ASSERT | VECTOR_WAKE, target->apic_id);
}

bool apic_has(enum apic_mode mode)
{
	if (mode == APIC_X2APIC)
		return cpuid(1, 0).ecx & 1u << 21;
	for (u32 i = 0; i < cpu_count; i++)
		if (cpus[i].apic_id > XAPIC_ID_MAX)
			return false;
	return true;
}

bool apic_loses_logical(const struct percpu *p)
{
	u32 below = 0;

	if (apic_has(APIC_X2APIC) || !streq(hypervisor.signature, "TCGTCGTCGTCG"))
		return false;
	for (u32 i = 0; i < cpu_count; i++)
		below += cpus[i].apic_id < p->apic_id;
	return below < p->apic_id;
}

const struct reason *apic_needs(enum apic_mode mode)
{
	if (apic_has(mode))
		return NULL;
	return mode == APIC_X2APIC
		? UNSUPPORTED("no-x2apic", "no x2APIC (CPUID.1:ECX[21] = 0)")
		: UNSUPPORTED("no-xapic",
			"an APIC id is above 254: x2APIC mode only");
}

bool apic_in_service(u32 vector)
{
	return apic_read(APIC_ISR + vector / 32 * 16) & 1u << vector % 32;
}

void apic_enter(enum apic_mode mode)
{
	/* The page is mapped uncached at its usual place only. */
	u64 base = (rdmsr(MSR_APIC_BASE) & BASE_FLAGS) | APIC_PHYSICAL;

	if (mode == APIC_X2APIC) {
		if (!(base & BASE_ENABLE))
			wrmsr(MSR_APIC_BASE, base |= BASE_ENABLE);
		if (!(base & BASE_EXTD))
			wrmsr(MSR_APIC_BASE, base | BASE_EXTD);
		return;
	}
	/* The way back leads through "disabled" (SDM vol. 3, 11.12.5). */
	if (base & BASE_EXTD)
		wrmsr(MSR_APIC_BASE, base &= ~(u64)(BASE_EXTD | BASE_ENABLE));
	if (rdmsr(MSR_APIC_BASE) != (base | BASE_ENABLE))
		wrmsr(MSR_APIC_BASE, base | BASE_ENABLE);
}

/* Flat model up to 8 processors, cluster model for up to 60 (SDM vol. 3,
 * 11.6.2.2); in x2APIC mode the id is the hardware's, and Xen's is not the
 * one that 11.12.10.2 derives: it is read, never computed. */
static void set_logical_id(struct percpu *p, enum apic_mode mode)
{
	if (mode == APIC_X2APIC) {
		p->x2apic_ldr = (u32)rdmsr(MSR_X2APIC(APIC_LDR));
		return;
	}
	if (cpu_count <= LOGICAL_FLAT) {
		xapic_write(APIC_DFR, 0xffffffff);
		p->xapic_ldr = (u8)(1u << p->index);
	} else {
		xapic_write(APIC_DFR, 0x0fffffff);
		p->xapic_ldr = p->index >= LOGICAL_IDS ? 0
			: (u8)(p->index / LOGICAL_CLUSTER << 4
			       | 1u << p->index % LOGICAL_CLUSTER);
	}
	xapic_write(APIC_LDR, (u32)p->xapic_ldr << 24);
}

static void mask_lvt(u32 reg, bool exists)
{
	if (exists)
		apic_write(reg, LVT_MASKED);
}

void apic_setup(enum apic_mode mode)
{
	apic_enter(mode);
	this_cpu()->x2apic = mode == APIC_X2APIC;

	/* Version register: number of the last LVT entry (SDM vol. 3, 11.4.8).
	 * Writing one that is not there raises #GP in x2APIC mode. */
	u32 last = apic_read(APIC_VERSION) >> 16 & 0xff;

	apic_write(APIC_SVR, SVR_ENABLE | VECTOR_SPURIOUS);
	apic_write(APIC_TPR, 0);
	mask_lvt(APIC_LVT_TIMER, true);
	mask_lvt(APIC_LVT_LINT0, true);
	mask_lvt(APIC_LVT_LINT1, true);
	mask_lvt(APIC_LVT_ERROR, true);
	mask_lvt(APIC_LVT_PERF, last >= 4);
	mask_lvt(APIC_LVT_THERMAL, last >= 5);
	mask_lvt(APIC_LVT_CMCI, last >= 6);
	set_logical_id(this_cpu(), mode);
}

/* A minute, by the timer clocks of KVM and QEMU (1 GHz) and of Xen (100 MHz),
 * divided by 128; longer where the clock is slower, and never for ever. */
#define WATCHDOG_COUNT 470000000u
#define WATCHDOG_COUNT_XEN 47000000u

void apic_watchdog_arm(void)
{
	this_cpu()->watchdog = 0;
	apic_write(APIC_TIMER_DIV, 0xa);	/* by 128 (SDM vol. 3, 11.5.4) */
	apic_write(APIC_LVT_TIMER, VECTOR_WATCHDOG);
	apic_write(APIC_TIMER_INIT, hypervisor.kind == HV_XEN
		   ? WATCHDOG_COUNT_XEN : WATCHDOG_COUNT);
}

void apic_watchdog_disarm(void)
{
	apic_write(APIC_TIMER_INIT, 0);
	apic_write(APIC_LVT_TIMER, LVT_MASKED);
}
