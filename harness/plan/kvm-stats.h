/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM's own counters of each vCPU, from QEMU's query-stats (QEMU 7.1 and
 * Linux 5.14 or later), read while the machine stands still
 * (guest/run/standstill.h).
 */
#ifndef IPIBENCH_KVM_STATS_H
#define IPIBENCH_KVM_STATS_H

#include "engine/qmp.h"

/* More instructions emulated for an exit: KVM interprets the guest (an access to the
 * APIC page takes one). */
#define KVM_INTERPRETED 10

struct kvm_stats {
	GPtrArray *names;       /* of counters */
	GHashTable *vcpu;       /* QOM path -> index */
	guint vcpus;
	GPtrArray *stops;       /* guint64[vcpus * names], one a stop */
	char *problem;          /* why there are none; or NULL */
};

struct kvm_stats *kvm_stats_new(void);
void kvm_stats_free(struct kvm_stats *stats);

/* Which vCPUs and counters there are. Sets problem where there are none. */
void kvm_stats_begin(struct kvm_stats *stats, struct qmp *qmp);
/* One more stop. */
void kvm_stats_take(struct kvm_stats *stats, struct qmp *qmp);
/* By how much a counter went up between two stops, counted from 1. False: one
 * of them is not there. */
bool kvm_stats_between(const struct kvm_stats *stats, guint from, guint to,
		       guint vcpu, guint name, guint64 *more);
/* A row's window, behind so many empty ones that begin with stop `first`: by how
 * much the counter went up, without what a stop costs, which is the median over
 * the empty windows. False: a stop is missing. */
bool kvm_stats_window(const struct kvm_stats *stats, guint first, guint empty,
		      guint vcpu, guint name, guint64 *more, guint64 *cost);
/* The counter's place in names; -1: this KVM has none of that name. */
int kvm_stats_find(const struct kvm_stats *stats, const char *name);

#endif
