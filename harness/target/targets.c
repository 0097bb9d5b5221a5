/* SPDX-License-Identifier: GPL-2.0-only */
#include "target/target.h"

const struct target *const targets[] = {
	&target_tcg,
	&target_lab_kvm_svm, &target_lab_xen_svm,
	&target_lab_kvm_svm_stock, &target_lab_xen_svm_stock,
	&target_lab_kvm_vmx, &target_lab_xen_vmx,
	&target_kvm, &target_xen, &target_metal,
	NULL
};

const struct target *target_from_name(const char *name)
{
	for (guint i = 0; targets[i]; i++)
		if (g_strcmp0(targets[i]->name, name) == 0)
			return targets[i];
	return NULL;
}
