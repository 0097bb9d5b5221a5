/* SPDX-License-Identifier: GPL-2.0-only */
/* What virtualises the APIC under a KVM, from its module parameters. */
#ifndef IPIBENCH_KVM_REGIME_H
#define IPIBENCH_KVM_REGIME_H

#include <glib.h>

/* lookup returns a parameter's value by "module.name", or NULL. NULL: cannot be
 * known. */
char *kvm_regime(const char *(*lookup)(void *user, const char *name),
		 void *user, char **how);

#endif
