/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE     /* sched_setaffinity */
#include "engine/kvm-engine.h"

#include <glib-unix.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "engine/kvm-offers.h"
#include "engine/kvm-query.h"
#include "engine/kvm-trace.h"
#include "engine/qmp.h"
#include "host/host-cpus.h"
#include "host/provenance.h"

GPtrArray *kvm_engine_command(const struct run *run, const struct boot *boot,
			      GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *cpu = boot->cpu ? g_strdup(boot->cpu) :
		kvm_offers_all();

	/* -S: vCPU threads wait until they are pinned. */
	qemu_add(argv, QEMU, "-accel", "kvm",
		 "-machine", boot->no_pit ? "q35,pit=off" : "q35",
		 "-cpu", cpu, "-S",
		 "-chardev", "socket,id=control,fd=3",
		 "-mon", "chardev=control,mode=control", NULL);
	qemu_add_machine(argv, boot->vcpus);
	if (boot->standstill)
		qemu_add(argv, "-device", "pvpanic", "-action", "panic=pause",
			 NULL);
	if (!qemu_add_loader(argv, run, boot, error))
		return NULL;
	return g_steal_pointer(&argv);
}

/* One boot while it runs. */
struct control {
	struct boot *boot;
	bool may_trace;
	GHashTable *threads;    /* of the vCPUs, for kvm-trace.h */
	struct kvm_trace *trace;
	struct qmp qmp;
	guint handled;          /* stops that were answered */
	guint source;           /* of the main loop */
};

static bool pin(struct boot *boot, guint vcpu, pid_t thread,
		const GPtrArray *cpus, GError **error)
{
	const struct host_cpu *cpu = cpus->pdata[vcpu % cpus->len];
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu->id, &one);
	if (sched_setaffinity(thread, sizeof(one), &one)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "vCPU %u cannot be "
			    "pinned to processor %u", vcpu, cpu->id);
		return false;
	}
	g_ptr_array_add(boot->pinning, g_strdup_printf(
		"vcpu %u: processor %u (threads of its core: %s)", vcpu,
		cpu->id, cpu->siblings ? cpu->siblings : "unknown"));
	return true;
}

static bool pin_all(struct control *control, GError **error)
{
	struct boot *boot = control->boot;
	g_autoptr(JsonNode) answer = qmp_execute(&control->qmp,
		"query-cpus-fast", NULL, error);
	g_autoptr(GPtrArray) cpus = host_cpus();
	JsonArray *list;

	if (!answer)
		return false;
	if (!JSON_NODE_HOLDS_ARRAY(answer) || !cpus) {
		g_set_error(error, IPIBENCH_ERROR, 0, "vCPUs or processors "
			    "cannot be listed");
		return false;
	}
	list = json_node_get_array(answer);
	boot->oversubscribed = boot->vcpus > cpus->len;
	boot->shares_cores = boot->vcpus > host_cores(cpus);
	for (guint i = 0; i < json_array_get_length(list); i++) {
		JsonObject *cpu = json_array_get_object_element(list, i);

		int vcpu = json_object_get_int_member(cpu, "cpu-index");
		int thread = json_object_get_int_member(cpu, "thread-id");

		if (!pin(boot, vcpu, thread, cpus, error))
			return false;
		g_hash_table_insert(control->threads, GINT_TO_POINTER(thread),
				    GINT_TO_POINTER(vcpu + 1));
	}
	return true;
}

/* The guest stands still (guest/run/standstill.h): look, and let it go on.
 * When that fails the guest stays where it is and runs into its limit. */
static gboolean on_control(gint fd, GIOCondition condition, gpointer user)
{
	struct control *control = user;
	bool open;

	/* Behind the answer to `cont` the next stop may have come already, in
	 * one read: what lies in the buffer wakes nobody. */
	while ((open = qmp_poll(&control->qmp)) &&
	       control->handled < control->qmp.stops) {
		g_autoptr(JsonNode) done = NULL;

		control->handled++;
		kvm_stats_take(control->boot->stats, &control->qmp);
		if (control->trace)
			kvm_trace_stop(control->trace);
		done = qmp_execute(&control->qmp, "cont", NULL, NULL);
		if (!done) {
			open = false;
			break;
		}
	}
	if (open)
		return G_SOURCE_CONTINUE;
	control->source = 0;
	return G_SOURCE_REMOVE;
}

