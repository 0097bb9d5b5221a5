/* SPDX-License-Identifier: GPL-2.0-only */
/* The processors that firmware names in the ACPI MADT. */
#ifndef IPIBENCH_MADT_H
#define IPIBENCH_MADT_H

#include "types.h"

/* Some firmware marks places without a processor as enabled ones with this id
 * (Linux, 10daf10ab154: "x86/acpi: Skip entries with invalid APIC ids"). An IPI to it
 * would reach everybody. */
#define MADT_NOBODY 0xffffffffu

/* Calls found() for each enabled entry, as it stands there: ids can be MADT_NOBODY,
 * come twice, and be in any order. */
void madt_each_cpu(void (*found)(u32 apic_id, u32 acpi_uid));

#endif
