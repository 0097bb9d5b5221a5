/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest on QEMU's emulated machine: no hypervisor, so no exits. Good for
 * testing the guest, and as the row that shows what the rest adds. */
#include "engine/qemu.h"
#include "target/target.h"

static char *missing(const struct run *run, char **help)
{
	return qemu_missing(help);
}

static GPtrArray *command(const struct run *run, const struct boot *boot,
			  GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);

	qemu_add(argv, QEMU, "-accel", "tcg,thread=multi", "-machine", "q35",
		 "-cpu", "max", NULL);
	qemu_add_machine(argv, boot->vcpus);
	if (!qemu_add_loader(argv, run, boot, error) ||
	    !qemu_add_l0_args(argv, error))
		return NULL;
	return g_steal_pointer(&argv);
}

static bool prepare(struct run *run, GPtrArray *boots, GError **error)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autoptr(GPtrArray) argv = NULL;

		if (!run->dry && !qemu_write_plan(run, boot, error))
			return false;
		argv = command(run, boot, error);
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
		g_auto(GStrv) words = NULL;
		g_autoptr(GPtrArray) argv = g_ptr_array_new();

		/* What prepare wrote down is what runs. */
		if (!g_shell_parse_argv(boot->commands->pdata[0], NULL, &words,
					error))
			return false;
		for (char **word = words; *word; word++)
			g_ptr_array_add(argv, *word);
		g_ptr_array_add(argv, NULL);
		qemu_boot(run, boot, argv, NULL, -1);
		if (!target_boot_done(run, boot, report, error))
			return false;
	}
	return true;
}

const struct target target_tcg = {
	"tcg", "the emulated machine itself, no hypervisor", missing, prepare,
	run_boots
};
