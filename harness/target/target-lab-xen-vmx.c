/* SPDX-License-Identifier: GPL-2.0-only */
/* Xen on an emulated processor with VMX, under Bochs: the same to the last bit in every
 * run. */
#include "base/error.h"
#include "bochs/machine.h"
#include "engine/qemu.h"
#include "target/lab.h"
#include "target/target.h"

#define SLACK_SECONDS 1800      /* for Xen's own start: time here says nothing */

/* There is no IOMMU, which a PVH dom0 demands unless told that it has no device to pass
 * through it. MWAIT wakes at once there: idle processors are to halt, and not to zero free
 * memory, which is zero and which they would do between an IPI and the next, up to some
 * fifty million instructions after Xen's start. What the guest says waits in a buffer and
 * is thrown away where that is full, even the last record: it is to hold all of it. */
#define WORDS " dom0-iommu=none mwait-idle=0 bootscrub=0 serial_tx_buffer=16M"

static bool write_machine(const struct run *run, struct bochs_machine *machine,
			  const struct boot *boot, const char *xen,
			  GError **error)
{
	g_autofree char *plan = qemu_plan_path(boot);
	g_autofree char *options = lab_xen_options(boot);
	g_autofree char *words = g_strdup_printf("%s" WORDS " apicv=%u", options,
						 boot_has_apicv(boot));

	return bochs_start_xen(machine, run->out, xen, words, "ipibench.elf",
			       plan, error) &&
	       bochs_write_rc(machine, run->out, error);
}

static bool prepare_boot(struct run *run, struct boot *boot, const char *bochs,
			 const char *xen, GError **error)
{
	struct bochs_machine machine = {
		.made = g_strdup(bochs), .name = g_strdup(boot->name),
		.processors = boot->vcpus, .memory_mb = LAB_XEN_MEMORY_MB,
		.com1 = BOCHS_STDOUT,
	};
	g_autofree char *meter = run->no_meter ? NULL : lab_xen_meter(boot);
	g_autoptr(GPtrArray) argv = NULL;
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	bool done = false;

	g_ptr_array_add(one, boot);
	if (!g_str_equal(boot->loader, "pvh"))
		g_set_error(error, IPIBENCH_ERROR, 0, "boot=%s: this machine has "
			    "no disc; use pvh, or lab-xen-svm", boot->loader);
	else if ((argv = bochs_command(&machine, meter, error)))
		done = run->dry ||
		       (write_machine(run, &machine, boot, xen, error) &&
			bochs_describe(&machine, run->out, one, error));
	if (done)
		g_ptr_array_add(boot->commands, qemu_command_line(argv));
	bochs_machine_clear(&machine);
	return done;
}

static bool prepare(const struct target *target, struct run *run,
		    GPtrArray *boots, GError **error)
{
	g_autofree char *bochs = lab_bochs(run, error);

	for (guint i = 0; bochs && i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autofree char *made = lab_xen_find(target, run, boot, error);
		g_autofree char *xen = made ? g_build_filename(made, "xen", NULL) : NULL;

		if (!xen || !prepare_boot(run, boot, bochs, xen, error))
			return false;
	}
	return bochs != NULL;
}

static bool add_machines(struct run *run, GPtrArray *boots, GPtrArray *machines,
			 GError **error)
{
	return lab_xen_machines(run, boots, SLACK_SECONDS, machines, error);
}

const struct target target_lab_xen_vmx = {
	"lab-xen-vmx", "patched Xen on emulated VMX (Bochs)", lab_missing,
	prepare, .machines = add_machines, .script = "xen/build",
	.exact = true
};
const struct target target_lab_xen_vmx_stock = {
	"lab-xen-vmx-stock", "Debian's own Xen on emulated VMX (Bochs)",
	lab_missing, prepare, .machines = add_machines, .script = "xen/stock",
	.exact = true
};
