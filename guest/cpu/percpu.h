/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each processor has for itself. GS points to its own struct. Every
 * field that another processor polls has a pair of cache lines of its own
 * (prefetchers fetch pairs), so that polling disturbs nothing else.
 */
#ifndef IPIBENCH_PERCPU_H
#define IPIBENCH_PERCPU_H

#include "lib/types.h"

#define MAX_CPUS 255
#define AP_STACK_BYTES 4096	/* boot/trampoline.asm has the same number */
#define IST_STACK_BYTES 2048
#define IST_STACKS 2		/* #DF, #MC */

#define PERCPU_LINE 128

/* IPIs with different vectors are counted apart, each in a slot of its own
 * (boot/ipi.asm has the same numbers). */
#define SLOTS 32

struct slot {
	ALIGNED(PERCPU_LINE) u64 got;	/* how often its handler has begun */
	/* timing passes only: the clock when it began, what its EOI took, and
	 * `got` again when all of it was noted */
	ALIGNED(PERCPU_LINE) u64 stamp;
	u64 eoi, done;
};

struct percpu;
struct run;

/* What a processor is told to do while it takes part in a row. */
typedef void (*worker_fn)(struct percpu *self, struct run *run);

struct percpu {
	/* constant after start */
	struct percpu *self;
	u32 index;
	u32 apic_id;		/* as the MADT says, all 32 bits */
	u32 acpi_uid;
	u32 start;		/* enum start, cpu/smp.c */
	u8 xapic_ldr;		/* logical id that apic_setup() gave it */
	u32 x2apic_ldr;		/* as read from the APIC */
	u32 evtchn_port;	/* xen-evtchn: sending to it reaches this CPU */
	u32 vp_index;		/* Hyper-V's number of it */

	/* written by this processor's interrupt handlers only; the offsets
	 * are known to boot/ipi.asm */
	ALIGNED(PERCPU_LINE) u64 watchdog;
	void *evtchn_info;	/* struct vcpu_info */
	void *evtchn_word;	/* pending bitmap of the event channels */
	u64 evtchn_bit;
	u64 evtchn_ours;	/* the last upcall had it */
	u64 woken_early;	/* HLTs stepped over */
	u64 phantoms;		/* interrupts that no APIC sent */
	u64 x2apic;		/* the APIC is in x2APIC mode, and wants its EOI */
	u64 strays;		/* interrupts that nobody expected */
	u64 strays_said;	/* those that stand in a record */
	u32 stray_vector;	/* of the last */
	struct slot slot[SLOTS];

	/* written by this processor's wait loop only */
	ALIGNED(PERCPU_LINE) u64 ack;
	u64 waiting_for, waiting_since;	/* engine/waiting.c */
	u32 checks;

	/* orders, written by the first processor */
	ALIGNED(PERCPU_LINE) u64 order;
	worker_fn worker;
	struct run *run;

	/* answers, written by this processor */
	ALIGNED(PERCPU_LINE) u64 ready;	/* order it is ready for */
	u64 done;			/* order it has finished */

	ALIGNED(PERCPU_LINE) u64 gdt[6];
	ALIGNED(16) u8 tss[104 + 8];
	ALIGNED(16) u8 ist[IST_STACKS][IST_STACK_BYTES];
};

_Static_assert(offsetof(struct percpu, watchdog) == 128, "ipi.asm");
_Static_assert(offsetof(struct percpu, evtchn_info) == 136, "ipi.asm");
_Static_assert(offsetof(struct percpu, evtchn_word) == 144, "ipi.asm");
_Static_assert(offsetof(struct percpu, evtchn_bit) == 152, "ipi.asm");
_Static_assert(offsetof(struct percpu, evtchn_ours) == 160, "ipi.asm");
_Static_assert(offsetof(struct percpu, woken_early) == 168, "ipi.asm");
_Static_assert(offsetof(struct percpu, phantoms) == 176, "ipi.asm");
_Static_assert(offsetof(struct percpu, x2apic) == 184, "ipi.asm");
_Static_assert(offsetof(struct percpu, strays) == 192, "ipi.asm");
_Static_assert(offsetof(struct percpu, stray_vector) == 208, "ipi.asm");
_Static_assert(offsetof(struct percpu, slot) == 256, "ipi.asm");
_Static_assert(offsetof(struct slot, stamp) == 128, "ipi.asm");
_Static_assert(offsetof(struct slot, eoi) == 136, "ipi.asm");
_Static_assert(offsetof(struct slot, done) == 144, "ipi.asm");
_Static_assert(sizeof(struct slot) == 256, "ipi.asm");

/* The started ones are cpus[0 .. cpu_count-1]; the first is the one that
 * booted, the others stand in the order of the MADT. */
extern struct percpu cpus[MAX_CPUS];
extern u32 cpu_count;

static inline struct percpu *this_cpu(void)
{
	struct percpu *p;

	__asm__("movq %%gs:0, %0" : "=r"(p));
	return p;
}

#endif
