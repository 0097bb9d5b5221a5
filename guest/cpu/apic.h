/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The local APIC (Intel SDM vol. 3, chapter 11; AMD APM vol. 2, chapter 16),
 * in the two modes that rows are measured in.
 */
#ifndef IPIBENCH_APIC_H
#define IPIBENCH_APIC_H

#include "cpu/cpu.h"
#include "cpu/percpu.h"
#include "lib/reason.h"

enum apic_mode { APIC_XAPIC, APIC_X2APIC };

extern const char *const apic_mode_name[2];

/* Register offsets: SDM vol. 3, table 11-1. In x2APIC mode a register is the
 * MSR 0x800 + offset / 16: table 11-6. */
#define APIC_PHYSICAL	0xfee00000ul
/* Where boot/entry.asm maps it a second time: an address that fits into an
 * instruction's 32-bit displacement. Every access is then one MOV that names
 * the register in its own bytes, takes no register for the address, and can be
 * told apart by an observer that sees instructions only (harness/meter/). */
#define APIC_ADDRESS	0xfffffffffee00000ul
#define APIC_ID		0x020
#define APIC_VERSION	0x030
#define APIC_TPR	0x080
#define APIC_EOI	0x0b0
#define APIC_LDR	0x0d0
#define APIC_DFR	0x0e0
#define APIC_SVR	0x0f0
#define APIC_ISR	0x100
#define APIC_IRR	0x200
#define APIC_LVT_CMCI	0x2f0
#define APIC_ICR	0x300
#define APIC_ICR2	0x310
#define APIC_LVT_TIMER	0x320
#define APIC_LVT_THERMAL 0x330
#define APIC_LVT_PERF	0x340
#define APIC_LVT_LINT0	0x350
#define APIC_LVT_LINT1	0x360
#define APIC_LVT_ERROR	0x370
#define APIC_TIMER_INIT	0x380
#define APIC_TIMER_DIV	0x3e0
#define MSR_X2APIC(reg)	(0x800 + (reg) / 16)

#define XAPIC_ID_MAX	254u	/* 255 is everybody: SDM vol. 3, 11.6.2.1 */
#define X2APIC_ID_MAX	0xfffffffeu	/* 11.12.9 */
/* Some firmware marks places without a processor as enabled ones with this id (Linux,
 * 10daf10ab154: "x86/acpi: Skip entries with invalid APIC ids"). An IPI to it would
 * reach everybody. */
#define APIC_ID_NOBODY	0xffffffffu

/* ICR: SDM vol. 3, 11.6.1 */
#define ICR_FIXED	0x00000000u
#define ICR_NMI		0x00000400u
#define ICR_INIT	0x00000500u
#define ICR_STARTUP	0x00000600u
#define ICR_LOGICAL	0x00000800u
#define ICR_BUSY	0x00001000u
#define ICR_ASSERT	0x00004000u
#define ICR_SELF	0x00040000u
#define ICR_OTHERS	0x000c0000u

#define LVT_MASKED	0x00010000u
#define SVR_ENABLE	0x00000100u

/* boot/ipi.asm has the handlers. Those of the slots and of event channels are there
 * while a pass runs only (traps_use_ipi_handlers); what comes on another vector, or
 * at another time, is counted as a stray (traps.h). */
enum vector {
	VECTOR_WAKE = 0x40,
	VECTOR_WATCHDOG,
	VECTOR_EVTCHN = 0x50,
	VECTOR_SLOT = 0x60,	/* and SLOTS - 1 more */
	VECTOR_SPURIOUS = 0xff,
};

/* One MOV each: what a hypervisor has to emulate, and what the measured loops
 * consist of. Encoded and placed in one way, whatever the compiler does around it, for
 * how long a hypervisor takes to fetch and decode hangs on both: "R", the eight old
 * registers, since a REX prefix costs KVM 6.1 19 instructions and Xen 4.17 80; on
 * multiples of 8, since elsewhere Xen copies the instruction by 250 more. */
static ALWAYS_INLINE u32 xapic_read(u32 reg)
{
	u32 v;

	__asm__ volatile(FETCHED_ALIKE "movl %1, %0" : "=R"(v)
			 : "m"(*(volatile u32 *)(APIC_ADDRESS + reg)));
	return v;
}

static ALWAYS_INLINE void xapic_write(u32 reg, u32 v)
{
	__asm__ volatile(FETCHED_ALIKE "movl %1, %0"
			 : "=m"(*(volatile u32 *)(APIC_ADDRESS + reg))
			 : "R"(v) : "memory");
}

/* Outside measured windows: whichever mode this processor is in. */
enum apic_mode apic_mode_now(void);
u32 apic_read(u32 reg);
void apic_write(u32 reg, u32 v);
void apic_send(u32 icr, u32 apic_id);
u32 apic_own_id(void);

/* Reaches a processor that sleeps in halt_for_interrupt(), in whatever mode it is:
 * the handler ends the interrupt as its own processor's mode wants it. */
void apic_wake(const struct percpu *target);

/* Puts this processor's APIC into a mode, enabled. Needs no struct percpu. */
void apic_enter(enum apic_mode mode);
/* The same, everything masked, logical ids set. */
void apic_setup(enum apic_mode mode);

/* Which modes there are. x2APIC: CPUID.1:ECX[21]. xAPIC cannot name an id
 * above 254. */
bool apic_has(enum apic_mode mode);
/* NULL where there is that mode, or why not. */
const struct reason *apic_needs(enum apic_mode mode);
/* Whether no logical IPI reaches it in xAPIC mode: QEMU's TCG before 8.2, which has no x2APIC,
 * looks for the destinations up to the first id that is not there (hw/intc/apic.c,
 * apic_get_delivery_bitmask). */
bool apic_loses_logical(const struct percpu *p);

/* An interrupt of this vector has been taken and not been ended. */
bool apic_in_service(u32 vector);

/* One-shot timer that ends a HLT nobody else would end. */
void apic_watchdog_arm(void);
void apic_watchdog_disarm(void);

#endif
