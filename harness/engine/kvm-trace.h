/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exits by reason, from the tracepoint kvm:kvm_exit, where this user may trace
 * (through libtracefs). The kernel itself counts, in a histogram by thread and
 * reason in a tracing instance of our own, so that nothing is lost however long
 * a window is. The tracepoint is on between the stops around a counting pass
 * only (guest/rows/standstill.h): no time that is reported has it in it.
 */
#ifndef IPIBENCH_KVM_TRACE_H
#define IPIBENCH_KVM_TRACE_H

#include "plan/kvm-stats.h"

struct kvm_trace;

/* threads: id of each vCPU's thread -> vCPU + 1; taken over. NULL: tracing is
 * not permitted or there is no such tracepoint, *why says it. Our instance is
 * removed in kvm_trace_end(), or when this process ends in whatever way. */
struct kvm_trace *kvm_trace_begin(GHashTable *threads, char **why);
/* The next stop. */
void kvm_trace_stop(struct kvm_trace *trace);
/* Counts by the name of the reason, in the order of stops; its problem says why
 * there are none. Removes the instance. */
struct kvm_stats *kvm_trace_end(struct kvm_trace *trace);

/* What the tracepoint costs an exit on this machine, in ns: exits of a small
 * virtual machine with and without, in turn. */
struct kvm_trace_cost {
	double median, low, high;       /* of the rounds */
	guint rounds, exits;            /* exits a round */
};
bool kvm_trace_cost(struct kvm_trace_cost *cost, char **why);

/* ---- for kvm-trace-cost.c and tests ---- */

/* Turns the tracepoint on, from zero, or off. */
bool kvm_trace_on(struct kvm_trace *trace);
void kvm_trace_off(struct kvm_trace *trace);

struct kvm_trace_hits {
	guint vcpu, isa, reason;
	guint64 hits;
};
/* The text of a `hist` file; threads of others are passed over. False: damaged,
 * or the kernel had no room for all reasons. */
bool kvm_trace_read_hist(const char *text, GHashTable *threads, GArray *hits,
			 char **problem);
/* As the kernel's uapi names it, else "reason-N"; static or interned. */
const char *kvm_trace_reason(guint isa, guint reason);

#endif
