/* SPDX-License-Identifier: GPL-2.0-only */
/* What it costs to receive: the exit that ends an interrupt, and the HLTs. */
#ifndef IPIBENCH_RECEIVING_H
#define IPIBENCH_RECEIVING_H

#include <glib.h>

/* How an interrupt came. regime, mode (xapic, x2apic) and vendor of the processor: NULL
 * where they are unknown. */
struct ending {
	const char *deliver, *method, *regime, *mode, *vendor;
};
/* The class of the exit by which each interrupt received ends, exactly one for
 * each; -1: it ends without one. */
int end_class(const struct ending *of);

/* A vCPU that waits halted, the IPIs it was sent and got, and the HLTs it stepped
 * over (guest/README.md). k: length of a burst. */
struct sleeps {
	const char *method, *pattern;
	guint64 k;
	guint vcpus;
	guint64 sent, got, woken_early;
};

/* Its HLTs. */
void sleeps_hlt(const struct sleeps *of, guint64 *low, guint64 *high);

#endif
