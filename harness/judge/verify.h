/* SPDX-License-Identifier: GPL-2.0-only */
/* Results held against what they must be (expect.h). */
#ifndef IPIBENCH_VERIFY_H
#define IPIBENCH_VERIFY_H

#include "cases/cases.h"
#include "result/result.h"

enum verdict {
	AS_EXPECTED,
	UNSUPPORTED_AS_EXPECTED,
	NOT_APPLICABLE_AS_EXPECTED,
	NOT_COUNTED,            /* no counting source on this target */
	DIFFERS,
};

/* Takes one difference, in words. */
typedef void (*verify_differ)(void *user, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/* The hypervisor's counts against the meter's, where both are there. */
void verify_meter(const struct result *result, verify_differ differ,
		  void *user);

/* KVM's own counters, where they were read. NOT_COUNTED: nothing of sending can
 * be held. Differences go to differ whatever the verdict. */
enum verdict verify_kvm_stats(const struct result *result, verify_differ differ,
			      void *user);

/* How many rows came out how, and what is to be said of them. */
struct verify_sum {
	guint rows[DIFFERS + 1], all;
};

void verify_add(struct verify_sum *sum, enum verdict verdict);
/* "34 as expected, 7 unsupported as expected, ..." */
char *verify_sum_text(const struct verify_sum *sum);
/* Lines (char *) on what is no difference and must be known: rows of boots that
 * were tried again, by cause; interrupts that nobody expected. */
GPtrArray *verify_remarks(const GPtrArray *results);

/* Appends a line of text for every difference: verify_place, and what differs. */
enum verdict verify_row(const struct result *result, GPtrArray *differences);
/* "FILE:LINE: LABEL: "; the caller frees it. */
char *verify_place(const struct result *result);

/* A row and its verdict as a test case: its differences are those from `first` on. Passed
 * is what is as expected; skipped what is not there, as expected, or not counted. */
void verify_case(struct cases *cases, const struct result *row, enum verdict verdict,
		 const GPtrArray *differences, guint first);

#endif
