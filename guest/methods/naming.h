/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the targets of an IPI are named: the words that a sender writes. Each
 * function returns NULL or the reason why it cannot be done.
 */
#ifndef IPIBENCH_NAMING_H
#define IPIBENCH_NAMING_H

#include "methods/method.h"

/* NULL when this machine offers the method, or why not. */
const struct reason *method_offered(const struct method *m);

/* One more write; 0 stands for a word that could not be made. */
const struct reason *naming_add(struct naming *n, u64 word);

/* One write for each group of targets that a logical destination can name. */
const struct reason *naming_by_logical(struct naming *n);

/* All of n->target[] in the way that the plan asks for. */
const struct reason *naming_do(struct naming *n, enum plan_dest dest);

/* What `auto` becomes. */
enum plan_dest naming_choose(const struct method *m, u32 targets,
			     enum plan_dest dest);

#endif
