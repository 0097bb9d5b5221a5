/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where lines go. Each kind of console is one file with one struct console;
 * console.c says which of them are used. Never called inside a window.
 */
#ifndef IPIBENCH_CONSOLE_H
#define IPIBENCH_CONSOLE_H

#include "lib/types.h"

struct console {
	const char *name;
	bool (*probe)(void);
	/* false: does not answer any more, and is not used again */
	bool (*write)(const char *text, size_t n);
};

extern const struct console console_debug_port;
extern const struct console console_com1;
extern const struct console console_xen;
extern const struct console console_xen_ring;

/* Waits, for a bounded time, until the last line in the ring has been read: a domain
 * that is gone takes its ring with it. */
void console_ring_drain(void);

void console_init(void);
void console_write(const char *text, size_t n);

#endif
