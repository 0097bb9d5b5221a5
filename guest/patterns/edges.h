/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_EDGES_H
#define IPIBENCH_EDGES_H

#include "run.h"

void unicast_loop(struct run *run, u64 first, u64 n);
void random_loop(struct run *run, u64 first, u64 n);
void incast_part(struct percpu *self, struct run *run, u64 n);

#endif
