/* SPDX-License-Identifier: GPL-2.0-only */
/* The targets by their names, and what must be there on them: for who has a result
 * of one and cannot run it. */
#ifndef IPIBENCH_TARGET_NAMES_H
#define IPIBENCH_TARGET_NAMES_H

#include <stdbool.h>

extern const char *const target_names[];        /* ends with NULL */

/* The vAPIC register must be there, and so must the hypervisor's counts. A name
 * that is not in the list is of no such target. */
bool target_is_patched(const char *name);

#endif
