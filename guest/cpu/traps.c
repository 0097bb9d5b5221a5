// SPDX-License-Identifier: GPL-2.0-only
#include "apic.h"
#include "cpu.h"
#include "traps.h"

#define MSR_GS_BASE 0xc0000101
#define CODE64 0x08
#define TSS_SELECTOR 0x18

struct PACKED table_pointer { u16 limit; u64 base; };

/* SDM vol. 3, figure 6-8 */
struct gate {
	u16 offset_low, selector;
	u8 ist, type;
	u16 offset_middle;
	u32 offset_high, zero;
};

struct fixup { u64 from, to; };

extern const struct fixup fixup_begin[], fixup_end[];
extern const u8 trap_stubs[256][16];
void wake_handler_xapic(void), wake_handler_x2apic(void);
void watchdog_handler_xapic(void), watchdog_handler_x2apic(void);
extern const u8 slot_count_xapic[SLOTS][16], slot_count_x2apic[SLOTS][16];
extern const u8 slot_time_xapic[SLOTS][16], slot_time_x2apic[SLOTS][16];
void evtchn_count(void), evtchn_time(void), nmi_count(void), nmi_time(void);
void spurious_handler(void);

static ALIGNED(16) struct gate idt[256];

static void set_gate(u32 vector, const void *handler, u8 ist)
{
	u64 a = (u64)handler;

	idt[vector] = (struct gate){
		.offset_low = (u16)a,
		.selector = CODE64,
		.ist = ist,
		.type = 0x8e,		/* present, interrupt gate */
		.offset_middle = (u16)(a >> 16),
		.offset_high = (u32)(a >> 32),
	};
}

void traps_build_idt(void)
{
	static const struct { u8 vector; void (*handler)(void); } own[] = {
		{ VECTOR_WAKE_XAPIC, wake_handler_xapic },
		{ VECTOR_WAKE_X2APIC, wake_handler_x2apic },
		{ VECTOR_WATCHDOG_XAPIC, watchdog_handler_xapic },
		{ VECTOR_WATCHDOG_X2APIC, watchdog_handler_x2apic },
		{ VECTOR_SPURIOUS, spurious_handler },
	};

	for (u32 i = 0; i < 256; i++)
		set_gate(i, trap_stubs[i], 0);
	/* Stacks of their own for what can arrive at any time, and for #DF,
	 * so that no stack problem becomes a triple fault. */
	set_gate(8, trap_stubs[8], 1);
	set_gate(2, trap_stubs[2], 2);
	set_gate(18, trap_stubs[18], 3);
	for (u32 i = 0; i < ARRAY_SIZE(own); i++)
		set_gate(own[i].vector, (const void *)own[i].handler, 0);
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
	/* One that nobody sent is a fault like any other. */
	if (nmi)
		set_gate(2, (const void *)(timed ? nmi_time : nmi_count), 0);
	else
		set_gate(2, trap_stubs[2], 2);
}

void traps_discard(u32 vector)
{
	set_gate(vector, apic_mode_now() == APIC_X2APIC
		 ? (const void *)wake_handler_x2apic
		 : (const void *)wake_handler_xapic, 0);
	/* STI takes effect behind the first NOP. */
	__asm__ volatile("sti\n\tnop\n\tnop\n\tcli" : : : "memory");
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
	__asm__ volatile("lidt %0" : : "m"(idtr));
	wrmsr(MSR_GS_BASE, (u64)p);
}

void trap(struct trap_frame *f);

void trap(struct trap_frame *f)
{
	u64 cr2;

	if (f->vector == 13)
		for (const struct fixup *x = fixup_begin; x < fixup_end; x++)
			if (x->from == f->rip) {
				f->rip = x->to;
				return;
			}
	__asm__ volatile("movq %%cr2, %0" : "=r"(cr2));
	report_fault(f, cr2);
}
