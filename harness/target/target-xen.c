/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest as a domain of this machine's Xen, by xl in dom0: PVH where the
 * experiment says boot=pvh, HVM from the ISO otherwise. A dry run needs no
 * Xen: it writes the configurations for a host that has one.
 */
#include <string.h>

#include "base/error.h"
#include "base/members.h"
#include "base/progress.h"
#include "engine/qemu.h"
#include "target/target.h"
#include "plan/xen-regime.h"
#include "target/xl-config.h"

#define XL_SECONDS "30"         /* for an xl that only asks or destroys */
#define VCPUS_MAX 128           /* HVM_MAX_VCPUS, Xen's public/hvm/hvm_info_table.h */
#define CAPABILITIES "/proc/xen/capabilities"

/* Runs xl in the foreground of nothing: a limit, no terminal. NULL with *error
 * when it failed; xl's own words are in it. */
static char *xl(GError **error, const char *word, const char *argument)
{
	const char *argv[] = { "timeout", XL_SECONDS, "xl", word, argument,
			       NULL };
	g_autofree char *out = NULL, *complaint = NULL;
	int status;

	if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL,
			  NULL, &out, &complaint, &status, error))
		return NULL;
	if (g_spawn_check_wait_status(status, NULL))
		return g_steal_pointer(&out);
	g_strdelimit(g_strstrip(complaint), "\n", ' ');
	g_set_error(error, IPIBENCH_ERROR, 0, "xl %s: %s", word,
		    *complaint ? complaint : "failed");
	return NULL;
}

/* What `xl info` says, "key : value" a line. */
static GHashTable *xl_info(GError **error)
{
	g_autofree char *text = xl(error, "info", NULL);
	g_auto(GStrv) lines = text ? g_strsplit(text, "\n", -1) : NULL;
	GHashTable *info;

	if (!text)
		return NULL;
	info = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (char **line = lines; *line; line++) {
		char *colon = strchr(*line, ':');

		if (!colon)
			continue;
		*colon = '\0';
		g_hash_table_insert(info, g_strdup(g_strstrip(*line)),
				    g_strdup(g_strstrip(colon + 1)));
	}
	return info;
}

static guint processors(GHashTable *info)
{
	const char *count = g_hash_table_lookup(info, "nr_cpus");

	return count ? g_ascii_strtoull(count, NULL, 10) : 0;
}

static char *missing(const struct target *target, const struct run *run,
		     char **help)
{
	/* Tests play a dom0. */
	const char *path = g_getenv("IPIBENCH_XEN_CAPABILITIES");
	g_autofree char *program = g_find_program_in_path("xl");
	g_autofree char *capabilities = NULL;
	g_autoptr(GHashTable) info = NULL;
	g_autoptr(GError) error = NULL;

	/* `ipibench targets` asks without a guest. */
	if (run->dry && run->guest)
		return NULL;
	if (!g_file_get_contents(path ? path : CAPABILITIES, &capabilities,
				 NULL, NULL)) {
		*help = g_strdup("boot this machine into Xen (Debian: "
			"xen-system-amd64); --dry-run writes configurations "
			"for a host that did; lab-xen-* need no Xen here");
		return g_strdup("this Linux does not run on Xen");
	}
	if (!strstr(capabilities, "control_d")) {
		*help = g_strdup("run it in dom0");
		return g_strdup("this is a domain of Xen, and not dom0");
	}
	if (!program) {
		*help = g_strdup("apt-get install xen-utils, and run as root, "
				 "who has /usr/sbin in PATH");
		return g_strdup("xl is not installed");
	}
	info = xl_info(&error);
	if (info)
		return NULL;
	*help = g_strdup("run as root; is xenstored running?");
	return g_strdup(error->message);
}

static bool keep_config(const struct run *run, struct boot *boot, bool pin,
			GError **error)
{
	enum xl_guest type = xl_guest_of(boot);
	g_autofree char *relative = xl_config_path(boot, type);
	g_autofree char *path = g_build_filename(run->out, relative, NULL);
	g_autofree char *text = xl_config(run, boot, type, pin);

	g_ptr_array_add(boot->commands,
			g_strdup_printf("xl create -c %s", relative));
	return qemu_make_files(run, boot, error) &&
	       g_file_set_contents(path, text, -1, error);
}

static bool prepare(const struct target *target, struct run *run,
		    GPtrArray *boots, GError **error)
{
	g_autoptr(GHashTable) info = run->dry ? NULL : xl_info(error);

	if (!run->dry && !info)
		return false;
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];

		if (boot->vcpus > VCPUS_MAX) {
			g_set_error(error, IPIBENCH_ERROR, 0, "vcpus=%u: a domain "
				    "has at most %d", boot->vcpus, VCPUS_MAX);
			return false;
		}
		if (run->dry) {
			g_ptr_array_add(boot->commands,
				xl_config(run, boot, XL_PVH, true));
			g_ptr_array_add(boot->commands,
				xl_config(run, boot, XL_HVM, true));
			continue;
		}
		boot->oversubscribed = boot->vcpus > processors(info);
		if (!keep_config(run, boot, !boot->oversubscribed, error))
			return false;
	}
	return true;
}

static void destroy(const char *domain)
{
	g_autofree char *done = xl(NULL, "destroy", domain);
	/* It may have gone by itself: what counts is that none is left. */
	g_autofree char *left = xl(NULL, "domid", domain);

	if (left)
		g_printerr("ipibench: xen: domain %s is still there; try "
			   "`xl destroy %s`\n", domain, domain);
}

static void find_regime(struct target_report *report)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *log = xl(&error, "dmesg", NULL);

	if (log)
		xen_find_regime(log, strlen(log), "`xl dmesg`", report);
	else
		report->regime_note = g_strdup(error->message);
}

static void describe(struct target_report *report)
{
	static const char *const kept[] = {
		"xen_version", "xen_changeset", "xen_commandline", "xen_caps",
		"xen_scheduler", "cc_compiler", "release", "machine",
		"nr_cpus", "threads_per_core", "virt_caps"
	};
	g_autoptr(GHashTable) info = xl_info(NULL);
	JsonObject *words = json_object_new();

	find_regime(report);
	report->hypervisor = json_object_new();
	json_object_set_string_member(report->hypervisor, "name", "Xen");
	members_set_text(report->hypervisor, "version",
		       info ? g_hash_table_lookup(info, "xen_version") : NULL);
	for (guint i = 0; info && i < G_N_ELEMENTS(kept); i++)
		members_set_text(words, kept[i],
			       g_hash_table_lookup(info, kept[i]));
	json_object_set_object_member(report->hypervisor, "xl_info", words);
}

static bool run_boots(struct run *run, GPtrArray *boots,
		      struct target_report *report, GError **error)
{
	describe(report);
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autofree char *domain = xl_domain_name(run, boot);
		g_autofree char *config = xl_config_path(boot,
							 xl_guest_of(boot));
		const char *words[] = { "xl", "create", "-c", config, NULL };

		progress("%s: starting", boot->name);
		qemu_boot(run, boot, (char **)words, NULL, -1);
		destroy(domain);
		for (guint n = 0; !boot->oversubscribed && n < boot->vcpus; n++)
			g_ptr_array_add(boot->pinning, g_strdup_printf(
				"vcpu %u: pcpu %u", n, n));
		if (!target_boot_done(run, boot, report, error))
			return false;
	}
	return true;
}

const struct target target_xen = {
	"xen", "this machine's Xen", missing, prepare, run_boots
};
