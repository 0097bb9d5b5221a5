/* SPDX-License-Identifier: GPL-2.0-only */
/* What on this machine spoils a measurement. Looks only; host-tune.h changes. */
#ifndef IPIBENCH_HOST_CHECKS_H
#define IPIBENCH_HOST_CHECKS_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

enum host_verdict { HOST_GOOD, HOST_BAD, HOST_UNKNOWN };

struct host_check {
	const char *name;
	/* The finding in words, or NULL where the machine does not tell. */
	char *(*look)(enum host_verdict *verdict);
	const char *advice;     /* where it is bad */
};

extern const struct host_check host_checks[];   /* ends with NULL */

/* NAME: { "value": words or null, "good": true, false or null, "advice" } */
JsonObject *host_checks_object(void);
/* Ticks that the level above took from this machine since it started. */
guint64 host_steal_ticks(void);
/* A flag of the first processor in /proc/cpuinfo. */
bool host_cpu_flag(const char *flag);

#endif
