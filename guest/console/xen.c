// SPDX-License-Identifier: GPL-2.0-only
/*
 * Xen's own console, by hypercall: the only one of a PVH dom0. Xen takes it
 * from other domains only when built for debugging; theirs is xen_ring.c, and
 * one that has none finds out by the first write failing.
 */
#include "console/console.h"
#include "xen/hypercall.h"

#define CONSOLEIO_WRITE 0	/* public/xen.h */

static bool probe(void)
{
	return xen_init();
}

static bool write(const char *text, size_t n)
{
	return xen_hypercall3(XEN_CONSOLE_IO, CONSOLEIO_WRITE, n, (u64)text) >= 0;
}

const struct console console_xen = { "xen", probe, write };
