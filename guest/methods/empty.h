/* SPDX-License-Identifier: GPL-2.0-only */
/* The loops with nothing to send (methods/empty.c), for run/clock.c. */
#ifndef IPIBENCH_EMPTY_H
#define IPIBENCH_EMPTY_H

#include "run.h"

extern const struct loops *const empty_loops;

#endif
