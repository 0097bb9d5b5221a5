// SPDX-License-Identifier: GPL-2.0-only
/* Another MADT than firmware's: the table with signature TEST, which the emulator
 * puts beside its own (-acpitable). --wrap=acpi_find */
#include "acpi/acpi.h"

const struct acpi_header *__real_acpi_find(const char *signature);
const struct acpi_header *__wrap_acpi_find(const char *signature);

const struct acpi_header *__wrap_acpi_find(const char *signature)
{
	return __real_acpi_find(memcmp(signature, "APIC", 4) ? signature : "TEST");
}
