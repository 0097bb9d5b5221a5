/* SPDX-License-Identifier: GPL-2.0-only */
/* Xen on an emulated processor with SVM, under QEMU. */
#include "engine/meter-file.h"
#include "engine/qemu.h"
#include "target/lab.h"
#include "target/target.h"

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
	g_autofree char *memory = g_strdup_printf("%uM", LAB_XEN_MEMORY_MB);
	g_autofree char *meter = lab_xen_meter(boot);
	g_autofree char *options = lab_xen_options(boot);

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

static bool prepare(const struct target *target, struct run *run,
		    GPtrArray *boots, GError **error)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autofree char *made = lab_xen_find(target, run, boot, error);
		g_autoptr(GPtrArray) argv = NULL;

		argv = made ? command(run, boot, made, error) : NULL;
		if (!argv)
			return false;
		g_ptr_array_add(boot->commands, qemu_command_line(argv));
	}
	return true;
}

static bool add_machines(struct run *run, GPtrArray *boots, GPtrArray *machines,
			 GError **error)
{
	return lab_xen_machines(run, boots, LAB_XEN_SLACK_SECONDS, machines, error);
}

const struct target target_lab_xen_svm = {
	"lab-xen-svm", "patched Xen on emulated SVM", lab_missing,
	prepare, .machines = add_machines, .script = "xen/build"
};
const struct target target_lab_xen_svm_stock = {
	"lab-xen-svm-stock", "Debian's own Xen on emulated SVM", lab_missing,
	prepare, .machines = add_machines, .script = "xen/stock"
};
