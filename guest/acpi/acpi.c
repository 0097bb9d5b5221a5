// SPDX-License-Identifier: GPL-2.0-only
#include "acpi/acpi.h"
#include "cpu/cpu.h"

struct rsdp {
	char signature[8];
	u8 checksum;
	char oem[6];
	u8 revision;
	u32 rsdt;
	u32 length;
	u64 xsdt;
} PACKED;

static const struct acpi_header *root;	/* RSDT or XSDT */

/* Only the low 4 GiB are mapped. */
static const void *reachable(u64 address)
{
	return address && address < (1ull << 32) - 65536 ? (const void *)address
							 : NULL;
}

static bool sums_to_zero(const void *p, u32 n)
{
	const u8 *b = p;
	u8 sum = 0;

	for (u32 i = 0; i < n; i++)
		sum = (u8)(sum + b[i]);
	return sum == 0;
}

static bool is_rsdp(const void *p)
{
	return memcmp(p, "RSD PTR ", 8) == 0 && sums_to_zero(p, 20);
}

/* ACPI 6.5, 5.2.5.1: the first KiB of the EBDA, or 0xe0000-0xfffff. */
static const struct rsdp *scan_bios(void)
{
	u64 ebda_segment;

	/* The address 0x40e, without the compiler's objections to it. */
	__asm__("movzwl 0x40e, %k0" : "=r"(ebda_segment));

	const char *ebda = reachable(ebda_segment << 4);

	if (ebda && ebda < (const char *)0xa0000)
		for (u32 i = 0; i < 1024; i += 16)
			if (is_rsdp(ebda + i))
				return (const void *)(ebda + i);
	for (const char *p = (const char *)0xe0000; p < (const char *)0x100000;
	     p += 16)
		if (is_rsdp(p))
			return (const void *)p;
	return NULL;
}

bool acpi_init(u64 address)
{
	const struct rsdp *r = reachable(address);

	if (!r || !is_rsdp(r))
		r = scan_bios();
	if (!r)
		return false;
	if (r->revision >= 2)
		root = reachable(r->xsdt);
	if (!root)
		root = reachable(r->rsdt);
	return root != NULL;
}

const struct acpi_header *acpi_find(const char *signature)
{
	if (!root)
		return NULL;

	u32 width = memcmp(root->signature, "XSDT", 4) == 0 ? 8 : 4;
	const u8 *entry = (const u8 *)(root + 1);

	for (u32 n = (root->length - sizeof(*root)) / width; n--; entry += width) {
		u64 address = 0;

		memcpy(&address, entry, width);

		const struct acpi_header *h = reachable(address);

		if (h && memcmp(h->signature, signature, 4) == 0)
			return h;
	}
	return NULL;
}

/* FADT: ACPI 6.5, table 5.9 */
#define FADT_DSDT		40
#define FADT_PM1A_CONTROL	64
#define FADT_PM_TIMER		76
#define FADT_PM_TIMER_LENGTH	91
#define FADT_X_DSDT		140

static u64 fadt_field(u32 offset, u32 size)
{
	const struct acpi_header *fadt = acpi_find("FACP");
	u64 v = 0;

	if (fadt && offset + size <= fadt->length)
		memcpy(&v, (const u8 *)fadt + offset, size);
	return v;
}

u16 acpi_pm_timer_port(void)
{
	return fadt_field(FADT_PM_TIMER_LENGTH, 1) == 4
		? (u16)fadt_field(FADT_PM_TIMER, 4) : 0;
}

/*
 * The sleep type for S5 is in the package \_S5 of the DSDT. There is no AML
 * interpreter here: the name is looked for as bytes, followed by PackageOp
 * (0x12), the package's length, the number of elements, and the first element
 * as a byte constant (ACPI 6.5, 20.2).
 */
static bool find_s5(u16 *sleep_type)
{
	u64 address = fadt_field(FADT_X_DSDT, 8);
	const struct acpi_header *dsdt;

	if (!address)
		address = fadt_field(FADT_DSDT, 4);
	dsdt = reachable(address);
	if (!dsdt || memcmp(dsdt->signature, "DSDT", 4) != 0)
		return false;

	const u8 *p = (const u8 *)(dsdt + 1);
	const u8 *end = (const u8 *)dsdt + dsdt->length;

	for (; p + 12 < end; p++) {
		if (memcmp(p, "_S5_\x12", 5) != 0)
			continue;
		p += 5;
		p += (*p >> 6) + 1;		/* PkgLength */
		p++;				/* NumElements */
		if (*p == 0x0a)			/* BytePrefix */
			p++;
		*sleep_type = *p & 7;
		return true;
	}
	return false;
}

void acpi_power_off(void)
{
	u16 port = (u16)fadt_field(FADT_PM1A_CONTROL, 4);
	u16 type;

	if (port && find_s5(&type))		/* SLP_TYP 12:10, SLP_EN 13 */
		out16(port, (u16)(in16(port) & ~0x3c00) | (u16)(type << 10)
		      | 1 << 13);
}
