/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_STUCK_H
#define IPIBENCH_STUCK_H

#include "traps.h"

/* Writes a `stuck` record for each processor that is still at work. */
void stuck_record(void);

/* In an exception: returns unless it is the NMI that this is asked by. */
void stuck_answer_if_asked(const struct trap_frame *f);

#endif
