/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Xen on an emulated processor with SVM. The guest is Xen's PVH dom0: no
 * Linux, no tool stack. Its console is a hypercall, so that Xen's own lines
 * and the guest's come over one serial port.
 */
#define _GNU_SOURCE     /* memmem */
#include <string.h>

#include "base/progress.h"
#include "engine/meter-file.h"
#include "engine/qemu.h"
#include "target/lab.h"
#include "target/target.h"
#include "target/xen-regime.h"

#define DOM0_MEMORY_MB 128
#define XEN_MEMORY_MB 1024
#define XEN_SLACK_SECONDS 60    /* Xen's own start, under emulation */

static char *meter_file(const struct boot *boot)
{
	return g_strdup_printf("raw/%s-meter.jsonl", boot->name);
}

/* Xen as a host boots it: by GRUB and multiboot2, the guest as its module. */
static bool make_iso(const struct run *run, const struct boot *boot,
		     const char *made, const char *options, GError **error)
{
	g_autofree char *script = g_build_filename(run->root, "harness", "lab",
						   "xen", "iso", NULL);
	g_autofree char *iso = g_strdup_printf("%s/raw/%s.iso", run->out,
					       boot->name);
	g_autofree char *relative = qemu_plan_path(boot);
	g_autofree char *plan = g_build_filename(run->out, relative, NULL);
	char *argv[] = { script, (char *)made, run->guest, plan,
			 (char *)options, iso, NULL };

	return qemu_run_script(run, argv, error);
}

static bool add_loader(GPtrArray *argv, const struct run *run,
		       const struct boot *boot, const char *made,
		       const char *options, GError **error)
{
	g_autofree char *xen = g_build_filename(made, "xen", NULL);
	g_autofree char *plan = qemu_plan_path(boot);
	g_autofree char *modules = g_strdup_printf("ipibench.elf,%s", plan);

	if (g_str_equal(boot->loader, "pvh")) {
		qemu_add(argv, "-kernel", xen, "-append", options,
			 "-initrd", modules, NULL);
		return true;
	}
	if (!run->dry && !make_iso(run, boot, made, options, error))
		return false;
	qemu_add_iso(argv, boot);
	return true;
}

static GPtrArray *command(const struct run *run, const struct boot *boot,
			  const char *made, GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *smp = g_strdup_printf("%u", boot->vcpus);
	g_autofree char *memory = g_strdup_printf("%uM", XEN_MEMORY_MB);
	g_autofree char *meter = meter_file(boot);
	g_autofree char *options = g_strdup_printf(
		"dom0=pvh dom0_mem=%dM dom0_max_vcpus=%u dom0_vcpus_pin "
		"console=com1 com1=115200,8n1 noreboot", DOM0_MEMORY_MB,
		boot->vcpus);

	/* -monitor: Xen idles with MWAIT where it can, which faults under
	 * TCG. A PVH dom0 demands an IOMMU. */
	qemu_add(argv, QEMU, "-accel", "tcg,thread=multi", "-machine", "q35",
		 "-cpu", "EPYC,+svm,+npt,-monitor", "-device", "amd-iommu",
		 "-smp", smp, "-m", memory, "-display", "none", "-nodefaults",
		 "-no-reboot", "-chardev", "stdio,id=console,signal=off",
		 "-serial", "chardev:console", NULL);
	return add_loader(argv, run, boot, made, options, error) &&
	       meter_add(argv, run, meter, error) &&
	       qemu_add_l0_args(argv, error) ? g_steal_pointer(&argv) : NULL;
}

static bool prepare(struct run *run, GPtrArray *boots, const char *script,
		    GError **error)
{
	g_autofree char *made = run->dry ?
		g_strdup_printf("$(harness/lab/%s)", script) :
		lab_script(run, script, NULL, error);
	g_autofree char *sidecar = NULL;

	if (!made)
		return false;
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autoptr(GPtrArray) argv = NULL;

		if (!run->dry && !qemu_write_plan(run, boot, error))
			return false;
		argv = command(run, boot, made, error);
		if (!argv)
			return false;
		g_ptr_array_add(boot->commands, qemu_command_line(argv));
	}
	sidecar = g_build_filename(made, "provenance.json", NULL);
	lab_remember_sidecar(boots, sidecar);
	return true;
}

/* Each boot starts a Xen of its own, and it speaks for itself. */
static void describe(const struct boot *boot, struct target_report *report)
{
	const char *banner = boot->raw->len ? memmem(boot->raw->data,
		boot->raw->len, "Xen version ", 12) : NULL;

	report_clear(report);
	xen_find_regime((const char *)boot->raw->data, boot->raw->len,
			"what Xen printed", report);
	report->hypervisor = lab_hypervisor(boot, "Xen");
	if (banner) {
		gsize left = (const char *)boot->raw->data + boot->raw->len -
			banner, len = 0;
		g_autofree char *line = NULL;

		while (len < left && banner[len] >= 0x20 && banner[len] < 0x7f)
			len++;
		line = g_strndup(banner, len);
		json_object_set_string_member(report->hypervisor, "banner",
					      line);
	}
}

static bool run_boots(struct run *run, GPtrArray *boots,
		      struct target_report *report, GError **error)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_auto(GStrv) words = NULL;
		g_autoptr(GPtrArray) argv = g_ptr_array_new();
		g_autoptr(GPtrArray) one = g_ptr_array_new();
		g_autofree char *meter = meter_file(boot);
		struct meter_place place = { 0 };

		if (!g_shell_parse_argv(boot->commands->pdata[0], NULL, &words,
					error))
			return false;
		for (char **word = words; *word; word++)
			g_ptr_array_add(argv, *word);
		g_ptr_array_add(argv, NULL);
		progress("%s: starting Xen", boot->name);
		/* The boot may be tried again: its limit stays what was planned. */
		boot->timeout += XEN_SLACK_SECONDS;
		qemu_boot(run, boot, argv, NULL, -1);
		boot->timeout -= XEN_SLACK_SECONDS;
		g_ptr_array_add(one, boot);
		meter_attach(run, meter, &place, one);
		for (guint cpu = 0; cpu < boot->vcpus; cpu++)
			g_ptr_array_add(boot->pinning, g_strdup_printf(
				"vcpu %u: pcpu %u", cpu, cpu));
		describe(boot, report);
		if (!target_boot_done(run, boot, report, error))
			return false;
	}
	return true;
}

static bool prepare_patched(struct run *run, GPtrArray *boots, GError **error)
{
	return prepare(run, boots, "xen/build", error);
}

static bool prepare_stock(struct run *run, GPtrArray *boots, GError **error)
{
	return prepare(run, boots, "xen/stock", error);
}

static char *missing_patched(const struct run *run, char **help)
{
	return lab_missing(run, "xen/build", help);
}

static char *missing_stock(const struct run *run, char **help)
{
	return lab_missing(run, "xen/stock", help);
}

const struct target target_lab_xen_svm = {
	"lab-xen-svm", "patched Xen on emulated SVM", missing_patched,
	prepare_patched, run_boots, .emulated = true
};
const struct target target_lab_xen_svm_stock = {
	"lab-xen-svm-stock", "Debian's own Xen on emulated SVM", missing_stock,
	prepare_stock, run_boots, .emulated = true
};
