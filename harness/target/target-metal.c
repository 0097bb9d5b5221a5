/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest on bare hardware: the tool makes the images and says what to do
 * with them; a person boots them, and `ipibench import` reads what the machine
 * says on its serial port (host/README.md).
 */
#include "target/target-metal.h"

#include <stdio.h>

#include "base/error.h"
#include "base/progress.h"
#include "engine/qemu.h"
#include "target/target.h"

static char *missing(const struct target *target, const struct run *run,
		     char **help)
{
	g_autofree char *path = g_find_program_in_path("grub-mkrescue");

	if (path)
		return NULL;
	*help = g_strdup("harness/setup iso");
	return g_strdup("grub-mkrescue is not installed");
}

bool metal_check(const GPtrArray *boots, GError **error)
{
	for (guint i = 0; i < boots->len; i++) {
		const struct boot *boot = boots->pdata[i];

		if (!g_str_equal(boot->loader, "pvh"))
			continue;
		g_set_error(error, IPIBENCH_ERROR, 0, "boot=pvh: no firmware "
			    "does that; say boot=iso-bios or boot=iso-uefi");
		return false;
	}
	return true;
}

static bool prepare(const struct target *target, struct run *run,
		    GPtrArray *boots, GError **error)
{
	if (!metal_check(boots, error))
		return false;
	for (guint i = 0; !run->dry && i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];

		progress("%s: making the image", boot->name);
		if (!qemu_make_files(run, boot, error))
			return false;
	}
	return true;
}

static bool explain(struct run *run, GPtrArray *boots,
		    struct target_report *report, GError **error)
{
	progress_clear();
	fprintf(stderr, "metal: write each image to a USB stick (dd) or a disc "
		"and boot the machine from it,\nSecure Boot off; a null-modem "
		"cable on its first serial port (I/O port 0x3f8,\n115200 8n1), "
		"for there is nothing on the screen. The images:\n");
	for (guint i = 0; i < boots->len; i++) {
		const struct boot *boot = boots->pdata[i];

		fprintf(stderr, "  raw/%s.iso: by %s, a machine with %u "
			"processors switched on\n", boot->name,
			g_str_equal(boot->loader, "iso-uefi") ? "UEFI" : "BIOS",
			boot->vcpus);
	}
	fprintf(stderr, "At the cable's other end, before the machine starts:\n"
		"  ipibench import --experiment FILE.ini --out DIR "
		"/dev/ttyS0\n");
	return true;
}

const struct target target_metal = {
	.name = "metal", .summary = "the ISO on bare hardware",
	.missing = missing, .prepare = prepare, .run = explain,
	.elsewhere = true,
};
