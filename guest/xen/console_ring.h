/* SPDX-License-Identifier: GPL-2.0-only */
/* What the end of the machine needs of console/xen_ring.c. */
#ifndef IPIBENCH_XEN_CONSOLE_RING_H
#define IPIBENCH_XEN_CONSOLE_RING_H

/* Waits, for a bounded time, until the last line has been read: a domain that
 * is gone takes its ring with it. */
void console_ring_drain(void);

#endif
