/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A first-level Linux, patched or Debian's own, whose initramfs holds QEMU, the stage
 * and a job. ../stage is the other half; relay.c reads what it says. On
 * which machine it runs is the target's affair.
 */
#include <string.h>

#include "base/error.h"
#include "base/members.h"
#include "base/progress.h"
#include "engine/kvm-engine.h"
#include "engine/meter-file.h"
#include "engine/kvm-regime.h"
#include "engine/qemu.h"
#include "spec/target-names.h"
#include "target/lab.h"
#include "wire/relay.h"

#define PROCESSORS_MAX 16       /* more take long to start under emulation */
#define PROCESSORS_SHARED 4     /* for more vCPUs than that: 64 started in 17 s,
				 * on 16 processors in 44 s, of 2 real ones */
#define PANIC "Kernel panic - "
#define LAST_WORDS_MAX 200

struct lab {
	struct machine machine;
	struct relay relay;
	struct meter_place meter;
	guint slack;            /* seconds beyond a boot's own limit */
};

const char *lab_kvm_offers(const struct boot *boot)
{
	return target_is_patched(boot->target) ? " kvm.vapic=7" : "";
}

bool lab_kvm_find(const struct target *target, struct run *run, struct boot *boot,
		  struct lab_kvm *parts, GError **error)
{
	/* What we did not build is a folder, with its modules. */
	bool folder = !lab_builds(boot, target->script, KEY_KERNEL);
	g_autofree char *made = lab_hypervisor_made(run, boot, target->script, KEY_KERNEL,
						    "linux/stock", error);

	*parts = (struct lab_kvm){ .ours = !folder };
	if (!made || !qemu_take_given(boot, error))
		return false;
	if (!run->dry) {
		parts->base = lab_script(run, "initramfs/build", folder ? made : "",
					 boot->qemu, error);
		if (!parts->base)
			return false;
	}
	parts->sidecar = folder ? g_build_filename(made, "provenance.json", NULL) :
		g_strconcat(made, ".json", NULL);
	parts->kernel = folder ? g_build_filename(made, "vmlinuz", NULL) :
		g_steal_pointer(&made);
	return true;
}

void lab_kvm_clear(struct lab_kvm *parts)
{
	g_free(parts->kernel);
	g_free(parts->base);
	g_free(parts->sidecar);
}

/* The meter knows a vCPU by the processor that runs it, and sees nothing there. */
bool lab_kvm_shares(const struct boot *boot)
{
	return boot->vcpus > PROCESSORS_MAX;
}

guint lab_kvm_processors(const struct boot *boot)
{
	return lab_kvm_shares(boot) ? PROCESSORS_SHARED : boot->vcpus;
}

static void drop_what_was_not_metered(struct boot *boot)
{
	if (!lab_kvm_shares(boot))
		return;
	g_clear_pointer(&boot->windows, g_ptr_array_unref);
	g_free(boot->meter_problem);
	boot->meter_problem = g_strdup_printf("it tells vCPUs apart by the "
		"processors that run them, and the first level has %u for %u",
		lab_kvm_processors(boot), boot->vcpus);
}

/* What the second level's QEMU alone is told needs no first level of its own. */
static bool is_first_levels(enum experiment_key key)
{
	return !kvm_engine_heeds(key);
}

char *lab_kvm_name(const struct boot *boot)
{
	g_autofree char *processors = lab_kvm_shares(boot) ? g_strdup("shared") :
		g_strdup_printf("%ucpu", lab_kvm_processors(boot));
	g_autofree char *names = boot_given_names(boot, is_first_levels);

	return g_strconcat(boot->target, "-", processors, names, NULL);
}

