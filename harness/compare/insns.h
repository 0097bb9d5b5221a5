/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Path lengths out of a result: for each side (sender, receivers) and each
 * kind of exit, how many instructions the hypervisor executed until the next
 * entry, as the exit meter saw them.
 */
#ifndef IPIBENCH_INSNS_H
#define IPIBENCH_INSNS_H

#include "result/result.h"

struct insns_path {
	bool sender;
	const char *kind;       /* interned: an exit class, async, tick, msr_unknown */
	guint64 n, samples;     /* exits; those whose way back was seen, too */
	double p25, p50, p75;   /* medians over the side's vCPUs */
};

/* Appends struct insns_path, sender's first, in the order of the kinds' names.
 * Nothing where no meter ran. */
void insns_read(const struct result *result, GArray *paths);

/* Interrupts of whatever origin, and ticks of the level below. */
bool insns_come_as_they_like(const char *kind);

/* An emulator with more processors than its host lets those that hold a lock
 * wait for a turn while others spin for it: what is counted then is the host's
 * scheduling. */
bool insns_crowded(const struct result *result);

#endif
