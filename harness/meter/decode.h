/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the bytes of one x86 instruction to what the meter needs to know of it.
 */
#ifndef METER_DECODE_H
#define METER_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an exiting instruction of the measured guest was. The names are those
 * of the exit classes (vapic.h) where the bytes alone decide it, and the meter's
 * own where they cannot. */
#define METER_KINDS(X) \
	X(async)           /* no instruction of the guest's: interrupt, window, fault */ \
	X(apic_read_icr) X(apic_write_icr2) X(apic_write_icr) X(apic_write_eoi) X(apic_other) \
	X(msr_vapic) X(msr_x2apic_icr) X(msr_x2apic_eoi) X(msr_hv_icr) X(msr_other) \
	X(msr_unknown)     /* WRMSR, and nothing near it says of which MSR */ \
	X(hypercall) X(hlt) X(pause) X(io) X(cpuid) \
	X(other)           /* RDTSC and its like */ \
	X(external_interrupt) X(interrupt_window) X(page_fault) \
	                   /* what is async where the processor gives no reason */ \
	X(tick)            /* an external interrupt: the first level's own timer */

enum meter_kind {
#define X(name) KIND_##name,
	METER_KINDS(X)
#undef X
	KINDS
};

extern const char *const meter_kind_name[KINDS];

/* Instructions that matter for other reasons than that they may exit. */
enum insn_role {
	INSN_PLAIN,      /* cannot be the cause of an exit that is told apart */
	INSN_MAY_EXIT,   /* may exit; `kind` says how it then counts */
	INSN_VMRUN,      /* VM entry (AMD APM vol. 3, VMRUN: 0f 01 d8) */
	INSN_MARK,       /* the guest's no-op; `mark` says which */
	INSN_MARK_LOAD,  /* a byte load: after a mark it carries a number */
};

struct insn {
	enum insn_role role;
	enum meter_kind kind;
	uint32_t mark;
};

/*
 * Decode the instruction at `bytes`. `ecx` is what the decoder remembers of
 * ECX between instructions of one straight run: start with DECODE_ECX_UNKNOWN
 * and pass the same variable on.
 */
#define DECODE_ECX_UNKNOWN UINT64_MAX
struct insn decode(const uint8_t *bytes, size_t size, uint64_t *ecx);

/* An access to the APIC's page; WRMSR with that ECX. */
enum meter_kind meter_kind_of_apic(uint32_t offset, bool is_store);
enum meter_kind meter_kind_of_wrmsr(uint64_t ecx);

#endif
