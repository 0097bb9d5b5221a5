/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest under QEMU with KVM, vCPU threads pinned one to a processor: on
 * this machine (target-kvm.c) and inside a lab (cmd-stage.c). */
#ifndef IPIBENCH_KVM_ENGINE_H
#define IPIBENCH_KVM_ENGINE_H

#include "engine/qemu.h"

GPtrArray *kvm_engine_command(const struct run *run, const struct boot *boot,
			      GError **error);
void kvm_engine_boot(struct run *run, struct boot *boot, GPtrArray *argv);

/* What virtualises the APIC, from KVM's module parameters. lookup returns a
 * parameter's value by "module.name", or NULL. NULL: cannot be known. */
char *kvm_regime(const char *(*lookup)(void *user, const char *name),
		 void *user, char **how);
/* All parameters of kvm, kvm_amd and kvm_intel, by "module.name", and the
 * processor's vendor. */
#define KVM_VENDOR "processor.vendor"
GHashTable *kvm_parameters(void);

#endif
