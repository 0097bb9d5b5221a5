/* SPDX-License-Identifier: GPL-2.0-only */
/* Which boot of which experiment is it that a guest tells about? */
#ifndef IPIBENCH_IMPORT_PLAN_H
#define IPIBENCH_IMPORT_PLAN_H

#include "import/import-read.h"
#include "plan/plan.h"

struct import_plan {
	const char *file;       /* the experiment's; NULL: not known */
	GPtrArray *experiments, *settings, *boots;
};

/* Boots that the file plans for target metal; none yet where it is NULL. */
bool import_plan_open(struct import_plan *plan, const char *file,
		      GError **error);
/* The boot that import is about: the first planned one that it fits and that
 * has none yet or, without an experiment, one made from what the guest says.
 * What the guest said moves into it. */
struct boot *import_plan_take(struct import_plan *plan, struct import *import,
			      GError **error);
void import_plan_clear(struct import_plan *plan);

#endif
