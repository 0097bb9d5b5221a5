/* SPDX-License-Identifier: GPL-2.0-only */
/* Targets that have a name in the experiment files and no code yet. Each
 * leaves this file for one of its own when it gets some. */
#include "target/target.h"

static char *not_built(const struct run *run, char **help)
{
	*help = g_strdup("nothing yet: this version of ipibench has no such lab");
	return g_strdup("ipibench cannot do this yet");
}

const struct target target_lab_kvm_vmx = {
	"lab-kvm-vmx", "patched KVM on emulated VMX (Bochs)", not_built,
	NULL, NULL
};
const struct target target_lab_xen_vmx = {
	"lab-xen-vmx", "patched Xen on emulated VMX (Bochs)", not_built,
	NULL, NULL
};
