/* SPDX-License-Identifier: GPL-2.0-only */
/* Several results side by side: what ran is a part of a row's identity. */
#ifndef IPIBENCH_APART_H
#define IPIBENCH_APART_H

#include "result/result.h"

/* Where a target's rows ran on several hypervisors, by the files that ran, each is named
 * as if it had been given (result.h, kernel, xen): by its version, and where that is not
 * enough by its file's sha256 too. */
void results_tell_apart(GPtrArray *results);

#endif
