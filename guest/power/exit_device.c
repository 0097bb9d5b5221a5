// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU's -device isa-debug-exit,iobase=0xf4: QEMU ends with status
 * (value << 1) | 1. It reads as 0; a port without a device reads as ones.
 */
#include "power/power.h"

#define PORT 0xf4
#define VALUE_GOOD 0x10		/* QEMU ends with 33 */
#define VALUE_BAD  0x11		/* 35 */

void power_exit_device(bool good)
{
	if (in8(PORT) == 0)
		out8(PORT, good ? VALUE_GOOD : VALUE_BAD);
}
