/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many exits a row must have cost, from the manuals and the row's own
 * settings, never from an earlier run.
 *
 *   expect.c           what a write costs, and what is paid besides
 *   expect-writes.c    how many writes a pattern takes
 *   expect-offered.c   which target must offer what
 */
#ifndef IPIBENCH_EXPECT_H
#define IPIBENCH_EXPECT_H

#include "result/result.h"

/* Exits of all that send, by class, that sending causes in the whole window.
 * False: nothing is known for this regime and method; *why says what. */
bool expect_send(const struct result *result, struct exit_counts *expected,
		 char **why);

/* So many more loads of the ICR there can be. */
guint64 expect_reads_besides(const struct result *result);

/* How many register writes (or hypercalls) the window takes, and an IPI of one
 * sender: one for each target, group or everybody. */
guint64 expect_all_writes(const struct result *result);
guint expect_writes(const struct result *result, guint sender);

/* May a vCPU that took part have exits of this class besides sending? NULL:
 * no. Otherwise the reason, in words. */
const char *expect_also(const struct result *result,
			const struct result_cpu *cpu, int class);

/* end_class() of a row. */
int expect_end_class(const struct result *result);
/* So many of them there can be; at least one for each. */
guint64 expect_ends_at_most(const struct result *result, guint64 received);

/* The register must be there, and so must the hypervisor's counts. Of a hypervisor that
 * the run was given nobody knows beforehand. */
bool expect_patched(const struct result *result);
/* NULL: this target must have what the row asked for. Otherwise why it has not. */
const char *expect_unsupported(const struct result *result);
/* NULL: the row's settings go together. Otherwise why not, on any machine. */
const char *expect_not_applicable(const struct result *result);

#endif
