/* SPDX-License-Identifier: GPL-2.0-only */
/* A row of the plan while it is run, and the pieces it is run with. */
#ifndef IPIBENCH_ROW_H
#define IPIBENCH_ROW_H

#include "methods/method.h"
#include "rows/plan.h"

struct row {
	const struct plan_row *plan;
	const struct method *method;
	const struct pattern *pattern;
	enum plan_dest dest;	/* never auto */
	u32 senders;
	u64 per_op;		/* IPIs for each turn of the loop */
	u64 ops, warmup_ops;
	struct run run;
	bool sends[MAX_CPUS], receives[MAX_CPUS];
	enum pass pass;		/* that is run now */
};

/* Runs one row of the plan, with all its records. Not NULL: a processor is no longer
 * answering, and no other row can be run. */
const struct reason *row_run(const struct plan_row *plan);

/* ---- parts.c: who takes part ---- */

/* Fills in run.target, run.crew, senders, sends, receives. NULL or why these
 * processors are too few or too many. */
const struct reason *row_choose_parts(struct row *row);
const char *row_role_of(const struct row *row, const struct percpu *p);

/* ---- lanes.c: what each sender writes ---- */

const struct reason *row_make_words(struct row *row);

/* ---- account.c: every IPI at its target ---- */

void account_begin(void);	/* the window begins, and ends */
void account_end(void);
/* Sent = received + merged, for each vector of each target? */
bool account_balanced(const struct row *row);
void account_record(const struct row *row);
/* Interrupts that nobody expected, since the last such record. */
void account_record_strays(u32 row);

/* ---- samples.c: times ---- */

void samples_reset(const struct row *row);
void samples_record(const struct row *row, u64 elapsed);
/* Why not every sample of the row could be kept, or NULL. */
const struct reason *samples_raw_limit(const struct row *row);

#endif
