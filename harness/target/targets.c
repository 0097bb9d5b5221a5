/* SPDX-License-Identifier: GPL-2.0-only */
#include "target/target.h"

G_DEFINE_QUARK(ipibench-target-error-quark, target_error)

const struct target *const targets[] = {
	&target_tcg,
	&target_lab_kvm_svm, &target_lab_xen_svm,
	&target_lab_kvm_svm_stock, &target_lab_xen_svm_stock,
	&target_lab_kvm_vmx, &target_lab_xen_vmx,
	&target_kvm, &target_xen, &target_metal,
	NULL
};

void report_clear(struct target_report *report)
{
	g_clear_pointer(&report->regime, g_free);
	g_clear_pointer(&report->regime_note, g_free);
	g_clear_pointer(&report->hypervisor, json_object_unref);
	g_clear_pointer(&report->facts, json_object_unref);
}

bool target_boot_done(struct run *run, struct boot *boot,
		      const struct target_report *report, GError **error)
{
	return !run->on_boot_done || run->on_boot_done(run, boot, report, error);
}

const struct target *target_from_name(const char *name)
{
	for (guint i = 0; targets[i]; i++)
		if (g_strcmp0(targets[i]->name, name) == 0)
			return targets[i];
	return NULL;
}
