/* SPDX-License-Identifier: GPL-2.0-only */
/* What can be said of a row in a number. A new one is a row in metric.c. */
#ifndef IPIBENCH_REPORT_METRIC_H
#define IPIBENCH_REPORT_METRIC_H

#include "report/rows.h"

struct metric {
	const char *name;       /* in CSV */
	const char *title;      /* under which a table stands */
	const char *unit;
	double (*of)(const struct result *row); /* NAN: not measured */
	const char *format;     /* printf's, for one double */
	enum result_time time;  /* instead of `of`: quantiles of this time */
	bool boots;             /* ... the boots' medians, and their interval */
};

extern const struct metric metrics[];   /* ends with name NULL */
extern const guint metrics_n;

/* The sender's exits that a send causes, per IPI, and their instructions in
 * the hypervisor as the lower quartile of each kind times its number: timer
 * ticks are not in it, and waiting for locks, which only adds, hardly. */
double metric_send_exits(const struct result *row);
double metric_send_insns(const struct result *row);
/* All exits of the vCPUs that send, or only receive, whatever for, as KVM
 * itself counts them. */
double metric_kvm_senders(const struct result *row);
double metric_kvm_receivers(const struct result *row);
/* All instructions of the hypervisor in the window, per IPI. NAN where more
 * processors were emulated than the host has (why: metric.c). */
double metric_insns(const struct result *row);

#endif
