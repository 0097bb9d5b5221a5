/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's own counters of each vCPU, from QEMU's query-stats (QEMU 7.1 and Linux
 * 5.14 or later), read while the machine stands still. */
#ifndef IPIBENCH_KVM_QUERY_H
#define IPIBENCH_KVM_QUERY_H

#include "engine/kvm-engine.h"
#include "plan/kvm-stats.h"

/* Which vCPUs and counters there are. Sets problem where there are none. */
void kvm_stats_begin(struct kvm_stats *stats, struct qmp *qmp);
/* One more stop. */
void kvm_stats_take(struct kvm_stats *stats, struct qmp *qmp);

/* Both for a boot that stands still, and exits by reason where this user may trace
 * (kvm-trace.h): fills its stats, reasons and trace_problem. */
extern const struct kvm_watch kvm_counters;

#endif
