/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exits of a window, whoever counted them: the hypervisor, the exit meter, KVM's own
 * counters, its tracepoint. A member that a source does not tell is empty.
 */
#ifndef IPIBENCH_COUNTS_H
#define IPIBENCH_COUNTS_H

#include <stdbool.h>

#include "result/codec.h"
#include "spec/classes.h"
#include "spec/roles.h"

enum source { SOURCE_HYPERVISOR, SOURCE_METER, SOURCE_KVM_STATS, SOURCE_KVM_TRACE,
	      SOURCES };
extern const char *const source_names[SOURCES];

/* Places in a tally: the classes, and what some sources cannot put into one. */
enum {
	TALLY_TOTAL = VAPIC_EXIT_CLASSES,
	TALLY_ASYNC,            /* the meter: interrupt, window or page fault */
	TALLY_MSR_UNKNOWN,      /* the meter: WRMSR, of which MSR unknown */
	TALLY_UNCLASSIFIED,     /* KVM: what its counters do not tell apart */
	TALLY_PLACES
};
extern const char *const tally_names[TALLY_PLACES];
int tally_place(const char *name);      /* -1: none is called so */

/* Those that were named, in the order in which they were. */
struct tally {
	guint64 n[TALLY_PLACES];
	guint8 order[TALLY_PLACES];
	guint named;
};

void tally_add(struct tally *to, int place, guint64 more);
/* Each that `from` names, its total last. */
void tally_add_all(struct tally *to, const struct tally *from);
struct exit_counts tally_classes(const struct tally *tally);

struct side {
	struct coded coded;
	struct tally tally;
};

/* The paths of one kind of exit; see results/README.md, exits.meter. */
struct path_lengths {
	struct coded coded;
	const char *name;
	guint64 n, samples, min, p25, p50, p75, p99, max, sum;
	GArray *buckets;
};

struct counted_cpu {
	struct coded coded;
	guint cpu;
	enum guest_role role;
	guint64 reading;                /* what counting itself cost: out already */
	struct tally tally;
	GPtrArray *insns;               /* struct path_lengths, or NULL */
	GPtrArray *counters, *taken_out, *reasons; /* struct named_count, or NULL */
};

struct counts {
	struct coded coded;
	enum source source;
	const char *pass;               /* count, time; NULL: count */
	guint64 empty_windows;          /* before it, for what a stop costs */
	struct side *sender, *receivers;
	GPtrArray *vcpus;               /* struct counted_cpu */
	guint64 reading;
};

extern const struct shape counts_shape, counts_of_hypervisor_shape, side_shape,
	path_lengths_shape, counted_cpu_shape, counted_cpu_of_hypervisor_shape;

struct counts *counts_new(enum source source);
struct counted_cpu *counts_add(struct counts *counts, guint cpu, enum guest_role role);
/* sender and receivers, from the vCPUs. */
void counts_sum(struct counts *counts);
bool counted_sends(enum guest_role role);
const struct counted_cpu *counts_of_cpu(const struct counts *counts, guint cpu);
/* 0: it is not in the list, or there is none. */
guint64 named_count_of(const GPtrArray *list, const char *name);
void named_count_add(GPtrArray *list, const char *name, guint64 n);

#endif
