/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM on an emulated processor with SVM: QEMU's TCG runs a first-level Linux,
 * patched or Debian's own, whose initramfs holds QEMU, this very program and a
 * job. cmd-stage.c is the other half; relay.c reads what it says.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/members.h"
#include "base/progress.h"
#include "engine/kvm-engine.h"
#include "engine/meter-file.h"
#include "target/lab-job.h"
#include "target/lab.h"
#include "target/target.h"
#include "wire/relay.h"

#define L1_MEMORY_MB 1280       /* Linux, its initramfs, one guest */
#define L1_PROCESSORS_MAX 16    /* more take long to start under emulation */
#define L1_PROCESSORS_SHARED 4  /* for more vCPUs than that: 64 started in 17 s,
				 * on 16 processors in 44 s, of 2 real ones */
#define L1_START_SECONDS 240    /* until the stage speaks */
#define L1_SLACK_SECONDS 30     /* beyond a boot's own limit */
#define CONSOLE_FILE "raw/%s-console.txt"      /* files_of() the boots */
#define METER_FILE "raw/%s-meter.jsonl"

struct lab {
	struct run *run;
	GPtrArray *boots;
	struct emulator *emulator;
	struct relay relay;
	struct target_report *report;
	struct meter_place meter;
	GError *error;          /* why a boot could not be kept */
};

static char *find_kernel(struct run *run, bool stock, char **base,
			 char **sidecar, GError **error)
{
	g_autofree char *kernel = NULL;
	g_autofree char *made = NULL;

	if (run->dry) {
		*base = NULL;  /* nothing is written */
		return g_strdup(stock ? "$(harness/lab/linux/stock)/vmlinuz" :
				"$(harness/lab/linux/build)");
	}
	made = lab_script(run, stock ? "linux/stock" : "linux/build", NULL,
			  error);
	if (!made)
		return NULL;
	*base = lab_script(run, "initramfs/build", stock ? made : NULL, error);
	if (!*base)
		return NULL;
	*sidecar = stock ? g_build_filename(made, "provenance.json", NULL) :
		g_strconcat(made, ".json", NULL);
	return stock ? g_build_filename(made, "vmlinuz", NULL) :
		g_steal_pointer(&made);
}

/* The meter knows a vCPU by the processor that runs it. */
static bool has_processor_for_each(const struct boot *boot)
{
	return boot->vcpus <= L1_PROCESSORS_MAX;
}

/* As many as vCPUs, so that each can have one; beyond that they share. */
static guint processors_for(const GPtrArray *boots)
{
	guint most = 1;

	for (guint i = 0; i < boots->len; i++) {
		const struct boot *boot = boots->pdata[i];

		most = MAX(most, has_processor_for_each(boot) ? boot->vcpus :
			   L1_PROCESSORS_SHARED);
	}
	return most;
}

static bool any_can_be_metered(const GPtrArray *boots)
{
	for (guint i = 0; i < boots->len; i++)
		if (has_processor_for_each(boots->pdata[i]))
			return true;
	return false;
}

static void drop_what_was_not_metered(const GPtrArray *boots, struct boot *boot)
{
	if (has_processor_for_each(boot))
		return;
	g_clear_pointer(&boot->windows, g_ptr_array_unref);
	g_free(boot->meter_problem);
	boot->meter_problem = g_strdup_printf("it tells vCPUs apart by the "
		"processors that run them, and the first level has %u for %u",
		processors_for(boots), boot->vcpus);
}

/* One for all boots of the target; an attempt more has files of its own. */
static const char *files_of(const struct boot *first)
{
	return first->earlier ? first->name : first->target;
}

static char *meter_file(const GPtrArray *boots)
{
	const struct boot *first = boots->pdata[0];

	return g_strdup_printf(METER_FILE, files_of(first));
}

