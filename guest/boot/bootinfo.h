/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two boot protocols tell, in one form. */
#ifndef IPIBENCH_BOOTINFO_H
#define IPIBENCH_BOOTINFO_H

#include "lib/types.h"

struct bootinfo {
	const char *protocol;		/* pvh or multiboot2 */
	u64 rsdp;			/* 0: not told */
	const char *plan;		/* first module, or command line */
	size_t plan_bytes;
	bool plan_is_module;
	u32 low_page;			/* usable page below 1 MiB */
	bool xen_dom0;
};

/* False when the magic is neither protocol's. */
bool bootinfo_read(u32 magic, u64 info, struct bootinfo *out);

#endif
