/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest on QEMU's emulated machine: no hypervisor, so no exits. Good for
 * testing the guest, and as the row that shows what the rest adds. */
#include "engine/qemu.h"
#include "target/target.h"

static char *missing(const struct target *target, const struct run *run,
		     char **help)
{
	return qemu_missing(help);
}

static GPtrArray *command(const struct boot *boot, GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);

	qemu_add(argv, qemu_program(boot), "-accel", "tcg,thread=multi", "-machine", "q35", NULL);
	qemu_add_cpu(argv, boot, "max");
	qemu_add_machine(argv, boot);
	qemu_add_loader(argv, boot);
	return qemu_add_l0_args(argv, error) ? g_steal_pointer(&argv) : NULL;
}

static bool prepare(const struct target *target, struct run *run,
		    GPtrArray *boots, GError **error)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autoptr(GPtrArray) argv = NULL;

		if (!qemu_take_given(boot, error) || !qemu_make_files(run, boot, error))
			return false;
		argv = command(boot, error);
		if (!argv)
			return false;
		g_ptr_array_add(boot->commands, qemu_command_line(argv));
	}
	return true;
}

static bool run_boots(struct run *run, GPtrArray *boots,
		      struct target_report *report, GError **error)
{
	report->regime = g_strdup("n/a");
	report->regime_note =
		g_strdup("no hypervisor: the emulator is the machine");
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];

		if (!qemu_boot_planned(run, boot, error) ||
		    !target_boot_done(run, boot, report, error))
			return false;
	}
	return true;
}

const struct target target_tcg = {
	"tcg", "the emulated machine itself, no hypervisor", missing, prepare,
	run_boots
};
