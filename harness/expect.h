/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many exits a row must have cost, from the manuals and the row's own
 * settings, never from an earlier run.
 */
#ifndef IPIBENCH_EXPECT_H
#define IPIBENCH_EXPECT_H

#include "result.h"

/* Exits of the sender, by class, that sending causes in the whole window.
 * False: nothing is known for this regime and method; *why says what. */
bool expect_send(const struct result *result, struct exit_counts *expected,
		 char **why);

/* How many register writes (or hypercalls) one IPI of the row takes: one for
 * each target, group or everybody. */
guint expect_writes(const struct result *result);

/* May a vCPU that took part have exits of this class besides sending? NULL:
 * no. Otherwise the reason, in words. */
const char *expect_also(const struct result *result,
			const struct result_cpu *cpu, int class);

/* The class of an end-of-interrupt in the row's APIC mode, and whether each
 * interrupt received is exactly one exit of it. */
int expect_eoi_class(const struct result *result);
bool expect_eoi_exits(const struct result *result);

/* Must this target offer this method? */
bool expect_supported(const struct result *result);

#endif
