/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE     /* sched_setaffinity */
#include "engine/kvm-engine.h"

#include <glib-unix.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "engine/kvm-offers.h"
#include "host/host-cpus.h"

bool kvm_engine_heeds(enum experiment_key key)
{
	return key == KEY_CPU || key == KEY_MACHINE || key == KEY_TOPOLOGY ||
	       key == KEY_OVERCOMMIT;
}

static char *machine_of(const struct boot *boot)
{
	const char *given = boot->given[KEY_MACHINE] ? boot->given[KEY_MACHINE] : "";

	return g_strconcat("q35", boot->no_pit || strstr(given, "no-pit") ? ",pit=off" : "",
			   strstr(given, "irqchip-split") ? ",kernel-irqchip=split" : "", NULL);
}

GPtrArray *kvm_engine_command(const struct boot *boot)
{
	GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *cpu = boot->cpu ? g_strdup(boot->cpu) :
		kvm_offers_all();
	g_autofree char *machine = machine_of(boot);

	/* -S: vCPU threads wait until they are pinned. */
	qemu_add(argv, qemu_program(boot), "-accel", "kvm", "-machine", machine, NULL);
	qemu_add_cpu(argv, boot, cpu);
	qemu_add(argv, "-S", "-chardev", "socket,id=control,fd=3",
		 "-mon", "chardev=control,mode=control", NULL);
	qemu_add_machine(argv, boot);
	if (boot->standstill)
		qemu_add(argv, "-device", "pvpanic", "-action", "panic=pause",
			 NULL);
	qemu_add_loader(argv, boot);
	return argv;
}

/* One boot while it runs. */
struct control {
	const struct run *run;
	struct boot *boot;
	GHashTable *threads;    /* of the vCPUs */
	const struct kvm_watch *watch;
	void *watcher;          /* its state */
	struct qmp qmp;
	guint handled;          /* stops that were answered */
	guint source;           /* of the main loop */
};

static bool pin(struct boot *boot, guint vcpu, pid_t thread,
		const GPtrArray *cpus, GError **error)
{
	guint place = vcpu / boot_overcommit(boot);
	const struct host_cpu *cpu = cpus->pdata[place % cpus->len];
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
	boot->oversubscribed = boot->vcpus > cpus->len ||
		(boot->vcpus > 1 && boot_overcommit(boot) > 1);
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

/* The guest stands still (guest/rows/standstill.h): look, and let it go on.
 * When that fails the guest stays where it is and runs into its limit. False:
 * there is nothing to wait for any more. */
static bool answer_stops(struct control *control)
{
	bool open;

	/* Behind the answer to `cont` the next stop may have come already, in
	 * one read: what lies in the buffer wakes nobody. */
	while ((open = qmp_poll(&control->qmp)) &&
	       control->handled < control->qmp.stops) {
		g_autoptr(JsonNode) done = NULL;

		control->handled++;
		control->watch->stop(control->watcher, &control->qmp);
		done = qmp_execute(&control->qmp, "cont", NULL, NULL);
		if (!done)
			return false;
	}
	return open;
}

static gboolean on_control(gint fd, GIOCondition condition, gpointer user)
{
	struct control *control = user;

	if (answer_stops(control))
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
	if (control->watch)
		control->watcher = control->watch->begin(control->run, boot, qmp,
							 control->threads);
	done = qmp_execute(qmp, "cont", NULL, error);
	if (done && control->watch && answer_stops(control))
		control->source = g_unix_fd_add(boot->control_fd, G_IO_IN |
						G_IO_HUP, on_control, control);
	return done != NULL;
}

void kvm_engine_boot(struct run *run, struct boot *boot, GPtrArray *argv,
		     const struct kvm_watch *watch)
{
	struct control control = { .run = run, .boot = boot, .watch = watch };
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) {
		failure_set(&boot->failure, "not-started", NULL,
			    "no socket pair");
		return;
	}
	control.threads = g_hash_table_new(NULL, NULL);
	boot->control_fd = ends[0];
	boot->control = &control;
	qemu_boot(run, boot, (char **)argv->pdata, on_start, ends[1]);
	if (control.source)
		g_source_remove(control.source);
	if (control.watcher)
		watch->end(control.watcher);
	g_hash_table_unref(control.threads);
	if (control.qmp.input)
		qmp_clear(&control.qmp);
	close(ends[0]);
	boot->control = NULL;
	boot->control_fd = -1;
}