GPtrArray *lab_kvm_groups(const GPtrArray *boots)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_ptr_array_unref);

	for (guint i = 0; i < boots->len; i++) {
		g_autofree char *name = lab_kvm_name(boots->pdata[i]);
		GPtrArray *group = NULL;

		for (guint k = 0; k < groups->len && !group; k++) {
			GPtrArray *one = groups->pdata[k];
			g_autofree char *other = lab_kvm_name(one->pdata[0]);

			if (g_str_equal(name, other))
				group = one;
		}
		if (!group) {
			group = g_ptr_array_new();
			g_ptr_array_add(groups, group);
		}
		g_ptr_array_add(group, boots->pdata[i]);
	}
	return groups;
}

static char *file_of(const GPtrArray *boots, const char *what)
{
	g_autofree char *name = lab_kvm_name(boots->pdata[0]);

	return g_strdup_printf("raw/%s-%s", name, what);
}

char *lab_kvm_console(const GPtrArray *boots)
{
	return file_of(boots, "console.txt");
}

char *lab_kvm_meter(const GPtrArray *boots)
{
	return file_of(boots, "meter.jsonl");
}

bool lab_kvm_commands(struct run *run, GPtrArray *boots, GPtrArray *outer,
		      const char *sidecar, GError **error)
{
	g_autofree char *line = qemu_command_line(outer);

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
		if (!qemu_make_files(run, boot, error))
			return false;
		inner = kvm_engine_command(boot);
		/* One that was given lies where the own one does. */
		g_free(inner->pdata[0]);
		inner->pdata[0] = g_strdup(QEMU);
		g_ptr_array_add(boot->commands, g_strdup(line));
		g_ptr_array_add(boot->commands, qemu_command_line(inner));
	}
	if (!run->dry)
		lab_remember_sidecar(boots, sidecar);
	return true;
}

static struct boot *boot_of(struct lab *lab, guint id)
{
	return id >= 1 && id <= lab->machine.boots->len ? lab->machine.boots->pdata[id - 1] :
		NULL;
}

static const char *look_up(void *facts, const char *name)
{
	return g_hash_table_lookup(facts, name);
}

/* The first level says what it is before it runs the first boot. */
static void describe(struct lab *lab)
{
	struct target_report *report = &lab->machine.report;

	report_clear(report);
	report->facts = members_of_words(lab->relay.facts);
	report->regime = kvm_regime(look_up, lab->relay.facts,
				    &report->regime_note);
	report->hypervisor = lab_hypervisor(lab->machine.boots->pdata[0], "KVM");
}

/* Its windows are there: each was written when it closed. */
static void boot_done(struct lab *lab, struct boot *boot)
{
	g_autofree char *meter = lab_kvm_meter(lab->machine.boots);

	boot->judged = true;
	if (lab->machine.error)
		return;
	describe(lab);
	if (!lab_kvm_shares(boot))
		meter_attach(lab->machine.run, meter, &lab->meter, lab->machine.boots);
	drop_what_was_not_metered(boot);
	if (!target_boot_done(lab->machine.run, boot, &lab->machine.report, &lab->machine.error))
		emulator_stop(&lab->machine.emulator);
}

static void on_boot_begin(void *user, guint id)
{
	struct lab *lab = user;
	struct boot *boot = boot_of(lab, id);

	if (boot)
		emulator_set_limit(&lab->machine.emulator,
				   boot_silence(boot) + lab->slack);
}

static void on_boot_data(void *user, guint id, const guint8 *data, gsize len)
{
	struct lab *lab = user;
	struct boot *boot = boot_of(lab, id);
	bool silent;

	if (!boot)
		return;
	silent = !boot->guest->last_seq;
	boot_take_output(boot, data, len);
	if (silent && boot->guest->last_seq)
		emulator_set_limit(&lab->machine.emulator, boot->timeout + lab->slack);
	/* All has been said: what is left is the second level's own end. */
	if (guest_run_ended(boot->guest))
		emulator_set_limit(&lab->machine.emulator, lab->slack);
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
	if (!lab->machine.error)
		emulator_set_limit(&lab->machine.emulator, lab->slack);
}

