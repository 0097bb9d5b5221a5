/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exit classes, by the numbers and names of hv-patches/include/vapic.h.
 * An exit_counts holds one vCPU's (or several vCPUs') exits by class.
 */
#ifndef IPIBENCH_CLASSES_H
#define IPIBENCH_CLASSES_H

#include <glib.h>
#include "vapic.h"

struct exit_counts {
	guint64 by_class[VAPIC_EXIT_CLASSES];
	guint64 total;          /* counted by the hypervisor on its own */
};

extern const char *const exit_class_names[VAPIC_EXIT_CLASSES];

int exit_class_from_name(const char *name);     /* -1: no such class */
void exit_counts_add(struct exit_counts *to, const struct exit_counts *from);
guint64 exit_counts_sum(const struct exit_counts *counts);

/* More instructions emulated for an exit: KVM interprets the guest (an access to the
 * APIC page takes one). */
#define KVM_INTERPRETED 10

#endif
