/* SPDX-License-Identifier: GPL-2.0-only */
/* Ways to end the machine, each one file. Every one returns where it is not
 * there or did not work. */
#ifndef IPIBENCH_POWER_H
#define IPIBENCH_POWER_H

#include "acpi/acpi.h"
#include "cpu/cpu.h"

void power_exit_device(bool good);	/* QEMU's isa-debug-exit */
void power_xen(bool good);

static inline void NORETURN power_end(bool good)
{
	power_exit_device(good);
	power_xen(good);
	acpi_power_off();
	halt_forever();
}

#endif
