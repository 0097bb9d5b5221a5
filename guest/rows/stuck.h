/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_STUCK_H
#define IPIBENCH_STUCK_H

#include "cpu/traps.h"
#include "lib/reason.h"

/* Writes a `stuck` record for each processor that is still at work; what that says
 * about the run. */
const struct reason *stuck_record(void);

/* For traps_on_nmi: where it is this processor that is asked, answers and stays. */
void stuck_answer(const struct trap_frame *f);

#endif
