/* SPDX-License-Identifier: GPL-2.0-only */
/* How fast the clock is. */
#ifndef IPIBENCH_TSC_H
#define IPIBENCH_TSC_H

#include "cpu/cpu.h"

extern u64 tsc_hz;		/* 0: unknown */
extern const char *tsc_source;
extern bool tsc_invariant;

/* The port of ACPI's power management timer (acpi/acpi.h), or 0. */
void tsc_init(u16 pm_timer_port);

/* For delays and time limits only: an unknown frequency counts as 4 GHz. */
u64 tsc_ticks_for_ms(u64 ms);
void tsc_delay_us(u64 us);

#endif
