// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/apic.h"
#include "cpu/cpu.h"
#include "cpu/traps.h"

#define MSR_GS_BASE 0xc0000101
#define CODE64 0x08
#define TSS_SELECTOR 0x18

enum { NMI = 2, DOUBLE_FAULT = 8, PROTECTION = 13, MACHINE_CHECK = 18, EXCEPTIONS = 32 };

struct PACKED table_pointer { u16 limit; u64 base; };

/* SDM vol. 3, figure 6-8, in two words; every handler lies below 4 GiB. */
struct gate { u64 low, high; };

struct fixup { u64 from, to; };

extern const struct fixup fixup_begin[], fixup_end[];
extern const u8 trap_stubs[256][16];
void wake_handler(void), watchdog_handler(void), spurious_handler(void);
extern const u8 slot_count_xapic[SLOTS][16], slot_count_x2apic[SLOTS][16];
extern const u8 slot_time_xapic[SLOTS][16], slot_time_x2apic[SLOTS][16];
void evtchn_count(void), evtchn_time(void), evtchn_stray(void), nmi_count(void), nmi_time(void);

static ALIGNED(16) struct gate idt[256];

static void set_gate(u32 vector, const void *handler, u8 ist)
{
	const u64 a = (u64)handler, present_interrupt_gate = 0x8e;

	/* One store: a processor that takes the interrupt now finds the old
	 * handler or the new one. */
	store(&idt[vector].low, (a & 0xffff) | CODE64 << 16 | (u64)ist << 32
	      | present_interrupt_gate << 40 | (a >> 16 & 0xffff) << 48);
}

/* Stacks of their own for #DF and #MC, so that no stack problem becomes a triple fault.
 * Not for NMIs: one may find another's handler not yet returned (boot/ipi.asm), and
 * would lie over its frame. */
static void set_stub(u32 vector)
{
	set_gate(vector, trap_stubs[vector], vector == DOUBLE_FAULT ? 1
		 : vector == MACHINE_CHECK ? 2 : 0);
}

void traps_build_idt(void)
{
	for (u32 i = 0; i < 256; i++)
		set_stub(i);
	set_gate(VECTOR_WAKE, (const void *)wake_handler, 0);
	set_gate(VECTOR_WATCHDOG, (const void *)watchdog_handler, 0);
	set_gate(VECTOR_SPURIOUS, (const void *)spurious_handler, 0);
}

void traps_use_ipi_handlers(enum apic_mode mode, bool timed, bool nmi)
{
	for (u32 s = 0; s < SLOTS; s++)
		set_gate(VECTOR_SLOT + s, timed
			 ? mode == APIC_X2APIC ? slot_time_x2apic[s]
					       : slot_time_xapic[s]
			 : mode == APIC_X2APIC ? slot_count_x2apic[s]
					       : slot_count_xapic[s], 0);
	set_gate(VECTOR_EVTCHN, (const void *)(timed ? evtchn_time
						     : evtchn_count), 0);
	if (nmi)
		set_gate(NMI, (const void *)(timed ? nmi_time : nmi_count), 0);
}

void traps_expect_nothing(void)
{
	for (u32 s = 0; s < SLOTS; s++)
		set_stub(VECTOR_SLOT + s);
	set_gate(VECTOR_EVTCHN, (const void *)evtchn_stray, 0);
	set_stub(NMI);
}

void traps_discard(u32 vector)
{
	set_gate(vector, (const void *)wake_handler, 0);
	interrupts_let_in();
}

void traps_load(struct percpu *p)
{
	u64 tss = (u64)p->tss;
	struct table_pointer gdt = { sizeof(p->gdt) - 1, (u64)p->gdt };
	struct table_pointer idtr = { sizeof(idt) - 1, (u64)idt };

	p->self = p;
	p->gdt[1] = 0x00af9b000000ffff;
	p->gdt[2] = 0x00cf93000000ffff;
	/* 64-bit TSS, available (SDM vol. 3, 7.2.3) */
	p->gdt[3] = 103 | (tss & 0xffffff) << 16 | 0x89ull << 40
		    | (tss >> 24 & 0xff) << 56;
	p->gdt[4] = tss >> 32;
	for (u32 i = 0; i < IST_STACKS; i++) {
		u64 top = (u64)p->ist[i + 1];

		memcpy(p->tss + 36 + 8 * i, &top, 8);	/* IST1.. at 36 */
	}
	memcpy(p->tss + 102, &(u16){ 104 }, 2);		/* no I/O bitmap */

	__asm__ volatile("lgdt %0" : : "m"(gdt));
	__asm__ volatile("ltr %w0" : : "r"(TSS_SELECTOR));
	wrmsr(MSR_GS_BASE, (u64)p);
	/* Last: whoever has this table has all the rest. */
	__asm__ volatile("lidt %0" : : "m"(idtr));
}

struct percpu *traps_owner(void)
{
	struct table_pointer now;

	__asm__ volatile("sidt %0" : "=m"(now));
	return now.base == (u64)idt ? this_cpu() : NULL;
}

/* Ended only where the APIC knows of it: one that was injected by mistake is not
 * in service, and an EOI would end another's. */
static void stray(u32 vector)
{
	struct percpu *self = this_cpu();

	self->strays++;
	self->stray_vector = vector;
	if (vector != NMI && apic_in_service(vector))
		apic_write(APIC_EOI, 0);
}

void trap(struct trap_frame *f);

void trap(struct trap_frame *f)
{
	const bool ready = traps_owner();
	u64 cr2;

	if (f->vector == PROTECTION)
		for (const struct fixup *x = fixup_begin; x < fixup_end; x++)
			if (x->from == f->rip) {
				f->rip = x->to;
				return;
			}
	if (ready && f->vector == NMI)
		traps_on_nmi(f);
	if (ready && (f->vector == NMI || f->vector >= EXCEPTIONS)) {
		stray((u32)f->vector);
		return;
	}
	__asm__ volatile("movq %%cr2, %0" : "=r"(cr2));
	traps_on_fault(f, cr2);
}
