/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_TARGET_METAL_H
#define IPIBENCH_TARGET_METAL_H

#include "plan/run.h"

/* Can a machine without a hypervisor be booted as the boots say? */
bool metal_check(const GPtrArray *boots, GError **error);

#endif
