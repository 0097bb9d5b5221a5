/* SPDX-License-Identifier: GPL-2.0-only */
/* The decoder on byte sequences written down by hand from the manuals'
 * encodings, not taken from its own tables. */
#include <glib.h>

#include "../../../guest/lib/mark.h"
#include "../decode.h"

struct example {
	const char *what;
	guint8 bytes[12];
	gsize size;
	enum insn_role role;
	enum meter_kind kind;
};

static const struct example examples[] = {
	{ "mov 0xfffffffffee00300,%eax", { 0x8b, 0x04, 0x25, 0x00, 0x03, 0xe0, 0xfe }, 7,
	  INSN_MAY_EXIT, KIND_apic_read_icr },
	{ "mov %ecx,0xfffffffffee00310", { 0x89, 0x0c, 0x25, 0x10, 0x03, 0xe0, 0xfe }, 7,
	  INSN_MAY_EXIT, KIND_apic_write_icr2 },
	{ "mov %r9d,0xfffffffffee00300", { 0x44, 0x89, 0x0c, 0x25, 0x00, 0x03, 0xe0, 0xfe }, 8,
	  INSN_MAY_EXIT, KIND_apic_write_icr },
	{ "movl $0,0xfffffffffee000b0",
	  { 0xc7, 0x04, 0x25, 0xb0, 0x00, 0xe0, 0xfe, 0, 0, 0, 0 }, 11,
	  INSN_MAY_EXIT, KIND_apic_write_eoi },
	{ "mov 0xfffffffffee000d0,%eax", { 0x8b, 0x04, 0x25, 0xd0, 0x00, 0xe0, 0xfe }, 7,
	  INSN_MAY_EXIT, KIND_apic_other },
	{ "mov 0xfffffffffee00310,%eax", { 0x8b, 0x04, 0x25, 0x10, 0x03, 0xe0, 0xfe }, 7,
	  INSN_MAY_EXIT, KIND_apic_other },
	{ "mov 0x100300,%eax: ordinary memory", { 0x8b, 0x04, 0x25, 0x00, 0x03, 0x10, 0x00 }, 7,
	  INSN_PLAIN, 0 },
	{ "mov (%rax),%eax", { 0x8b, 0x00 }, 2, INSN_PLAIN, 0 },
	{ "vmrun", { 0x0f, 0x01, 0xd8 }, 3, INSN_VMRUN, 0 },
	{ "vmmcall", { 0x0f, 0x01, 0xd9 }, 3, INSN_MAY_EXIT, KIND_hypercall },
	{ "vmcall", { 0x0f, 0x01, 0xc1 }, 3, INSN_MAY_EXIT, KIND_hypercall },
	{ "vmload: no exit of its own kind", { 0x0f, 0x01, 0xda }, 3, INSN_PLAIN, 0 },
	{ "hlt", { 0xf4 }, 1, INSN_MAY_EXIT, KIND_hlt },
	{ "pause", { 0xf3, 0x90 }, 2, INSN_MAY_EXIT, KIND_pause },
	{ "nop", { 0x90 }, 1, INSN_PLAIN, 0 },
	{ "rep outsb", { 0xf3, 0x6e }, 2, INSN_MAY_EXIT, KIND_io },
	{ "out %al,$0xf4", { 0xe6, 0xf4 }, 2, INSN_MAY_EXIT, KIND_io },
	{ "cpuid", { 0x0f, 0xa2 }, 2, INSN_MAY_EXIT, KIND_cpuid },
	{ "rdtsc", { 0x0f, 0x31 }, 2, INSN_MAY_EXIT, KIND_other },
	{ "rdmsr", { 0x0f, 0x32 }, 2, INSN_MAY_EXIT, KIND_msr_other },
	{ "wrmsr, ECX unknown", { 0x0f, 0x30 }, 2, INSN_MAY_EXIT, KIND_msr_unknown },
	{ "nopl 0x1b1be001(%rax)", { 0x0f, 0x1f, 0x80, 0x01, 0xe0, 0x1b, 0x1b }, 7, INSN_MARK, 0 },
	{ "a compiler's padding", { 0x0f, 0x1f, 0x80, 0, 0, 0, 0 }, 7, INSN_PLAIN, 0 },
	{ "mov (%rax),%cl", { 0x8a, 0x08 }, 2, INSN_MARK_LOAD, 0 },
	{ "a REX prefix and nothing behind", { 0x48 }, 1, INSN_PLAIN, 0 },
};

static void test_examples(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
		const struct example *e = &examples[i];
		guint64 ecx = DECODE_ECX_UNKNOWN;
		struct insn insn = decode(e->bytes, e->size, &ecx);

		g_test_message("%s", e->what);
		g_assert_cmpint(insn.role, ==, e->role);
		if (e->role == INSN_MAY_EXIT)
			g_assert_cmpstr(meter_kind_name[insn.kind], ==, meter_kind_name[e->kind]);
		/* Cut short, it must neither crash nor be taken for more. */
		for (gsize n = 0; n < e->size; n++)
			decode(e->bytes, n, &ecx);
	}
}

static void assert_wrmsr(guint32 msr, enum meter_kind kind)
{
	guint64 ecx = DECODE_ECX_UNKNOWN;
	guint8 mov[5] = { 0xb9, msr, msr >> 8, msr >> 16, msr >> 24 };
	static const guint8 xor_eax[] = { 0x31, 0xc0 }, wrmsr[] = { 0x0f, 0x30 };

	decode(mov, sizeof(mov), &ecx);
	decode(xor_eax, sizeof(xor_eax), &ecx);
	g_assert_cmpstr(meter_kind_name[decode(wrmsr, sizeof(wrmsr), &ecx).kind], ==,
			meter_kind_name[kind]);
}

static void test_wrmsr(void)
{
	static const guint8 cpuid[] = { 0x0f, 0xa2 }, wrmsr[] = { 0x0f, 0x30 };
	static const guint8 mov[] = { 0xb9, 0x30, 0x08, 0, 0 };
	guint64 ecx = DECODE_ECX_UNKNOWN;

	assert_wrmsr(0x830, KIND_msr_x2apic_icr);
	assert_wrmsr(0x80b, KIND_msr_x2apic_eoi);
	assert_wrmsr(0x4b564df2, KIND_msr_vapic);
	assert_wrmsr(0x40000071, KIND_msr_hv_icr);
	assert_wrmsr(0x1b, KIND_msr_other);

	/* CPUID overwrites ECX: what was known of it is not known any more. */
	decode(mov, sizeof(mov), &ecx);
	decode(cpuid, sizeof(cpuid), &ecx);
	g_assert_cmpint(decode(wrmsr, sizeof(wrmsr), &ecx).kind, ==, KIND_msr_unknown);
}

static void test_random(void)
{
	guint8 bytes[15];
	guint64 ecx = DECODE_ECX_UNKNOWN;

	for (int i = 0; i < 1000000; i++) {
		for (gsize k = 0; k < sizeof(bytes); k++)
			bytes[k] = g_test_rand_int_range(0, 256);
		struct insn insn = decode(bytes, g_test_rand_int_range(0, 16), &ecx);

		g_assert_cmpint(insn.kind, <, KINDS);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/meter/decode/examples", test_examples);
	g_test_add_func("/meter/decode/wrmsr", test_wrmsr);
	g_test_add_func("/meter/decode/random-bytes", test_random);
	return g_test_run();
}
