/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From settings to boots: everything that one start of the guest can do stands
 * in one boot, as a plan in the guest's language (guest/README.md).
 */
#ifndef IPIBENCH_PLAN_H
#define IPIBENCH_PLAN_H

#include "plan/boot.h"
#include "plan/experiment.h"

/* Boots in the order in which their first settings stand. */
GPtrArray *plan_boots(const GPtrArray *settings);
/* Another order of repeated boots' rows than that of PLAN_ORDER_SEED. */
void plan_order(GPtrArray *boots, guint32 seed);
#define PLAN_ORDER_SEED 1
char *plan_text(const struct boot *boot);

#endif