static GPtrArray *outer_command(const struct run *run, const GPtrArray *boots,
				const char *kernel, const char *initrd,
				GError **error)
{
	g_autofree char *meter = meter_file(boots);
	g_autofree char *console = g_strdup_printf("file:" CONSOLE_FILE,
		files_of(boots->pdata[0]));
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *smp = g_strdup_printf("%u", processors_for(boots));
	g_autofree char *memory = g_strdup_printf("%uM", L1_MEMORY_MB +
						  GUEST_MEMORY_MB);

	qemu_add(argv, QEMU, "-accel", "tcg,thread=multi", "-machine", "q35",
		 "-cpu", "EPYC,+svm,+npt", "-smp", smp, "-m", memory,
		 "-display", "none", "-nodefaults", "-no-reboot",
		 "-kernel", kernel, "-initrd", initrd,
		 "-append", "console=ttyS0 mitigations=off quiet panic=-1 "
		 "kvm.vapic=7",
		 "-chardev", "stdio,id=relay,signal=off",
		 "-serial", console,
		 "-serial", "chardev:relay", NULL);
	return (!any_can_be_metered(boots) ||
		meter_add(argv, run, meter, error)) &&
	       qemu_add_l0_args(argv, error) ? g_steal_pointer(&argv) : NULL;
}

static bool prepare(struct run *run, GPtrArray *boots, bool stock,
		    GError **error)
{
	g_autofree char *base = NULL, *kernel = NULL, *sidecar = NULL;
	g_autofree char *outer = NULL;
	g_autoptr(GPtrArray) argv = NULL;

	kernel = find_kernel(run, stock, &base, &sidecar, error);
	if (!kernel)
		return false;
	argv = outer_command(run, boots, kernel, JOB_INITRD, error);
	if (!argv)
		return false;
	outer = qemu_command_line(argv);
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autoptr(GPtrArray) inner = NULL;

		if (g_str_equal(boot->loader, "iso-uefi")) {
			g_set_error(error, IPIBENCH_ERROR, 0, "boot=iso-uefi: "
				    "the lab has no UEFI firmware inside; "
				    "use tcg or kvm");
			return false;
		}
		/* A tick of the PIT that comes while SeaBIOS handles the last one
		 * kills the guest, and is the likeliest cause of deaths with 64
		 * vCPUs. Nobody needs it: the guest times by the ACPI timer. */
		boot->no_pit = true;
		if (!run->dry && !qemu_write_plan(run, boot, error))
			return false;
		inner = kvm_engine_command(run, boot, error);
		if (!inner)
			return false;
		g_ptr_array_add(boot->commands, g_strdup(outer));
		g_ptr_array_add(boot->commands, qemu_command_line(inner));
	}
	if (run->dry)
		return true;
	lab_remember_sidecar(boots, sidecar);
	return lab_job_write(run, boots, base, error);
}

static struct boot *boot_of(struct lab *lab, guint id)
{
	return id >= 1 && id <= lab->boots->len ? lab->boots->pdata[id - 1] :
		NULL;
}

static const char *look_up(void *facts, const char *name)
{
	return g_hash_table_lookup(facts, name);
}

/* The first level says what it is before it runs the first boot. */
static void describe(struct lab *lab)
{
	struct target_report *report = lab->report;

	report_clear(report);
	report->facts = members_of_words(lab->relay.facts);
	report->regime = kvm_regime(look_up, lab->relay.facts,
				    &report->regime_note);
	report->hypervisor = lab_hypervisor(lab->boots->pdata[0], "KVM");
}

/* Its windows are there: each was written when it closed. */
static void boot_done(struct lab *lab, struct boot *boot)
{
	g_autofree char *meter = meter_file(lab->boots);

	boot->judged = true;
	if (lab->error)
		return;
	describe(lab);
	if (any_can_be_metered(lab->boots))
		meter_attach(lab->run, meter, &lab->meter, lab->boots);
	drop_what_was_not_metered(lab->boots, boot);
	if (!target_boot_done(lab->run, boot, lab->report, &lab->error))
		emulator_stop(lab->emulator);
}

static void on_boot_begin(void *user, guint id)
{
	struct lab *lab = user;
	struct boot *boot = boot_of(lab, id);

	if (boot)
		emulator_set_limit(lab->emulator,
				   boot->timeout + L1_SLACK_SECONDS);
}

static void on_boot_data(void *user, guint id, const guint8 *data, gsize len)
{
	struct lab *lab = user;
	struct boot *boot = boot_of(lab, id);

	if (!boot)
		return;
	boot_take_output(boot, data, len);
	/* All has been said: what is left is the second level's own end. */
	if (guest_run_ended(boot->guest))
		emulator_set_limit(lab->emulator, L1_SLACK_SECONDS);
	progress_rows(boot->name, boot->guest->rows->len, boot->settings->len);
}

