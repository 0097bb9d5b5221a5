/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_KVM_PARAMETERS_H
#define IPIBENCH_KVM_PARAMETERS_H

#include <glib.h>

/* All parameters of kvm, kvm_amd and kvm_intel, by "module.name", and the
 * processor's vendor. */
#define KVM_VENDOR "processor.vendor"
GHashTable *kvm_parameters(void);

#endif
