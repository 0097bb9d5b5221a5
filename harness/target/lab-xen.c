/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest as Xen's PVH dom0: no Linux, no tool stack. Its console is a hypercall, so
 * that Xen's own lines and the guest's come over one serial port. On which machine Xen
 * runs is the target's affair.
 */
#define _GNU_SOURCE     /* memmem */
#include <string.h>

#include "base/members.h"
#include "engine/meter-file.h"
#include "engine/qemu.h"
#include "target/lab.h"
#include "plan/xen-regime.h"
#include "spec/target-names.h"

#define DOM0_MEMORY_MB 128

char *lab_xen_options(const struct boot *boot)
{
	return g_strdup_printf("dom0=pvh dom0_mem=%dM dom0_max_vcpus=%u "
		"dom0_vcpus_pin console=com1 com1=115200,8n1 noreboot%s",
		DOM0_MEMORY_MB, boot->vcpus,
		target_is_patched(boot->target) ? " vapic=7" : "");
}

char *lab_xen_meter(const struct boot *boot)
{
	return g_strdup_printf("raw/%s-meter.jsonl", boot->name);
}

char *lab_xen_find(const struct target *target, struct run *run, struct boot *boot,
		   GError **error)
{
	g_autofree char *made = lab_hypervisor_made(run, boot, target->script, KEY_XEN,
						    "xen/stock", error);

	if (!made || !qemu_write_plan(run, boot, error))
		return NULL;
	g_free(boot->sidecar);
	boot->sidecar = g_build_filename(made, "provenance.json", NULL);
	return g_steal_pointer(&made);
}

#define BANNER "Xen version "

/* Of what was given nobody but itself knows it. */
static void take_version(JsonObject *hypervisor, const char *said)
{
	g_autofree char *version = g_strndup(said, strcspn(said, " "));

	if (!*member_word(hypervisor, "version"))
		json_object_set_string_member(hypervisor, "version", version);
}

/* Each boot starts a Xen of its own, and it speaks for itself. */
static void describe(const struct boot *boot, struct target_report *report)
{
	const char *banner = boot->raw->len ? memmem(boot->raw->data,
		boot->raw->len, BANNER, strlen(BANNER)) : NULL;

	report_clear(report);
	xen_find_regime((const char *)boot->raw->data, boot->raw->len,
			"what Xen printed", report);
	report->hypervisor = lab_hypervisor(boot, "Xen");
	if (banner) {
		gsize left = (const char *)boot->raw->data + boot->raw->len -
			banner, len = 0;
		g_autofree char *line = NULL;

		while (len < left && banner[len] >= 0x20 && banner[len] < 0x7f)
			len++;
		line = g_strndup(banner, len);
		json_object_set_string_member(report->hypervisor, "banner",
					      line);
		take_version(report->hypervisor, line + strlen(BANNER));
	}
}

static void take(struct machine *machine, const guint8 *data, gsize len)
{
	qemu_boot_take(&machine->emulator, machine->boots->pdata[0], data, len);
}

static bool over(struct machine *machine, GError **error)
{
	struct boot *boot = machine->boots->pdata[0];
	g_autofree char *meter = lab_xen_meter(boot);
	struct meter_place place = { 0 };

	qemu_boot_over(&machine->emulator, boot);
	meter_attach(machine->run, meter, &place, machine->boots);
	for (guint cpu = 0; cpu < boot->vcpus; cpu++)
		g_ptr_array_add(boot->pinning, g_strdup_printf(
			"vcpu %u: pcpu %u", cpu, cpu));
	describe(boot, &machine->report);
	return target_boot_done(machine->run, boot, &machine->report, error);
}

bool lab_xen_machines(struct run *run, GPtrArray *boots, guint slack_seconds,
		      GPtrArray *machines, GError **error)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		struct machine *machine = machine_new(sizeof(*machine), run, boot,
			boot_silence(boot) + slack_seconds, error);

		if (!machine)
			return false;
		/* Xen halts, told not to start anew; every window is in the
		 * meter's file. */
		machine->emulator.stays = true;
		machine->doing = g_strdup_printf("%s: starting Xen", boot->name);
		machine->take = take;
		machine->over = over;
		machine_scratch(machine, boot->name);
		g_ptr_array_add(machine->boots, boot);
		g_ptr_array_add(machines, machine);
	}
	return true;
}