static bool on_start(struct emulator *emulator, GError **error)
{
	struct boot *boot = emulator->user;
	struct control *control = boot->control;
	struct qmp *qmp = &control->qmp;
	g_autoptr(JsonNode) done = NULL;

	if (!qmp_open(qmp, boot->control_fd, error) ||
	    !pin_all(control, error))
		return false;
	if (boot->standstill) {
		boot->stats = kvm_stats_new();
		kvm_stats_begin(boot->stats, qmp);
		if (control->may_trace)
			control->trace = kvm_trace_begin(
				g_hash_table_ref(control->threads),
				&boot->trace_problem);
		else
			boot->trace_problem = g_strdup("not wanted (--no-trace)");
		control->source = g_unix_fd_add(boot->control_fd, G_IO_IN |
						G_IO_HUP, on_control, control);
	}
	done = qmp_execute(qmp, "cont", NULL, error);
	return done != NULL;
}

void kvm_engine_boot(struct run *run, struct boot *boot, GPtrArray *argv)
{
	struct control control = { .boot = boot, .may_trace = !run->no_trace };
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) {
		failure_set(&boot->failure, "not-started", NULL,
			    "no socket pair");
		return;
	}
	control.threads = g_hash_table_new(NULL, NULL);
	boot->control_fd = ends[0];
	boot->control = &control;
	qemu_boot(run, boot, argv, on_start, ends[1]);
	if (control.source)
		g_source_remove(control.source);
	if (control.trace)
		boot->reasons = kvm_trace_end(control.trace);
	g_hash_table_unref(control.threads);
	if (control.qmp.input)
		qmp_clear(&control.qmp);
	close(ends[0]);
	boot->control = NULL;
	boot->control_fd = -1;
}

static bool is_on(const char *value)
{
	return *value == 'Y' || *value == 'y' || *value == '1';
}

char *kvm_regime(const char *(*lookup)(void *user, const char *name),
		 void *user, char **how)
{
	const char *vendor = lookup(user, KVM_VENDOR);
	const char *avic = lookup(user, "kvm_amd.avic");
	const char *apicv = lookup(user, "kvm_intel.enable_apicv");
	const char *ipiv = lookup(user, "kvm_intel.enable_ipiv");

	/* With KVM built in, both vendors' modules show their parameters. */
	if (g_strcmp0(vendor, "GenuineIntel") == 0)
		avic = NULL;
	else if (vendor)
		apicv = NULL;
	if (avic) {
		*how = g_strdup_printf("kvm_amd.avic=%s", avic);
		return g_strdup(is_on(avic) ? "avic" : "none");
	}
	if (apicv) {
		*how = g_strdup_printf("kvm_intel.enable_apicv=%s, enable_ipiv"
				       "=%s", apicv, ipiv ? ipiv : "absent");
		if (!is_on(apicv))
			return g_strdup("none");
		return g_strdup(ipiv && is_on(ipiv) ? "ipiv" : "apicv");
	}
	*how = g_strdup("neither kvm_amd nor kvm_intel shows its parameters");
	return NULL;
}

GHashTable *kvm_parameters(void)
{
	static const char *const modules[] = { "kvm", "kvm_amd", "kvm_intel" };
	GHashTable *all = g_hash_table_new_full(g_str_hash, g_str_equal,
						g_free, g_free);
	char *vendor = provenance_cpuinfo("vendor_id");

	if (vendor)
		g_hash_table_insert(all, g_strdup(KVM_VENDOR), vendor);
	for (guint i = 0; i < G_N_ELEMENTS(modules); i++) {
		g_autofree char *path = g_strdup_printf(
			"/sys/module/%s/parameters", modules[i]);
		g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
		const char *name;

		while (dir && (name = g_dir_read_name(dir))) {
			g_autofree char *file = g_build_filename(path, name,
								 NULL);
			char *value;

			if (g_file_get_contents(file, &value, NULL, NULL))
				g_hash_table_insert(all, g_strdup_printf(
					"%s.%s", modules[i], name),
					g_strstrip(value));
		}
	}
	return all;
}