static guint number(GHashTable *words, const char *key)
{
	const char *text = guest_word(words, key);

	return text ? g_ascii_strtoull(text, NULL, 10) : 0;
}

static void on_boot_end(void *user, guint id, GHashTable *words)
{
	struct lab *lab = user;
	struct boot *boot = boot_of(lab, id);
	const char *pinning = guest_word(words, "pinning");
	const char *errors = guest_word(words, "stderr");
	const char *seconds = guest_word(words, "seconds");

	if (!boot)
		return;
	boot->end = number(words, "end");
	boot->exit_status = number(words, "status");
	boot->oversubscribed = number(words, "oversubscribed");
	if (seconds)
		boot->seconds = g_ascii_strtod(seconds, NULL);
	if (pinning && *pinning)
		g_ptr_array_add(boot->pinning, g_strdup(pinning));
	if (errors && *errors)
		boot->seen_from_outside = g_strdup(errors);
	failure_judge(boot);
	boot_done(lab, boot);
	if (!lab->error)
		emulator_set_limit(lab->emulator, L1_SLACK_SECONDS);
}

static void on_output(struct emulator *emulator, const guint8 *data, gsize len)
{
	struct lab *lab = emulator->user;

	relay_feed(&lab->relay, data, len);
	if (lab->relay.ended)
		emulator_stop(emulator);
}

/* Boots that the stage never ended share the fate of the first level. */
static void judge_rest(struct lab *lab)
{
	g_autofree char *fate = emulator_describe_end(lab->emulator);

	for (guint i = 0; i < lab->boots->len; i++) {
		struct boot *boot = lab->boots->pdata[i];

		if (boot->judged)
			continue;
		boot->end = lab->emulator->end;
		boot->exit_status = 1;  /* no reset of the guest's */
		g_free(boot->seen_from_outside);
		boot->seen_from_outside = g_strdup_printf(
			"the first level %s%s; its console is "
			CONSOLE_FILE "%s%s", fate,
			lab->relay.began ? "" : " before it spoke",
			files_of(lab->boots->pdata[0]),
			lab->relay.failure || lab->emulator->error ? "; " : "",
			lab->relay.failure ? lab->relay.failure :
			lab->emulator->error ? lab->emulator->error : "");
		failure_judge(boot);
		boot_done(lab, boot);
	}
}

static bool run_boots(struct run *run, GPtrArray *boots,
		      struct target_report *report, GError **error)
{
	struct lab lab = { .run = run, .boots = boots, .report = report };
	struct boot *first = boots->pdata[0];
	g_autofree char *initrd = g_build_filename(run->out, JOB_INITRD, NULL);
	struct emulator emulator = {
		.directory = run->out, .limit = L1_START_SECONDS,
		.extra_fd = -1, .on_output = on_output, .user = &lab,
	};

	if (!g_shell_parse_argv(first->commands->pdata[0], NULL,
				&emulator.argv, error))
		return false;
	lab.emulator = &emulator;
	relay_init(&lab.relay);
	lab.relay.on_begin = on_boot_begin;
	lab.relay.on_data = on_boot_data;
	lab.relay.on_end = on_boot_end;
	lab.relay.user = &lab;
	progress("%s: starting the first level", first->target);
	emulator_run(&emulator);
	judge_rest(&lab);
	relay_clear(&lab.relay);
	emulator_clear(&emulator);
	g_strfreev(emulator.argv);
	g_unlink(initrd);       /* tens of megabytes that can be made again */
	if (lab.error)
		g_propagate_error(error, lab.error);
	return !lab.error;
}

static bool prepare_patched(struct run *run, GPtrArray *boots, GError **error)
{
	return prepare(run, boots, false, error);
}

static bool prepare_stock(struct run *run, GPtrArray *boots, GError **error)
{
	return prepare(run, boots, true, error);
}

static char *missing_patched(const struct run *run, char **help)
{
	return lab_missing(run, "linux/build", help);
}

static char *missing_stock(const struct run *run, char **help)
{
	return lab_missing(run, "linux/stock", help);
}

const struct target target_lab_kvm_svm = {
	"lab-kvm-svm", "patched KVM on emulated SVM", missing_patched,
	prepare_patched, run_boots, .emulated = true
};
const struct target target_lab_kvm_svm_stock = {
	"lab-kvm-svm-stock", "Debian's own KVM on emulated SVM", missing_stock,
	prepare_stock, run_boots, .emulated = true
};
