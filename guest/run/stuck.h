/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_STUCK_H
#define IPIBENCH_STUCK_H

#include "reason.h"

/* Writes a `stuck` record for each processor that is still at work; what that says
 * about the run. */
const struct reason *stuck_record(void);

#endif
