/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM's own counters of each vCPU, as they were at every stop of the machine
 * (guest/rows/standstill.h): from QEMU's query-stats (engine/kvm-query.h), or by the
 * reason that a tracepoint names (engine/kvm-trace.h).
 */
#ifndef IPIBENCH_KVM_STATS_H
#define IPIBENCH_KVM_STATS_H

#include <glib.h>
#include <stdbool.h>

struct kvm_stats {
	GPtrArray *names;       /* of counters */
	GHashTable *vcpu;       /* QOM path -> index */
	guint vcpus;
	GPtrArray *stops;       /* guint64[vcpus * names], one a stop */
	char *problem;          /* why there are none; or NULL */
};

struct kvm_stats *kvm_stats_new(void);
void kvm_stats_free(struct kvm_stats *stats);

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
