/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exit meter inside Bochs. What harness/meter/meter.c has to conclude from
 * instruction bytes the emulated processor says here itself: reason and
 * qualification of each VM exit (Intel SDM vol. 3, appendix C and 28.2.1). Same
 * windows, same file.
 *
 * IPIBENCH_METER names the file; without it nothing is kept.
 *
 * Instructions between an exit and the next entry: the processor's own count. At
 * an exit the instruction that exited is not in it yet, at an entry VMRESUME is
 * not, so that the difference is the hypervisor's path with VMRESUME and without
 * the guest's instruction.
 */
#include <assert.h>
#include <stdlib.h>

#include "bochs.h"
#include "cpu/cpu.h"
#include "cpu/apic.h"

extern "C" {
#include "ipibench/guest/lib/mark.h"
#include "ipibench/harness/meter/window.h"
}

#define APIC_PAGE 0xfee00000u

struct processor {
	enum meter_kind exit_kind;	/* of the exit being handled ... */
	uint64_t exit_window;		/* ... the window it fell into ... */
	uint64_t exit_icount;		/* ... and where it was */
	uint64_t exits, entries;

	struct meter_mark mark;
};

unsigned meter_marking;
static struct processor processors[METER_MAX_VCPUS];
static bool metering;

void meter_initialize(unsigned cpu)
{
	const char *path = getenv("IPIBENCH_METER");

	if (cpu == 0 && path && BX_SMP_PROCESSORS <= METER_MAX_VCPUS)
		metering = window_open_output(path, BX_SMP_PROCESSORS);
}

void meter_exit(unsigned cpu)
{
	uint64_t entries = 0, exits = 0;

	if (!metering || cpu != 0)
		return;
	for (const struct processor &p : processors) {
		entries += p.entries;
		exits += p.exits;
	}
	window_close_output(entries, exits);
	metering = false;
}

/* An exception or NMI: SDM vol. 3, 24.9.2, VM-exit interruption information. */
static enum meter_kind kind_of_exception(BX_CPU_C *cpu)
{
	unsigned vector = cpu->VMread32(VMCS_32BIT_VMEXIT_INTERRUPTION_INFO) & 0xff;

	switch (vector) {
	case 2: return KIND_external_interrupt; /* NMI */
	case 14: return KIND_page_fault;
	default: return KIND_other;
	}
}

/* Whose: with "acknowledge interrupt on exit" the vector stands in the VMCS (SDM vol. 3,
 * 24.7.1 and 27.2.2), and the local APIC knows which vector its timer has (SDM vol. 3,
 * 10.5.1). */
static enum meter_kind kind_of_interrupt(BX_CPU_C *cpu)
{
	Bit32u info = cpu->VMread32(VMCS_32BIT_VMEXIT_INTERRUPTION_INFO);
	Bit32u timer_vector = cpu->lapic->read_aligned(BX_LAPIC_LVT_TIMER) & 0xff;

	return (info & 0x80000000u) && (info & 0xff) == timer_vector ? KIND_tick :
		KIND_external_interrupt;
}

/* Nothing says whether a misconfiguration was met by a load or by a store. */
static enum meter_kind kind_of_ept(BX_CPU_C *cpu, bool is_violation, Bit64u qualification)
{
	Bit64u address = cpu->VMread64(VMCS_64BIT_GUEST_PHYSICAL_ADDR);

	if ((address & ~0xfffull) != APIC_PAGE)
		return KIND_page_fault;
	return is_violation ? meter_kind_of_apic(address & 0xfff, qualification & 2) :
		KIND_apic_other;
}

static enum meter_kind kind_of(BX_CPU_C *cpu, Bit32u reason, Bit64u qualification)
{
	switch (reason) {
	case VMX_VMEXIT_EXCEPTION_NMI:
		return kind_of_exception(cpu);
	case VMX_VMEXIT_EXTERNAL_INTERRUPT:
		return kind_of_interrupt(cpu);
	case VMX_VMEXIT_VMX_PREEMPTION_TIMER_EXPIRED:
		return KIND_tick;
	case VMX_VMEXIT_INTERRUPT_WINDOW:
	case VMX_VMEXIT_NMI_WINDOW:
		return KIND_interrupt_window;
	case VMX_VMEXIT_APIC_ACCESS: /* 11:0 offset, 15:12 type, 1 a store */
		return meter_kind_of_apic(qualification & 0xfff, (qualification >> 12 & 15) == 1);
	case VMX_VMEXIT_APIC_WRITE:
		return meter_kind_of_apic(qualification & 0xfff, true);
	case VMX_VMEXIT_VIRTUALIZED_EOI:
		return KIND_apic_write_eoi;
	case VMX_VMEXIT_EPT_VIOLATION:
	case VMX_VMEXIT_EPT_MISCONFIGURATION:
		return kind_of_ept(cpu, reason == VMX_VMEXIT_EPT_VIOLATION, qualification);
	case VMX_VMEXIT_RDMSR:
		return KIND_msr_other;
	case VMX_VMEXIT_WRMSR:
		return meter_kind_of_wrmsr(cpu->get_reg32(BX_32BIT_REG_ECX));
	case VMX_VMEXIT_VMCALL:
		return KIND_hypercall;
	case VMX_VMEXIT_HLT:
		return KIND_hlt;
	case VMX_VMEXIT_PAUSE:
		return KIND_pause;
	case VMX_VMEXIT_IO_INSTRUCTION:
		return KIND_io;
	case VMX_VMEXIT_CPUID:
		return KIND_cpuid;
	default:
		return KIND_other;
	}
}

void meter_vmexit(unsigned cpu, Bit32u reason, Bit64u qualification)
{
	struct processor *p = &processors[cpu];

	/* Bit 31: the entry failed, nothing of the guest's was executed. */
	if (!metering || (reason & 0x80000000u))
		return;
	p->exits++;
	p->exit_kind = kind_of(BX_CPU(cpu), reason & 0xffff, qualification);
	p->exit_window = window_exit(cpu, p->exit_kind);
	p->exit_icount = BX_CPU(cpu)->get_icount();
}

void meter_vmentry(unsigned cpu)
{
	struct processor *p = &processors[cpu];

	if (!metering)
		return;
	p->entries++;
	if (p->exit_window)
		window_entry(cpu, p->exit_window, p->exit_kind,
			     BX_CPU(cpu)->get_icount() - p->exit_icount);
	p->exit_window = 0;
}

void meter_nop(unsigned cpu, bxInstruction_c *i)
{
	struct processor *p = &processors[cpu];

	if (!metering || i->ilen() != 7 || ((Bit32u)i->displ32s() & MARK_MASK) != MARK_BOOT)
		return;
	if (!p->mark.what)
		meter_marking++;
	window_mark(&p->mark, (Bit32u)i->displ32s());
}

void meter_access(unsigned cpu, bx_address lin, unsigned len, unsigned rw)
{
	struct processor *p = &processors[cpu];

	if (p->mark.what && len == 1 && rw == BX_READ &&
	    window_mark_load(&p->mark, cpu, lin))
		meter_marking--;
}
