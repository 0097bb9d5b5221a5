/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/plan.h"

#include <string.h>

#include "base/error.h"
#include "spec/target-names.h"

/* Of one boot; the guest takes 1024 rows and 64 KiB (guest/README.md). */
#define ROWS_MAX 1000
#define PLAN_MAX 65000
#define SETTINGS_MAX 65535      /* the guest's row ids end there */

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

static void expand(const struct experiment *experiment, struct setting *cell,
		   int key, GPtrArray *settings)
{
	if (settings->len > SETTINGS_MAX)
		return;
	if (key == KEY_COUNT) {
		g_ptr_array_add(settings, g_memdup2(cell, sizeof(*cell)));
		return;
	}
	/* A kernel means nothing to a target that runs Xen. */
	if (key > KEY_TARGET && !target_heeds(cell->value[KEY_TARGET], key)) {
		cell->value[key] = experiment_keys[key].fallback;
		expand(experiment, cell, key + 1, settings);
		return;
	}
	for (char **value = experiment->values[key]; *value; value++) {
		cell->value[key] = *value;
		expand(experiment, cell, key + 1, settings);
	}
}

GPtrArray *experiment_expand(const GPtrArray *experiments, GError **error)
{
	g_autoptr(GPtrArray) settings =
		g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < experiments->len; i++) {
		const struct experiment *experiment = experiments->pdata[i];
		struct setting cell = { .experiment = experiment };

		expand(experiment, &cell, 0, settings);
		if (settings->len > SETTINGS_MAX) {
			g_set_error(error, IPIBENCH_ERROR, 0,
				    "%s:%u: [%s] makes more than %d rows",
				    experiment->file, experiment->line,
				    experiment->name, SETTINGS_MAX);
			return NULL;
		}
	}
	return g_steal_pointer(&settings);
}

guint setting_number(const struct setting *setting, enum experiment_key key)
{
	return g_ascii_strtoull(setting->value[key], NULL, 10);
}

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
		    !g_str_equal(boot->loader, setting->value[KEY_BOOT]) ||
		    !boot_same_given(boot, setting))
			continue;
		if (boot->settings->len < ROWS_MAX &&
		    boot->plan->len + bytes <= PLAN_MAX)
			return boot;
		part++;
	}
	boot = boot_new(setting->value[KEY_TARGET], setting->value[KEY_BOOT],
			setting_number(setting, KEY_VCPUS), number);
	boot_set_given(boot, setting);
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
