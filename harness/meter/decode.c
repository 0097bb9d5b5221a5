/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Opcodes: Intel SDM vol. 2, appendix A; AMD APM vol. 3, appendix A.
 *
 * The measured guest reaches its xAPIC page at the sign-extended address
 * 0xfffffffffee00000, so that every access carries register and direction in
 * its own bytes (guest/apic.h). That is all the decoder relies on.
 */
#include "decode.h"

#include <string.h>

#include "../../guest/lib/mark.h"
#include "../../hv-patches/include/vapic.h"

const char *const meter_kind_name[KINDS] = {
#define X(name) #name,
	METER_KINDS(X)
#undef X
};

static uint32_t le32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static struct insn may_exit(enum meter_kind kind)
{
	return (struct insn){ .role = INSN_MAY_EXIT, .kind = kind };
}

/* The xAPIC page, by offset and direction (Intel SDM vol. 3, table 11-1). */
enum meter_kind meter_kind_of_apic(uint32_t offset, bool is_store)
{
	switch (offset) {
	case 0x300: return is_store ? KIND_apic_write_icr : KIND_apic_read_icr;
	case 0x310: return is_store ? KIND_apic_write_icr2 : KIND_apic_other;
	case 0x0b0: return is_store ? KIND_apic_write_eoi : KIND_apic_other;
	default: return KIND_apic_other;
	}
}

enum meter_kind meter_kind_of_wrmsr(uint64_t ecx)
{
	switch (ecx) {
	case DECODE_ECX_UNKNOWN: return KIND_msr_unknown;
	case VAPIC_MSR_ICR: return KIND_msr_vapic;
	case 0x830: return KIND_msr_x2apic_icr;     /* Intel SDM vol. 3, 11.12.1.2 */
	case 0x80b: return KIND_msr_x2apic_eoi;
	case 0x40000071: return KIND_msr_hv_icr;    /* Hyper-V TLFS, HV_X64_MSR_ICR */
	default: return KIND_msr_other;
	}
}

static struct insn decode_0f(const uint8_t *p, size_t n, uint64_t *ecx)
{
	if (n >= 3 && p[1] == 0x01) {
		switch (p[2]) {
		case 0xd8: return (struct insn){ .role = INSN_VMRUN };
		case 0xd9: /* VMMCALL */
		case 0xc1: return may_exit(KIND_hypercall); /* VMCALL */
		case 0xf9: /* RDTSCP writes ECX */
			*ecx = DECODE_ECX_UNKNOWN;
			return may_exit(KIND_other);
		}
	}
	/* The all-zero displacement is what compilers pad with: no mark. */
	if (n >= 7 && p[1] == 0x1f && p[2] == 0x80 && (le32(p + 3) & MARK_MASK) == MARK_BOOT)
		return (struct insn){ .role = INSN_MARK, .mark = le32(p + 3) };
	if (n >= 2) {
		switch (p[1]) {
		case 0x30: return may_exit(meter_kind_of_wrmsr(*ecx));
		case 0x32: return may_exit(KIND_msr_other);
		case 0x31: return may_exit(KIND_other);
		case 0xa2:
			*ecx = DECODE_ECX_UNKNOWN;
			return may_exit(KIND_cpuid);
		}
	}
	return (struct insn){ .role = INSN_PLAIN };
}

struct insn decode(const uint8_t *p, size_t n, uint64_t *ecx)
{
	int rep = 0;

	/* Legacy prefixes, then REX. */
	while (n > 1 && (*p == 0x66 || *p == 0xf2 || *p == 0xf3)) {
		rep |= *p == 0xf3;
		p++, n--;
	}
	if (n > 1 && (*p & 0xf0) == 0x40)
		p++, n--;
	if (n == 0)
		return (struct insn){ .role = INSN_PLAIN };

	switch (*p) {
	case 0x0f:
		return decode_0f(p, n, ecx);
	case 0xf4:
		return may_exit(KIND_hlt);
	case 0x90:
		return rep ? may_exit(KIND_pause) : (struct insn){ .role = INSN_PLAIN };
	case 0x6c: case 0x6d: case 0x6e: case 0x6f: /* INS, OUTS */
	case 0xe4: case 0xe5: case 0xe6: case 0xe7: /* IN, OUT imm8 */
	case 0xec: case 0xed: case 0xee: case 0xef: /* IN, OUT DX */
		return may_exit(KIND_io);
	case 0xb9: /* MOV ECX, imm32 */
		*ecx = n >= 5 ? le32(p + 1) : DECODE_ECX_UNKNOWN;
		return (struct insn){ .role = INSN_PLAIN };
	case 0x8a: /* MOV r8, r/m8 */
		return (struct insn){ .role = INSN_MARK_LOAD };
	case 0x8b: case 0x89: case 0xc7:
		/* ModRM mod=00 rm=100, SIB 25: an absolute disp32, sign-extended. */
		if (n >= 7 && (p[1] & 0xc7) == 0x04 && p[2] == 0x25 &&
		    (le32(p + 3) & 0xfffff000) == 0xfee00000)
			return may_exit(meter_kind_of_apic(le32(p + 3) & 0xfff, *p != 0x8b));
		break;
	}
	return (struct insn){ .role = INSN_PLAIN };
}