static void take(struct machine *machine, const guint8 *data, gsize len)
{
	struct lab *lab = (struct lab *)machine;

	relay_feed(&lab->relay, data, len);
	if (lab->relay.ended)
		emulator_stop(&machine->emulator);
}

/* Printable, and one line; a console says what it likes. */
static char *line_at(const char *text, gsize len)
{
	GString *line = g_string_new(NULL);

	for (gsize i = 0; i < len && i < LAST_WORDS_MAX && text[i] != '\n' && text[i] != '\r'; i++)
		g_string_append_c(line, g_ascii_isprint(text[i]) ? text[i] : '?');
	return g_string_free(line, FALSE);
}

/* Why it ended before its time, as far as its console knows; or NULL. */
static char *last_words(const char *path)
{
	g_autofree char *text = NULL;
	const char *panic;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return NULL;
	if (!len)
		return g_strdup("it is empty: a kernel without a serial console "
				"(CONFIG_SERIAL_8250_CONSOLE), or none that starts");
	panic = g_strstr_len(text, len, PANIC);
	return panic ? line_at(panic, text + len - panic) : NULL;
}

/* Boots that the stage never ended share the fate of the first level. */
static bool over(struct machine *machine, GError **error)
{
	struct lab *lab = (struct lab *)machine;
	g_autofree char *fate = emulator_describe_end(&lab->machine.emulator);
	g_autofree char *console = lab_kvm_console(lab->machine.boots);
	g_autofree char *path = g_build_filename(lab->machine.run->out, console, NULL);
	g_autofree char *words = lab->relay.began ? NULL : last_words(path);

	for (guint i = 0; i < lab->machine.boots->len; i++) {
		struct boot *boot = lab->machine.boots->pdata[i];

		if (boot->judged)
			continue;
		boot->end = lab->machine.emulator.end;
		boot->exit_status = 1;  /* no reset of the guest's */
		g_free(boot->seen_from_outside);
		boot->seen_from_outside = g_strdup_printf(
			"the first level %s%s; its console is %s%s%s%s%s", fate,
			lab->relay.began ? "" : " before it spoke",
			console, words ? ": " : "", words ? words : "",
			lab->relay.failure || lab->machine.emulator.error ? "; " : "",
			lab->relay.failure ? lab->relay.failure :
			lab->machine.emulator.error ? lab->machine.emulator.error : "");
		failure_judge(boot);
		boot_done(lab, boot);
	}
	return !machine->error;
}

static void clear(struct machine *machine)
{
	relay_clear(&((struct lab *)machine)->relay);
}

static struct machine *new_machine(struct run *run, const GPtrArray *boots,
				   guint start_seconds, guint slack_seconds,
				   GError **error)
{
	const struct boot *first = boots->pdata[0];
	g_autofree char *name = lab_kvm_name(first);
	struct lab *lab = machine_new(sizeof(*lab), run, first, start_seconds, error);

	if (!lab)
		return NULL;
	machine_scratch(&lab->machine, name);
	lab->machine.doing = g_strdup_printf("%s: starting the first level",
					     first->target);
	lab->machine.take = take;
	lab->machine.over = over;
	lab->machine.clear = clear;
	g_ptr_array_extend(lab->machine.boots, (GPtrArray *)boots, NULL, NULL);
	lab->slack = slack_seconds;
	relay_init(&lab->relay);
	lab->relay.on_begin = on_boot_begin;
	lab->relay.on_data = on_boot_data;
	lab->relay.on_end = on_boot_end;
	lab->relay.user = lab;
	return &lab->machine;
}

bool lab_kvm_machines(struct run *run, GPtrArray *boots, guint start_seconds,
		      guint slack_seconds, GPtrArray *machines, GError **error)
{
	g_autoptr(GPtrArray) groups = lab_kvm_groups(boots);

	for (guint i = 0; i < groups->len; i++) {
		struct machine *machine = new_machine(run, groups->pdata[i],
			start_seconds, slack_seconds, error);

		if (!machine)
			return false;
		g_ptr_array_add(machines, machine);
	}
	return true;
}
