/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest on this machine's KVM, stock or patched: real time, real
 * concurrency, and whatever APIC virtualisation the processor has. */
#include <errno.h>
#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/members.h"
#include "base/progress.h"
#include "engine/kvm-offers.h"
#include "engine/kvm-query.h"
#include "engine/kvm-trace.h"
#include "host/host-checks.h"
#include "host/host-root.h"
#include "host/host-tune.h"
#include "host/kvm-modules.h"
#include "host/kvm-parameters.h"
#include "engine/kvm-regime.h"
#include "target/target.h"

static char *missing(const struct target *target, const struct run *run,
		     char **help)
{
	char *why = qemu_missing(help);
	g_autofree char *device = NULL;
	int fd;

	if (why)
		return why;
	device = host_path("/dev/kvm");
	fd = open(device, O_RDWR | O_CLOEXEC);
	if (fd >= 0) {
		close(fd);
		return NULL;
	}
	*help = g_strdup(errno == EACCES ?
		"become a member of the group that owns /dev/kvm" :
		"a processor with VMX or SVM that the firmware does not hide, "
		"and the module kvm_intel or kvm_amd; the lab-* targets need "
		"neither");
	return g_strdup_printf("/dev/kvm: %s", g_strerror(errno));
}

/* Asked anew where another QEMU asks: not, where one of the boots before has. */
static void probe(struct boot *boot, const GPtrArray *boots)
{
	if (!qemu_cpu_is_own(boot))
		return;
	for (guint i = 0; boots->pdata[i] != boot; i++) {
		const struct boot *other = boots->pdata[i];

		if (!other->cpu || g_strcmp0(other->qemu, boot->qemu))
			continue;
		boot->cpu = g_strdup(other->cpu);
		boot->cpu_refused = g_strdup(other->cpu_refused);
		return;
	}
	boot->cpu = kvm_offers_probe(qemu_program(boot), &boot->cpu_refused);
}

static GPtrArray *command(const struct boot *boot, GError **error)
{
	g_autoptr(GPtrArray) argv = kvm_engine_command(boot);

	return qemu_add_l0_args(argv, error) ? g_steal_pointer(&argv) : NULL;
}

static bool prepare(const struct target *target, struct run *run,
		    GPtrArray *boots, GError **error)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autoptr(GPtrArray) argv = NULL;

		boot->standstill = true;
		if (!qemu_take_given(boot, error) || !qemu_make_files(run, boot, error))
			return false;
		probe(boot, boots);
		argv = command(boot, error);
		if (!argv)
			return false;
		g_ptr_array_add(boot->commands, qemu_command_line(argv));
	}
	return true;
}

static const char *look_up(void *parameters, const char *name)
{
	return g_hash_table_lookup(parameters, name);
}

static void describe(struct target_report *report)
{
	g_autoptr(GHashTable) parameters = kvm_parameters();
	g_autofree char *build_id = kvm_modules_build_id("kvm");
	g_autofree char *version = NULL;
	struct utsname host;

	report->regime = kvm_regime(look_up, parameters, &report->regime_note);
	report->facts = json_object_new();
	uname(&host);
	version = g_strdup_printf("%s %s", host.release, host.version);
	report->hypervisor = kvm_modules_provenance();
	if (!report->hypervisor) {
		report->hypervisor = json_object_new();
		json_object_set_string_member(report->hypervisor, "name",
					      "KVM");
		members_set_text(report->hypervisor, "build_id", build_id);
		/* The series brings this parameter; which series, nobody knows. */
		members_set_text(report->hypervisor, "patch_sha256",
			look_up(parameters, "kvm.vapic") ? NULL : "");
	}
	json_object_set_string_member(report->hypervisor, "version", version);
	json_object_set_object_member(report->hypervisor, "parameters",
				     members_of_words(parameters));
}

static void boot_one(struct run *run, struct boot *boot, GPtrArray *argv)
{
	guint64 before = host_steal_ticks();

	progress("%s: starting", boot->name);
	kvm_engine_boot(run, boot, argv, &kvm_counters);
	boot->steal_ticks = host_steal_ticks() - before;
}

static bool run_all(struct run *run, GPtrArray *boots, struct target_report *report,
		    GError **error)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autoptr(GPtrArray) argv = command(boot, error);

		if (!argv)
			return false;
		g_ptr_array_add(argv, NULL);
		boot_one(run, boot, argv);
		/* Ways to send that this KVM has not, or NULL. */
		members_set_text(report->facts, "refused_by_kvm", boot->cpu_refused);
		if (!target_boot_done(run, boot, report, error))
			return false;
	}
	return true;
}

static void say_tuned(struct target_report *report, JsonArray *changes)
{
	for (guint i = 0; i < json_array_get_length(changes); i++) {
		JsonObject *one = json_array_get_object_element(changes, i);
		const char *why = json_object_get_string_member_with_default(
			one, "failed", NULL);

		if (why)
			g_printerr("ipibench: --tune: %s stays as it is: %s\n",
				   json_object_get_string_member(one, "path"),
				   why);
	}
	json_object_set_array_member(report->facts, "tuned", changes);
}

static void set_trace_cost(struct target_report *report)
{
	struct kvm_trace_cost cost;
	g_autofree char *why = NULL;
	JsonObject *object = json_object_new();

	if (kvm_trace_cost(&cost, &why)) {
		json_object_set_double_member(object, "ns_an_exit", cost.median);
		json_object_set_double_member(object, "least", cost.low);
		json_object_set_double_member(object, "most", cost.high);
		json_object_set_int_member(object, "rounds", cost.rounds);
		json_object_set_int_member(object, "exits_a_round", cost.exits);
	} else {
		members_set_text(object, "unknown", why);
	}
	json_object_set_object_member(report->facts, "trace_cost", object);
}

static bool run_boots(struct run *run, GPtrArray *boots,
		      struct target_report *report, GError **error)
{
	struct host_tune *tune = NULL;
	bool done;

	if (run->tune && !(tune = host_tune_begin(error)))
		return false;
	describe(report);
	if (tune)
		say_tuned(report, host_tune_changes(tune));
	if (!run->no_trace)
		set_trace_cost(report);
	done = run_all(run, boots, report, error);
	if (tune && !host_tune_end(tune, done ? error : NULL))
		done = false;
	return done;
}

const struct target target_kvm = {
	"kvm", "this machine's KVM", missing, prepare, run_boots
};
