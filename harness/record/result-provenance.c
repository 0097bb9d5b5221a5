/* SPDX-License-Identifier: GPL-2.0-only */
/* What a stranger needs to repeat a row: the run's, the target's and the boot's
 * part of it. */
#include "record/result-part.h"

#include "base/json.h"

static JsonArray *strings(const GPtrArray *from)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; i < from->len; i++)
		json_array_add_string_element(array, from->pdata[i]);
	return array;
}

/* Of an exact lab: everything that its figures depend on. */
static void set_machine(JsonObject *object, const struct boot *boot)
{
	JsonObject *machine = boot->machine_sidecar ?
		json_file_object(boot->machine_sidecar) : NULL;

	if (boot->machine_sha256)
		json_object_set_string_member(object, "machine_sha256",
					      boot->machine_sha256);
	if (machine)
		json_object_set_object_member(object, "machine", machine);
}

/* The run's word is the installed QEMU's, which a lab's own machine is. */
static void set_qemu(JsonObject *object, const struct boot *boot)
{
	if (!boot->qemu_about)
		return;
	json_object_set_object_member(object, "qemu", json_object_ref(boot->qemu_about));
	if (!boot->sidecar)
		json_object_set_string_member(object, "emulator", json_object_get_string_member(
			boot->qemu_about, "version"));
}

JsonObject *result_provenance(const struct boot *boot,
				   const struct target_report *report,
				   JsonObject *of_run)
{
	JsonObject *object = json_object_new();
	g_autoptr(GList) keys = json_object_get_members(of_run);
	g_autofree char *plan = g_strdup_printf("raw/%s.plan", boot->name);
	g_autofree char *raw = g_strdup_printf("raw/%s.txt", boot->name);

	for (GList *key = keys; key; key = key->next)
		json_object_set_member(object, key->data,
			json_object_dup_member(of_run, key->data));
	if (report->hypervisor)
		json_object_set_object_member(object, "hypervisor",
			json_object_ref(report->hypervisor));
	else
		json_object_set_null_member(object, "hypervisor");
	if (report->facts)
		json_object_set_object_member(object, "facts",
			json_object_ref(report->facts));
	set_machine(object, boot);
	set_qemu(object, boot);
	json_object_set_array_member(object, "commands",
				     strings(boot->commands));
	json_object_set_array_member(object, "pinning",
				     strings(boot->pinning));
	json_object_set_boolean_member(object, "oversubscribed",
				       boot->oversubscribed);
	if (g_str_equal(boot->target, "kvm"))
		json_object_set_int_member(object, "steal_ticks",
					   boot->steal_ticks);
	if (boot->image_sha256)
		json_object_set_string_member(object, "image_sha256",
					      boot->image_sha256);
	json_object_set_string_member(object, "plan", plan);
	json_object_set_string_member(object, "raw", raw);
	json_object_set_string_member(object, "boot_name",
				      boot->name);
	if (boot->seconds > 0)
		json_object_set_double_member(object, "boot_seconds",
					      boot->seconds);
	else
		json_object_set_null_member(object, "boot_seconds");
	if (boot->guest->begin)
		json_object_set_object_member(object, "guest",
					      result_words(boot->guest->begin));
	if (boot->guest->cpuid)
		json_object_set_object_member(object, "guest_cpuid",
					      result_words(boot->guest->cpuid));
	return object;
}

