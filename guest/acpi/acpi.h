/* SPDX-License-Identifier: GPL-2.0-only */
/* What the guest wants to know from ACPI (specification 6.5, chapter 5). */
#ifndef IPIBENCH_ACPI_H
#define IPIBENCH_ACPI_H

#include "lib/types.h"

struct acpi_header {
	char signature[4];
	u32 length;
	u8 revision, checksum;
	char rest[28 - 2];
} PACKED;

_Static_assert(sizeof(struct acpi_header) == 36, "ACPI table header");

/* rsdp = 0: look for it where a BIOS has it. False when there is none. */
bool acpi_init(u64 rsdp);

const struct acpi_header *acpi_find(const char *signature);

/* The processors of the MADT (madt.c). Calls found() for each enabled entry, as it stands there: ids can be APIC_ID_NOBODY,
 * come twice, and be in any order. */
void madt_each_cpu(void (*found)(u32 apic_id, u32 acpi_uid));

/* I/O port of the 3.579545 MHz power management timer, 0 without one. */
u16 acpi_pm_timer_port(void);

/* Switches off (S5); returns when that did not work. */
void acpi_power_off(void);

#endif
