/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE     /* sched_setaffinity */
#include "kvm-engine.h"

#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include "provenance.h"
#include "qmp.h"

/* qemu64 exists on every host; "host" is not one processor but many. What
 * follows are offers to the guest, of hypercalls to send IPIs by: KVM's own,
 * and Hyper-V's, which knows a processor by its VP index (QEMU,
 * docs/system/i386/hyperv.rst). */
#define CPU "qemu64,+x2apic,kvm-pv-ipi=on,hv-vpindex=on,hv-ipi=on,hv-vapic=on"

GPtrArray *kvm_engine_command(const struct run *run, const struct boot *boot,
			      GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);

	/* -S: vCPU threads wait until they are pinned. */
	qemu_add(argv, QEMU, "-accel", "kvm", "-machine", "q35",
		 "-cpu", CPU, "-S",
		 "-chardev", "socket,id=control,fd=3",
		 "-mon", "chardev=control,mode=control", NULL);
	qemu_add_machine(argv, boot->vcpus);
	if (!qemu_add_loader(argv, run, boot, error))
		return NULL;
	return g_steal_pointer(&argv);
}

static bool pin(struct boot *boot, guint vcpu, pid_t thread,
		const cpu_set_t *allowed, GError **error)
{
	guint wanted = vcpu % CPU_COUNT(allowed), seen = 0;
	cpu_set_t one;

	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, allowed) || seen++ != wanted)
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		if (sched_setaffinity(thread, sizeof(one), &one)) {
			g_set_error(error, TARGET_ERROR, 0, "vCPU %u cannot be "
				    "pinned to processor %d", vcpu, cpu);
			return false;
		}
		g_ptr_array_add(boot->pinning, g_strdup_printf(
			"vcpu %u: processor %d", vcpu, cpu));
		return true;
	}
	return false;
}

static bool pin_all(struct boot *boot, struct qmp *qmp, GError **error)
{
	g_autoptr(JsonNode) answer = qmp_execute(qmp, "query-cpus-fast", error);
	cpu_set_t allowed;
	JsonArray *cpus;

	if (!answer)
		return false;
	if (!JSON_NODE_HOLDS_ARRAY(answer) ||
	    sched_getaffinity(0, sizeof(allowed), &allowed)) {
		g_set_error(error, TARGET_ERROR, 0, "vCPUs or processors "
			    "cannot be listed");
		return false;
	}
	cpus = json_node_get_array(answer);
	boot->oversubscribed = boot->vcpus > (guint)CPU_COUNT(&allowed);
	for (guint i = 0; i < json_array_get_length(cpus); i++) {
		JsonObject *cpu = json_array_get_object_element(cpus, i);

		if (!pin(boot, json_object_get_int_member(cpu, "cpu-index"),
			 json_object_get_int_member(cpu, "thread-id"),
			 &allowed, error))
			return false;
	}
	return true;
}

static bool on_start(struct emulator *emulator, GError **error)
{
	struct boot *boot = emulator->user;
	g_autoptr(JsonNode) done = NULL;
	struct qmp qmp;

	if (qmp_open(&qmp, boot->control_fd, error) &&
	    pin_all(boot, &qmp, error))
		done = qmp_execute(&qmp, "cont", error);
	qmp_clear(&qmp);
	return done != NULL;
}

void kvm_engine_boot(struct run *run, struct boot *boot, GPtrArray *argv)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) {
		boot->failure = g_strdup("not-started: no socket pair");
		return;
	}
	boot->control_fd = ends[0];
	qemu_boot(run, boot, argv, on_start, ends[1]);
	close(ends[0]);
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
