// SPDX-License-Identifier: GPL-2.0-only
/* Xen's shutdown hypercall (public/sched.h). */
#include "console/console.h"
#include "power/power.h"
#include "xen/hypercall.h"

#define SCHEDOP_SHUTDOWN 2
#define SHUTDOWN_POWEROFF 0
#define SHUTDOWN_CRASH 3

void power_xen(bool good)
{
	u32 reason = good ? SHUTDOWN_POWEROFF : SHUTDOWN_CRASH;

	if (!xen_init())
		return;
	console_ring_drain();
	xen_hypercall2(XEN_SCHED_OP, SCHEDOP_SHUTDOWN, (u64)&reason);
}
