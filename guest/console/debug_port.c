// SPDX-License-Identifier: GPL-2.0-only
/*
 * The debug console of Bochs and QEMU (-debugcon), port 0xe9: reading it
 * returns 0xe9 where it exists, writing is output.
 */
#include "console/console.h"
#include "cpu/cpu.h"

#define PORT 0xe9

static bool probe(void)
{
	return in8(PORT) == 0xe9;
}

static bool write(const char *text, size_t n)
{
	out8_string(PORT, text, n);
	return true;
}

const struct console console_debug_port = { "debug-port", probe, write };
