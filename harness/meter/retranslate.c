/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A QEMU TCG plugin that has a breakpoint translated anew once it is gone. It counts
 * nothing and changes nothing else.
 *
 *   qemu-system-x86_64 ... -plugin build/harness/retranslate.so
 *
 * Linux patches its own code while it runs: jump labels, static calls, tracepoints. It
 * writes INT3 over the first byte, then the rest, then the first byte again, and makes all
 * processors take an interrupt between the steps (text_poke_bp_batch). QEMU before 8.1 reads
 * the code that it translates without the lock of its page, so that what another processor
 * writes while it does can be missed: the page is told of the block only afterwards
 * (tb_gen_code, tb_link_page; cured by "accel/tcg: Always lock pages before translation").
 * A block with an INT3 is then left that is in no memory any more. Linux finds that the
 * breakpoint is gone and begins the instruction again, for ever, with interrupts off, and
 * the first level stands still.
 *
 * Found so in November 2026, QEMU 7.2.22: a first level stood in smp_call_function, its
 * other processor in #BP after #BP from an address where its memory had a no-op.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "plugin-api.h"

#define INT3 0xcc

static qemu_plugin_id_t self;
static atomic_bool asked;

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);

/* All translations are gone. */
static void begin_again(qemu_plugin_id_t id)
{
	qemu_plugin_outs("retranslate: a breakpoint that is gone was executed\n");
	atomic_store(&asked, false);
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
}

/* Until the translations are thrown away, which takes all processors, it comes again. */
static void on_breakpoint(unsigned i, void *memory)
{
	const volatile unsigned char *first = memory;

	(void)i;
	if (*first != INT3 && !atomic_exchange(&asked, true))
		qemu_plugin_reset(self, begin_again);
}

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t k = 0; k < n; k++) {
		struct qemu_plugin_insn *q = qemu_plugin_tb_get_insn(tb, k);
		unsigned char copy[16]; /* an instruction has 15 bytes at most */
		const unsigned char *bytes = plugin_insn_data(q, copy, sizeof(copy));
		void *memory;

		if (qemu_plugin_insn_size(q) != 1 || bytes[0] != INT3)
			continue;
		memory = qemu_plugin_insn_haddr(q);
		if (memory)
			qemu_plugin_register_vcpu_insn_exec_cb(q, on_breakpoint,
							       PLUGIN_CB_NO_REGS, memory);
	}
}

PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc,
				      char **argv)
{
	(void)argc;
	(void)argv;
	if (!info->system_emulation || strcmp(info->target_name, "x86_64") != 0) {
		fprintf(stderr, "retranslate: needs qemu-system-x86_64\n");
		return 1;
	}
	self = id;
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
	return 0;
}
