/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_ROW_H
#define IPIBENCH_ROW_H

#include "plan.h"

const char *row_pattern_name(u32 i);

/* Runs one row of the plan, with all its records. False: a processor is no
 * longer answering, and no other row can be run. */
bool row_run(const struct plan_row *row);

#endif
