/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM on an emulated processor with SVM: QEMU's TCG runs the first level. */
#include <string.h>

#include "engine/meter-file.h"
#include "engine/qemu.h"
#include "target/lab.h"
#include "target/target.h"

#define START_SECONDS 240       /* until the stage speaks */
#define SLACK_SECONDS 30        /* beyond a boot's own limit */
/* QEMU's TCG with SVM loses interrupts: do_vmexit and VMRUN (target/i386/tcg/sysemu/
 * svm_helper.c) change interrupt_request without the lock under which others set bits of
 * it. The first level was found so, with processors that had halted with interrupts
 * enabled while the timer's or the serial port's vector was in their IRR, and nothing
 * to wake them: Linux arms its timer anew only when it has fired. A periodic one comes
 * again, and whatever else waits is taken with it. */
#define PERIODIC " nohz=off highres=off"
/* More processors than this machine has, and threads of QEMU's that hold a lock of the first
 * level's wait for their turn while others spin for it: a start was seen to take minutes,
 * all processors in queued_spin_lock_slowpath from their ticks. And where vCPUs share
 * processors there are so many VM entries that something worse came up, in 6 of some 150
 * boots of 64 vCPUs: right after a VMRUN a guest's page walk takes the guest's physical
 * addresses for the machine's, as if nested paging were off (the VMCB at the shutdown says
 * vector 14, error code 8, at an instruction fetch, and what lay at that address of the
 * machine has a reserved bit set). One thread for all processors has neither. It would be
 * slow where guests spin: who spins keeps it for 100 ms. And QEMU 10.0 then tells a plugin,
 * that is the meter, the processor for which a block was translated instead of the one that
 * runs it: all exits of eight vCPUs were found on the first. What has a meter gets a thread
 * for each processor there; six of six starts of 8 beside two busy loops took 24 to 32 s. */
#define ONE_THREAD "tcg,thread=single"
#define THREAD_EACH "tcg,thread=multi"

static char *job_file(const GPtrArray *boots)
{
	g_autofree char *name = lab_kvm_name(boots->pdata[0]);

	return g_strconcat("raw/", name, "-job", NULL);
}

/* Where guests spin, or each processor can have a thread of this machine's, one each. */
static const char *threads(const GPtrArray *boots)
{
	const struct boot *first = boots->pdata[0];

	if (lab_kvm_shares(first))
		return ONE_THREAD;
	if (lab_kvm_processors(first) <= g_get_num_processors())
		return THREAD_EACH;
	for (guint i = 0; i < boots->len; i++) {
		const struct boot *boot = boots->pdata[i];

		for (guint k = 0; k < boot->settings->len; k++) {
			const struct setting *setting = boot->settings->pdata[k];

			if (!g_str_equal(setting->value[KEY_WAIT], "halt"))
				return THREAD_EACH;
		}
	}
	return meter_knows_one_thread() ? ONE_THREAD : THREAD_EACH;
}

static GPtrArray *outer_command(const struct run *run, const GPtrArray *boots,
				const char *kernel, GError **error)
{
	g_autofree char *meter = lab_kvm_meter(boots);
	g_autofree char *file = lab_kvm_console(boots);
	g_autofree char *console = g_strconcat("file:", file, NULL);
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *job = job_file(boots);
	g_autofree char *words = g_strconcat(LAB_KVM_WORDS, lab_kvm_offers(boots->pdata[0]),
					     PERIODIC, NULL);
	g_autofree char *smp = g_strdup_printf("%u", lab_kvm_processors(boots->pdata[0]));
	g_autofree char *memory = g_strdup_printf("%uM", LAB_KVM_MEMORY_MB +
						  GUEST_MEMORY_MB);

	qemu_add(argv, QEMU, "-accel", threads(boots), "-machine", "q35",
		 "-cpu", "EPYC,+svm,+npt", "-smp", smp, "-m", memory,
		 "-display", "none", "-nodefaults", "-no-reboot",
		 "-kernel", kernel, "-initrd", job,
		 "-append", words,
		 "-chardev", "stdio,id=relay,signal=off",
		 "-serial", console,
		 "-serial", "chardev:relay", NULL);
	return (lab_kvm_shares(boots->pdata[0]) ||
		meter_add(argv, run, meter, error)) &&
	       retranslate_add(argv, run, error) &&
	       qemu_add_l0_args(argv, error) ? g_steal_pointer(&argv) : NULL;
}

static bool write_initrd(const struct run *run, const GPtrArray *boots,
			 const char *base, GError **error)
{
	g_autoptr(GByteArray) job = lab_job(run, boots, error);
	g_autofree char *name = job_file(boots);
	g_autofree char *path = g_build_filename(run->out, name, NULL);
	g_autofree char *whole = NULL;
	gsize len, at;

	if (!job || !g_file_get_contents(base, &whole, &len, error))
		return false;
	at = lab_job_offset(len);
	whole = g_realloc(whole, at + job->len);
	memset(whole + len, 0, at - len);
	memcpy(whole + at, job->data, job->len);
	return g_file_set_contents(path, whole, at + job->len, error);
}

/* Boots that share a first level. */
static bool prepare_group(const struct target *target, struct run *run,
			  GPtrArray *boots, GError **error)
{
	g_autoptr(GPtrArray) argv = NULL;
	struct lab_kvm parts;
	bool done = lab_kvm_find(target, run, boots->pdata[0], &parts, error) &&
		(argv = outer_command(run, boots, parts.kernel, error)) &&
		lab_kvm_commands(run, boots, argv, parts.sidecar, error) &&
		(run->dry || write_initrd(run, boots, parts.base, error));

	lab_kvm_clear(&parts);
	return done;
}

static bool prepare(const struct target *target, struct run *run,
		    GPtrArray *boots, GError **error)
{
	g_autoptr(GPtrArray) groups = lab_kvm_groups(boots);
	bool done = true;

	for (guint i = 0; done && i < groups->len; i++)
		done = prepare_group(target, run, groups->pdata[i], error);
	return done;
}

static bool add_machines(struct run *run, GPtrArray *boots, GPtrArray *machines,
			 GError **error)
{
	return lab_kvm_machines(run, boots, START_SECONDS, SLACK_SECONDS, machines,
				error);
}

const struct target target_lab_kvm_svm = {
	"lab-kvm-svm", "patched KVM on emulated SVM", lab_missing,
	prepare, .machines = add_machines, .script = "linux/build"
};
const struct target target_lab_kvm_svm_stock = {
	"lab-kvm-svm-stock", "Debian's own KVM on emulated SVM", lab_missing,
	prepare, .machines = add_machines, .script = "linux/stock"
};
