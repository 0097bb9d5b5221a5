/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the meter keeps while a measured window is open: exits by kind for
 * every processor of the first level, and the instructions the hypervisor
 * executed between each exit and the next entry.
 *
 * Every function may be called from any vCPU thread of the emulator.
 */
#ifndef METER_WINDOW_H
#define METER_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "decode.h"

#define METER_MAX_VCPUS 256

/* Write to `path`, one JSON object a line; returns false and says why on
 * standard error when it cannot be opened. */
bool window_open_output(const char *path, int vcpus);
void window_close_output(uint64_t entries, uint64_t exits);

/* A processor's mark (guest/lib/mark.h) whose loads are still to come; what: 0 for
 * none. */
struct meter_mark {
	uint32_t what;
	unsigned loads, row;
};

void window_mark(struct meter_mark *mark, uint32_t what);
/* A byte load while there is one. True: the mark is over, and has been heeded. */
bool window_mark_load(struct meter_mark *mark, unsigned vcpu, uint64_t address);

/* A VM exit on `vcpu`: returns the number of the open window, 0 for none,
 * to be handed back with the entry that follows it. */
uint64_t window_exit(unsigned vcpu, enum meter_kind kind);
void window_entry(unsigned vcpu, uint64_t window, enum meter_kind kind, uint64_t insns);

#endif
