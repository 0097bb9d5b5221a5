/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/plan.h"

#include <string.h>

#include "plan/kvm-stats.h"

/* A guest that prints without end must not fill the memory. */
#define RAW_MAX (64u << 20)
/* Of one boot; the guest takes 1024 rows and 64 KiB (guest/README.md). */
#define ROWS_MAX 1000
#define PLAN_MAX 65000

static void free_outcome(struct boot *boot)
{
	g_ptr_array_unref(boot->commands);
	g_ptr_array_unref(boot->pinning);
	g_byte_array_unref(boot->raw);
	guest_run_free(boot->guest);
	failure_clear(&boot->failure);
	g_clear_pointer(&boot->seen_from_outside, g_free);
	g_clear_pointer(&boot->sidecar, g_free);
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

void boot_forget(struct boot *boot)
{
	free_outcome(boot);
	new_outcome(boot);
	boot->end = 0;
	boot->exit_status = 0;
	boot->oversubscribed = boot->shares_cores = boot->judged = false;
	boot->steal_ticks = 0;
	boot->seconds = 0;
}

void boot_free(struct boot *boot)
{
	free_outcome(boot);
	g_clear_pointer(&boot->earlier, g_ptr_array_unref);
	g_ptr_array_unref(boot->settings);
	g_string_free(boot->plan, TRUE);
	g_array_unref(boot->order);
	g_free(boot->cpu);
	g_free(boot->name);
	g_free(boot);
}

const char *boot_planned_name(const struct boot *boot)
{
	const struct attempt *first = boot->earlier ? boot->earlier->pdata[0] :
		NULL;

	return first ? first->name : boot->name;
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

/* Keys that came later than the others stand in a plan only where they are not
 * what the guest assumes anyway: plans stay short. */
static const struct {
	enum experiment_key key;
	bool always;
} row_keys[] = {
	{ KEY_METHOD, true }, { KEY_PATTERN, true }, { KEY_WAIT, true },
	{ KEY_DEST, true }, { KEY_PASS, true }, { KEY_IPIS, true },
	{ KEY_WARMUP, true }, { KEY_K }, { KEY_DELIVER }, { KEY_RATE },
	{ KEY_ARRIVAL }, { KEY_SEED }, { KEY_RAW },
};

static char *row_text(const struct setting *setting)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(row_keys); i++) {
		const struct key_spec *spec = &experiment_keys[row_keys[i].key];
		const char *value = setting->value[row_keys[i].key];

		if (row_keys[i].always || !g_str_equal(value, spec->fallback))
			g_string_append_printf(text, " %s=%s", spec->name,
					       value);
	}
	return g_string_free(text, FALSE);
}

static struct boot *find(GPtrArray *boots, const struct setting *setting,
			 guint number, gsize bytes)
{
	struct boot *boot;
	guint part = 1;

	for (guint i = 0; i < boots->len; i++) {
		boot = boots->pdata[i];
		if (boot->number != number ||
		    boot->vcpus != setting_number(setting, KEY_VCPUS) ||
		    !g_str_equal(boot->target, setting->value[KEY_TARGET]) ||
		    !g_str_equal(boot->loader, setting->value[KEY_BOOT]))
			continue;
		if (boot->settings->len < ROWS_MAX &&
		    boot->plan->len + bytes <= PLAN_MAX)
			return boot;
		part++;
	}
	boot = boot_new(setting->value[KEY_TARGET], setting->value[KEY_BOOT],
			setting_number(setting, KEY_VCPUS), number);
	if (part > 1) {
		g_autofree char *name = boot->name;

		boot->name = g_strdup_printf("%s-part%u", name, part);
	}
	g_ptr_array_add(boots, boot);
	return boot;
}

GPtrArray *plan_boots(const GPtrArray *settings)
{
	GPtrArray *boots =
		g_ptr_array_new_with_free_func((GDestroyNotify)boot_free);

	for (guint i = 0; i < settings->len; i++) {
		struct setting *setting = settings->pdata[i];
		guint repeat = setting_number(setting, KEY_BOOTS);

		for (guint number = 1; number <= repeat; number++) {
			g_autofree char *row = row_text(setting);
			struct boot *boot = find(boots, setting, number,
				strlen("row id=1000\n") + strlen(row));

			g_ptr_array_add(boot->settings, setting);
			g_string_append_printf(boot->plan, "row id=%u%s\n",
					       boot->settings->len, row);
			boot->timeout = MAX(boot->timeout,
				setting_number(setting, KEY_TIMEOUT));
		}
	}
	plan_order(boots, PLAN_ORDER_SEED);
	return boots;
}

char *plan_text(const struct boot *boot)
{
	return g_strconcat(boot->standstill ? "standstill\n" : "",
			   boot->plan->str, NULL);
}

void boot_take_output(struct boot *boot, const guint8 *data, gsize len)
{
	if (boot->raw->len + len <= RAW_MAX)
		g_byte_array_append(boot->raw, data, len);
	guest_run_feed(boot->guest, data, len);
	if (boot->tee)
		boot->tee(boot->tee_user, data, len);
}
