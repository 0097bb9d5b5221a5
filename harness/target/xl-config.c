/* SPDX-License-Identifier: GPL-2.0-only */
#include "target/xl-config.h"

#include <unistd.h>

#include "engine/qemu.h"

char *xl_domain_name(const struct run *run, const struct boot *boot)
{
	/* A domain that somebody else left behind must not be ours. A dry run
	 * is the same every time. */
	return run->dry ? g_strdup_printf("ipibench-%s", boot->name) :
		g_strdup_printf("ipibench-%d-%s", (int)getpid(), boot->name);
}

char *xl_config_path(const struct boot *boot, enum xl_guest type)
{
	return g_strdup_printf("raw/%s.%s.cfg", boot->name,
			       type == XL_PVH ? "pvh" : "hvm");
}

enum xl_guest xl_guest_of(const struct boot *boot)
{
	return g_str_equal(boot->loader, "pvh") ? XL_PVH : XL_HVM;
}

static bool wants_viridian(const struct boot *boot)
{
	for (guint i = 0; i < boot->settings->len; i++) {
		const struct setting *setting = boot->settings->pdata[i];

		if (g_str_has_prefix(setting->value[KEY_METHOD], "hv-"))
			return true;
	}
	return false;
}

static void add_pvh(GString *text, const struct boot *boot)
{
	g_autofree char *plan = qemu_plan_path(boot);

	g_string_append_printf(text,
		"type = \"pvh\"\n"
		"kernel = \"ipibench.elf\"\n"
		"ramdisk = \"%s\"\n", plan);
}

static void add_hvm(GString *text, const struct boot *boot)
{
	g_string_append_printf(text,
		"type = \"hvm\"\n"
		/* target= takes the rest of the word: it stands last */
		"disk = [\"format=raw, vdev=hdc, access=ro, devtype=cdrom, "
		"target=raw/%s.iso\"]\n"
		"boot = \"d\"\n"
		"firmware = \"%s\"\n"
		/* COM1, and `xl console` reads it: of an HVM guest it shows
		 * the serial port, not the ring. */
		"serial = \"pty\"\n"
		"nographic = 1\n"
		"vnc = 0\n"
		"usb = 0\n"
		"xen_platform_pci = 0\n"
		"viridian = %s\n", boot->name,
		g_str_equal(boot->loader, "iso-uefi") ? "ovmf" : "seabios",
		wants_viridian(boot) ?
		"[\"base\", \"hcall_ipi\", \"ex_processor_masks\"]" : "0");
}

static void add_pinning(GString *text, guint vcpus)
{
	g_string_append(text, "cpus = [");
	for (guint i = 0; i < vcpus; i++)
		g_string_append_printf(text, "%s\"%u\"", i ? ", " : "", i);
	g_string_append(text, "]\n");
}

char *xl_config(const struct run *run, const struct boot *boot,
		enum xl_guest type, bool pin)
{
	g_autofree char *name = xl_domain_name(run, boot);
	g_autofree char *path = xl_config_path(boot, type);
	g_autofree char *plan = qemu_plan_path(boot);
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "# %s ; by hand, beside ipibench.elf: ",
			       path);
	if (type == XL_HVM)
		g_string_append_printf(text, "CHECKOUT/guest/mkiso %s raw/%s.iso "
				       "ipibench.elf && ", plan, boot->name);
	g_string_append_printf(text, "xl create -c %s; xl destroy %s\n"
			       "name = \"%s\"\n", path, name, name);
	if (type == XL_PVH)
		add_pvh(text, boot);
	else
		add_hvm(text, boot);
	g_string_append_printf(text, "vcpus = %u\nmemory = %d\n", boot->vcpus,
			       GUEST_MEMORY_MB);
	if (pin)
		add_pinning(text, boot->vcpus);
	/* native: RDTSC is no exit. preserve: the console of a domain that is
	 * destroyed can lose what nobody has read yet. A triple fault is a
	 * reboot to Xen; with the domain gone the console ends. */
	g_string_append(text,
		"tsc_mode = \"native\"\n"
		"on_poweroff = \"preserve\"\n"
		"on_crash = \"preserve\"\n"
		"on_reboot = \"destroy\"\n");
	return g_string_free(text, FALSE);
}
