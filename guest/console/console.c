// SPDX-License-Identifier: GPL-2.0-only
#include "console/console.h"

/*
 * The debug port and COM1 are alternatives: bytes cost an emulator much, and
 * the debug port, where there is one, takes a whole line in one instruction.
 * Xen's console comes in addition: the ring of an unprivileged domain, or the
 * hypercall, which dom0 has (and other domains with a Xen built for debugging).
 */
static const struct console *used[2];

void console_init(void)
{
	if (console_debug_port.probe())
		used[0] = &console_debug_port;
	else if (console_com1.probe())
		used[0] = &console_com1;
	if (console_xen_ring.probe())
		used[1] = &console_xen_ring;
	else if (console_xen.probe())
		used[1] = &console_xen;
}

void console_write(const char *text, size_t n)
{
	for (u32 i = 0; i < ARRAY_SIZE(used); i++)
		if (used[i] && !used[i]->write(text, n))
			used[i] = NULL;
}
