/* SPDX-License-Identifier: GPL-2.0-only */
/* The targets by their names, and what must be there on them: for who has a result
 * of one and cannot run it. */
#ifndef IPIBENCH_TARGET_NAMES_H
#define IPIBENCH_TARGET_NAMES_H

#include <stdbool.h>

#include "../guest/spec/spec.h"
#include "spec/experiment-keys.h"

extern const char *const target_names[];        /* ends with NULL */

/* A name that is not in the list is of no such target. */
bool target_offers(const char *name, enum need need);
/* The vAPIC register must be there, and so must the hypervisor's counts. */
bool target_is_patched(const char *name);
/* On an emulated machine that does the same in every run, with VMX: times are
 * instructions, and key apicv is heeded. */
bool target_is_exact(const char *name);
/* Whether a key means something to it: kernel and xen do to a lab with that hypervisor. */
bool target_heeds(const char *name, enum experiment_key key);
/* Its clock counts no nanoseconds. */
bool target_is_emulated(const char *name);

#endif
