/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From experiments to settings, and from settings to boots: everything that one start of the guest can do stands
 * in one boot, as a plan in the guest's language (guest/README.md).
 */
#ifndef IPIBENCH_PLAN_H
#define IPIBENCH_PLAN_H

#include "plan/boot.h"
#include "plan/experiment.h"

/* All settings of all experiments, in the order of the files and of enum
 * experiment_key. Elements are struct setting. NULL and an error where they
 * are too many. */
GPtrArray *experiment_expand(const GPtrArray *experiments, GError **error);
guint setting_number(const struct setting *setting, enum experiment_key key);

/* Boots in the order in which their first settings stand. */
GPtrArray *plan_boots(const GPtrArray *settings);
/* Another order of repeated boots' rows than that of PLAN_ORDER_SEED. */
void plan_order(GPtrArray *boots, guint32 seed);
#define PLAN_ORDER_SEED 1
char *plan_text(const struct boot *boot);

#endif
