/* SPDX-License-Identifier: GPL-2.0-only */
/* Result lines (result/result.h) from boots. */
#ifndef IPIBENCH_RECORD_H
#define IPIBENCH_RECORD_H

#include "plan/run.h"

/* One line, without newline, for row N (from 0) of a boot. */
char *result_row(const struct boot *boot, guint row,
		 const struct target_report *report, JsonObject *provenance);

/* raw=1: every sample of row N as a table, NULL where there is none, and the name
 * of the file for it in the folder. */
char *result_samples(const struct boot *boot, guint row);
char *result_samples_name(const struct boot *boot, guint row);

#endif
