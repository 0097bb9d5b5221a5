/* SPDX-License-Identifier: GPL-2.0-only */
/* The targets by their names, and what must be there on them: for who has a result
 * of one and cannot run it. */
#ifndef IPIBENCH_TARGET_NAMES_H
#define IPIBENCH_TARGET_NAMES_H

#include <stdbool.h>

#include "../guest/spec/spec.h"

extern const char *const target_names[];        /* ends with NULL */

/* A name that is not in the list is of no such target. */
bool target_offers(const char *name, enum need need);
/* The vAPIC register must be there, and so must the hypervisor's counts. */
bool target_is_patched(const char *name);
/* On an emulated machine that does the same in every run, with VMX: times are
 * instructions, and key apicv is heeded. */
bool target_is_exact(const char *name);
/* A lab whose hypervisor can be replaced: keys kernel, xen. */
bool target_takes_kernel(const char *name);
bool target_takes_xen(const char *name);
/* Its clock counts no nanoseconds. */
bool target_is_emulated(const char *name);

#endif
