// SPDX-License-Identifier: GPL-2.0-only
#include "acpi/acpi.h"
#include "cpu/apic.h"

#define ENTRIES 44		/* ACPI 6.5, 5.2.12: where the entries begin */
#define LOCAL_APIC 0		/* 5.2.12.2 */
#define LOCAL_X2APIC 9		/* 5.2.12.12 */
#define ENABLED 1u

static u32 read32(const u8 *p)
{
	u32 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

void madt_each_cpu(void (*found)(u32 apic_id, u32 acpi_uid))
{
	const struct acpi_header *madt = acpi_find("APIC");

	if (!madt)
		return;

	const u8 *p = (const u8 *)madt + ENTRIES;
	const u8 *end = (const u8 *)madt + madt->length;

	for (; p + 2 <= end && p[1] >= 2 && p + p[1] <= end; p += p[1]) {
		if (p[0] == LOCAL_APIC && p[1] >= 8) {
			/* 255 stands for no processor in this form of entry */
			if (read32(p + 4) & ENABLED)
				found(p[3] == 0xff ? APIC_ID_NOBODY : p[3], p[2]);
		} else if (p[0] == LOCAL_X2APIC && p[1] >= 16) {
			if (read32(p + 8) & ENABLED)
				found(read32(p + 4), read32(p + 12));
		}
	}
}
