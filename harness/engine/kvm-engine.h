/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest under QEMU with KVM, vCPU threads pinned one to a processor: on
 * this machine (target-kvm.c) and inside a lab (../stage). */
#ifndef IPIBENCH_KVM_ENGINE_H
#define IPIBENCH_KVM_ENGINE_H

#include "engine/qemu.h"
#include "engine/qmp.h"

/* Who looks while the machine stands still. */
struct kvm_watch {
	/* Before the guest runs. threads: id of each vCPU's thread -> vCPU + 1. */
	void *(*begin)(const struct run *run, struct boot *boot,
		       struct qmp *qmp, GHashTable *threads);
	void (*stop)(void *state, struct qmp *qmp);     /* one more stop */
	void (*end)(void *state);
};

/* Whether it is for the command line or the placement of that QEMU alone: who runs it has to
 * know, and below it nothing differs. */
bool kvm_engine_heeds(enum experiment_key key);
GPtrArray *kvm_engine_command(const struct boot *boot);
/* watch: for a boot that stands still (boot->standstill); NULL for others. */
void kvm_engine_boot(struct run *run, struct boot *boot, GPtrArray *argv,
		     const struct kvm_watch *watch);

#endif
