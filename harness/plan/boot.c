/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/boot.h"

#include <string.h>

#include "plan/subject.h"

/* A guest that prints without end must not fill the memory. */
#define RAW_MAX (64u << 20)

static void free_outcome(struct boot *boot)
{
	g_ptr_array_unref(boot->commands);
	g_ptr_array_unref(boot->pinning);
	g_byte_array_unref(boot->raw);
	guest_run_free(boot->guest);
	failure_clear(&boot->failure);
	g_clear_pointer(&boot->seen_from_outside, g_free);
	g_clear_pointer(&boot->sidecar, g_free);
	g_clear_pointer(&boot->machine_sha256, g_free);
	g_clear_pointer(&boot->machine_sidecar, g_free);
	g_clear_pointer(&boot->windows, g_ptr_array_unref);
	g_clear_pointer(&boot->meter_problem, g_free);
	g_clear_pointer(&boot->stats, kvm_stats_free);
	g_clear_pointer(&boot->reasons, kvm_stats_free);
	g_clear_pointer(&boot->trace_problem, g_free);
	g_clear_pointer(&boot->image_sha256, g_free);
}

static void new_outcome(struct boot *boot)
{
	boot->commands = g_ptr_array_new_with_free_func(g_free);
	boot->pinning = g_ptr_array_new_with_free_func(g_free);
	boot->raw = g_byte_array_new();
	boot->guest = guest_run_new();
}

void boot_free(struct boot *boot)
{
	free_outcome(boot);
	g_ptr_array_unref(boot->settings);
	g_string_free(boot->plan, TRUE);
	g_array_unref(boot->order);
	g_free(boot->cpu);
	g_free(boot->cpu_refused);
	g_free(boot->qemu);
	g_clear_pointer(&boot->qemu_about, json_object_unref);
	g_free(boot->name);
	g_free(boot);
}

struct boot *boot_new(const char *target, const char *loader, guint vcpus,
		      guint number)
{
	struct boot *boot = g_new0(struct boot, 1);

	boot->target = target;
	boot->loader = loader;
	boot->vcpus = vcpus;
	boot->control_fd = -1;
	boot->number = number;
	boot->settings = g_ptr_array_new();
	boot->plan = g_string_new(NULL);
	boot->order = g_array_new(FALSE, TRUE, sizeof(guint));
	new_outcome(boot);
	boot->name = g_strdup_printf("%s-%s-%uvcpu-%u", boot->target,
				     boot->loader, boot->vcpus, number);
	return boot;
}

/* NULL: as usual. */
static const char *given(const struct setting *setting, int key)
{
	const struct key_spec *spec = &experiment_keys[key];
	const char *value = setting->value[key];

	return spec->given && g_strcmp0(value, spec->fallback) ? value : NULL;
}

void boot_set_given(struct boot *boot, const struct setting *setting)
{
	g_autofree char *name = boot->name, *names = NULL;

	for (int key = 0; key < KEY_COUNT; key++)
		boot->given[key] = given(setting, key);
	names = boot_given_names(boot, NULL);
	boot->name = g_strconcat(name, names, NULL);
}

bool boot_same_given(const struct boot *boot, const struct setting *setting)
{
	for (int key = 0; key < KEY_COUNT; key++)
		if (g_strcmp0(boot->given[key], given(setting, key)))
			return false;
	return true;
}

/* Fit for a file, and another for each value. */
static char *name_of(int key, const char *value)
{
	const struct key_spec *spec = &experiment_keys[key];

	return spec->kind == KIND_SUBJECT ? subject_name(value) :
		spec->kind == KIND_NAME ? g_strdup(value) :
		g_strdelimit(g_strdup_printf("%s-%s", spec->name, value), ":", '~');
}

char *boot_given_names(const struct boot *boot, bool (*counts)(enum experiment_key key))
{
	g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(g_free);
	GString *names = g_string_new(NULL);

	for (int key = 0; key < KEY_COUNT; key++) {
		char *name;

		if (!boot->given[key] || (counts && !counts(key)))
			continue;
		name = name_of(key, boot->given[key]);
		if (!g_ptr_array_find_with_equal_func(seen, name, g_str_equal, NULL))
			g_string_append_printf(names, "-%s", name);
		g_ptr_array_add(seen, name);
	}
	return g_string_free(names, FALSE);
}

bool boot_has_apicv(const struct boot *boot)
{
	return !boot->given[KEY_APICV];
}

guint boot_silence(const struct boot *boot)
{
	return MIN(boot->timeout, 300 + 4 * boot->vcpus);
}

guint boot_overcommit(const struct boot *boot)
{
	const char *given = boot->given[KEY_OVERCOMMIT];

	return given ? g_ascii_strtoull(given, NULL, 10) : 1;
}

/* What lies behind the end record is not kept: how much of it a machine says before it is
 * stopped differs from run to run. */
static gsize take_line(struct boot *boot, const guint8 *data, gsize len)
{
	const guint8 *newline = memchr(data, '\n', len);
	gsize n = newline ? (gsize)(newline - data) + 1 : len;

	if (!guest_run_ended(boot->guest) && boot->raw->len + n <= RAW_MAX)
		g_byte_array_append(boot->raw, data, n);
	guest_run_feed(boot->guest, data, n);
	return n;
}

void boot_take_output(struct boot *boot, const guint8 *data, gsize len)
{
	for (gsize at = 0; at < len;)
		at += take_line(boot, data + at, len - at);
	if (boot->tee)
		boot->tee(boot->tee_user, data, len);
}

JsonObject *boot_window(const struct boot *boot, guint row, const char *pass)
{
	for (guint i = 0; boot->windows && i < boot->windows->len; i++) {
		JsonObject *window = boot->windows->pdata[i];

		if (json_object_get_int_member(window, "row") == row &&
		    g_str_equal(json_object_get_string_member(window, "pass"),
				pass))
			return window;
	}
	return NULL;
}
