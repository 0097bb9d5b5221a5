/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/target-names.h"

#include <glib.h>

const char *const target_names[] = {
	"tcg", "lab-kvm-svm", "lab-kvm-svm-stock", "lab-xen-svm",
	"lab-xen-svm-stock", "lab-kvm-vmx", "lab-xen-vmx", "kvm", "xen",
	"metal", NULL
};

bool target_is_patched(const char *name)
{
	static const char *const patched[] = {
		"lab-kvm-svm", "lab-xen-svm", "lab-kvm-vmx", "lab-xen-vmx", NULL
	};

	return name && g_strv_contains(patched, name);
}
