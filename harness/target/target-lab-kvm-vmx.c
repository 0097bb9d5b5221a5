/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM on an emulated processor with VMX: Bochs runs the first level, the same to the
 * last bit in every run. */
#include <glib/gstdio.h>

#include "bochs/machine.h"
#include "engine/qemu.h"
#include "target/lab.h"
#include "target/target.h"

#define START_SECONDS 1800      /* until the stage speaks: time here says nothing */
#define SLACK_SECONDS 1800      /* beyond a boot's own limit, the same */
/* At fixed addresses, with nothing that reads a clock it cannot trust. MWAIT wakes at
 * once there; XSAVES is what Linux would use for the guest's registers, and fails. To
 * free what the initramfs was unpacked from costs more than to keep it. With a second clock
 * Linux measures the TSC once more, a second after its start (tsc_refine_calibration_work):
 * a virtual machine made after that, of KVM's first opinion, had its clock scaled at every
 * exit, six instructions; one made before had not, and which it was hung upon the length of
 * the plan. */
#define WORDS " nokaslr norandmaps tsc=reliable hpet=disable pmtmr=0 " \
	"idle=halt clearcpuid=xsaves,xsavec retain_initrd kvm_intel.enable_apicv="
/* Ticks (bochs/machine.c) a jiffy of l1.config: each processor but the first would take
 * twelve million to find it out, while another waits. */
#define JIFFY " lpj=1000000"

static bool write_machine(const struct run *run, struct bochs_machine *machine,
			  const GPtrArray *boots, const struct lab_kvm *parts,
			  GError **error)
{
	const struct boot *first = boots->pdata[0];
	g_autofree char *words = g_strconcat(LAB_KVM_WORDS, lab_kvm_offers(first), WORDS,
		boot_has_apicv(first) ? "1" : "0",
		parts->ours ? JIFFY : "", NULL);
	g_autoptr(GByteArray) job = lab_job(run, boots, error);
	GStatBuf base;
	gsize at;

	if (!job || g_stat(parts->base, &base))
		return false;
	at = lab_job_offset(base.st_size);
	bochs_add_image(machine, parts->base, BOCHS_INITRD_AT);
	return bochs_write_image(machine, run->out, "job", job,
				 BOCHS_INITRD_AT + at, error) &&
	       bochs_start_linux(machine, run->out, parts->kernel, words,
				 at + job->len, error) &&
	       bochs_write_rc(machine, run->out, error);
}

/* Boots that share a first level. */
static bool prepare_group(const struct target *target, struct run *run,
			  GPtrArray *boots, const char *made, GError **error)
{
	const struct boot *first = boots->pdata[0];
	g_autofree char *meter = run->no_meter ||
		lab_kvm_shares(first) ? NULL : lab_kvm_meter(boots);
	g_autofree char *console = lab_kvm_console(boots);
	struct bochs_machine machine = {
		.made = g_strdup(made), .name = lab_kvm_name(first),
		.processors = lab_kvm_processors(first),
		.memory_mb = LAB_KVM_MEMORY_MB + GUEST_MEMORY_MB,
		.com1 = console, .com2 = BOCHS_STDOUT,
	};
	g_autoptr(GPtrArray) argv = bochs_command(&machine, meter, error);
	struct lab_kvm parts = { 0 };
	bool done = argv && lab_kvm_find(target, run, boots->pdata[0], &parts, error) &&
		(run->dry || write_machine(run, &machine, boots, &parts, error)) &&
		lab_kvm_commands(run, boots, argv, parts.sidecar, error) &&
		(run->dry || bochs_describe(&machine, run->out, boots, error));

	lab_kvm_clear(&parts);
	bochs_machine_clear(&machine);
	return done;
}

static bool prepare(const struct target *target, struct run *run,
		    GPtrArray *boots, GError **error)
{
	g_autoptr(GPtrArray) groups = lab_kvm_groups(boots);
	g_autofree char *made = lab_bochs(run, error);
	bool done = made != NULL;

	for (guint i = 0; done && i < groups->len; i++)
		done = prepare_group(target, run, groups->pdata[i], made, error);
	return done;
}

static bool add_machines(struct run *run, GPtrArray *boots, GPtrArray *machines,
			 GError **error)
{
	return lab_kvm_machines(run, boots, START_SECONDS, SLACK_SECONDS, machines,
				error);
}

const struct target target_lab_kvm_vmx = {
	"lab-kvm-vmx", "patched KVM on emulated VMX (Bochs)", lab_missing,
	prepare, .machines = add_machines, .script = "linux/build",
	.exact = true
};
const struct target target_lab_kvm_vmx_stock = {
	"lab-kvm-vmx-stock", "Debian's own KVM on emulated VMX (Bochs)",
	lab_missing, prepare, .machines = add_machines, .script = "linux/stock",
	.exact = true
};
