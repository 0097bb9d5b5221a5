/* SPDX-License-Identifier: GPL-2.0-only */
/* This machine's processors, and which of them a vCPU gets. */
#ifndef IPIBENCH_HOST_CPUS_H
#define IPIBENCH_HOST_CPUS_H

#include <glib.h>
#include <stdbool.h>

struct host_cpu {
	guint id;
	char *siblings;         /* threads of its core, such as "1,5"; NULL:
				 * the machine does not say */
	bool second;            /* another thread of its core stands before it */
};

/* Those that this process may use: first one of each core, then the cores'
 * other threads. NULL: they cannot be listed. */
GPtrArray *host_cpus(void);
guint host_cores(const GPtrArray *cpus);
/* The order of a given list of processors; what host_cpus does with its own. */
GPtrArray *host_cpus_order(const GArray *ids);

#endif
