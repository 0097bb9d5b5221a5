/* SPDX-License-Identifier: GPL-2.0-only */
#include "import/import-plan.h"

#include "base/error.h"
#include "plan/plan.h"
#include "target/target-metal.h"

bool import_plan_open(struct import_plan *plan, const char *file,
		      GError **error)
{
	*plan = (struct import_plan){
		.file = file, .experiments = experiment_list_new(),
	};
	if (!file) {
		plan->settings = g_ptr_array_new_with_free_func(g_free);
		plan->boots = g_ptr_array_new_with_free_func(
			(GDestroyNotify)boot_free);
		return true;
	}
	if (!experiment_load(file, plan->experiments, error))
		return false;
	plan->settings = experiment_expand(plan->experiments, error);
	if (!plan->settings)
		return false;
	for (guint i = plan->settings->len; i-- > 0;) {
		const struct setting *setting = plan->settings->pdata[i];

		if (!g_str_equal(setting->value[KEY_TARGET], "metal"))
			g_ptr_array_remove_index(plan->settings, i);
	}
	plan->boots = plan_boots(plan->settings);
	if (plan->boots->len && metal_check(plan->boots, error))
		return true;
	if (!plan->boots->len)
		g_set_error(error, IPIBENCH_ERROR, 0, "no experiment has a row "
			    "for metal");
	g_prefix_error(error, "%s:0: ", file);
	return false;
}

/* A word of the row's that is a key of experiments, too. */
static const char *said(const struct guest_row *row, enum experiment_key key)
{
	return guest_word(row->begin, experiment_keys[key].name);
}

/* The guest does not say which passes it was asked for, only what came. */
static const char *passes(const struct guest_row *row)
{
	bool counted = row->exits->len, timed = row->histograms->len;

	for (guint i = 0; i < row->received->len; i++) {
		const struct guest_received *one = row->received->pdata[i];

		*(one->timing ? &timed : &counted) = true;
	}
	return counted == timed ? "both" : counted ? "count" : "time";
}

static struct setting *setting_of(const struct guest_row *row,
				  const struct experiment *experiment)
{
	struct setting *setting = g_new0(struct setting, 1);

	setting->experiment = experiment;
	for (int key = 0; key < KEY_COUNT; key++) {
		const char *word = said(row, key);

		setting->value[key] = word ? word :
			experiment_keys[key].fallback;
	}
	setting->value[KEY_TARGET] = "metal";
	setting->value[KEY_BOOT] = "iso";       /* by which firmware: unknown */
	setting->value[KEY_PASS] = passes(row);
	return setting;
}

/* What is wrong with a row that is to stand for itself, or NULL. */
static char *unfit(const struct guest_row *row, guint due)
{
	static const enum experiment_key keys[] = {
		KEY_METHOD, KEY_PATTERN, KEY_WAIT, KEY_IPIS, KEY_WARMUP
	};

	if (row->id != due)
		return g_strdup_printf("row %u comes where row %u was due; "
			"with the experiment (--experiment) it would be known "
			"what is missing", row->id, due);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		const struct key_spec *spec = &experiment_keys[keys[i]];
		const char *word = said(row, keys[i]);
		g_autofree char *wrong = word ?
			experiment_key_check(spec, word) : NULL;

		if (!word || wrong)
			return g_strdup_printf("row %u: %s=%s is nothing this "
				"tool knows", row->id, spec->name,
				word ? word : "");
	}
	return NULL;
}

static struct boot *guess(struct import_plan *plan, const struct import *import,
			  guint vcpus, GError **error)
{
	const GPtrArray *rows = import->guest->rows;
	struct experiment *experiment = g_new0(struct experiment, 1);
	struct boot *boot;
	guint number = 1;

	experiment->file = g_strdup(import->path);
	experiment->name = g_strdup("import");
	g_ptr_array_add(plan->experiments, experiment);
	for (guint i = 0; i < plan->boots->len; i++)
		number += ((struct boot *)plan->boots->pdata[i])->vcpus ==
			vcpus;
	boot = boot_new("metal", "iso", vcpus, number);
	g_ptr_array_add(plan->boots, boot);
	g_string_append(boot->plan, "# Not known: imported without the "
			"experiment.\n");
	for (guint i = 0; i < rows->len; i++) {
		g_autofree char *wrong = unfit(rows->pdata[i], i + 1);

		if (wrong) {
			g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: %s",
				    import->path, import->bad, wrong);
			return NULL;
		}
		g_ptr_array_add(plan->settings,
				setting_of(rows->pdata[i], experiment));
		g_ptr_array_add(boot->settings,
				plan->settings->pdata[plan->settings->len - 1]);
	}
	if (!rows->len)
		g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: the end, and no "
			    "row has begun", import->path, import->line);
	return rows->len ? boot : NULL;
}

static bool fits(const struct import *import, const struct boot *boot)
{
	static const enum experiment_key keys[] = {
		KEY_METHOD, KEY_PATTERN, KEY_WAIT, KEY_IPIS, KEY_VCPUS
	};

	for (guint i = 0; i < import->guest->rows->len; i++) {
		const struct guest_row *row = import->guest->rows->pdata[i];
		const struct setting *asked;

		if (row->id > boot->settings->len)
			return false;
		asked = boot->settings->pdata[row->id - 1];
		for (guint k = 0; k < G_N_ELEMENTS(keys); k++)
			if (g_strcmp0(said(row, keys[k]),
				      asked->value[keys[k]]))
				return false;
	}
	return true;
}

/* One that does not fit is taken as well: its rows become `mismatch`. */
static struct boot *match(const struct import_plan *plan,
			  const struct import *import, GError **error)
{
	struct boot *any = NULL;

	for (guint i = 0; i < plan->boots->len; i++) {
		struct boot *boot = plan->boots->pdata[i];

		if (boot->raw->len)
			continue;
		if (fits(import, boot))
			return boot;
		if (!any)
			any = boot;
	}
	if (!any)
		g_set_error(error, IPIBENCH_ERROR, 0, "%s:0: one more than the "
			    "boots of %s", import->path, plan->file);
	return any;
}

struct boot *import_plan_take(struct import_plan *plan, struct import *import,
			      GError **error)
{
	const char *cpus = guest_word(import->guest->begin, "cpus");
	struct boot *boot;
	guint64 vcpus;

	if (!cpus || !g_ascii_string_to_unsigned(cpus, 10, 1, 4096, &vcpus,
						 NULL)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: the guest does not "
			    "say how many processors there are", import->path,
			    import->line);
		return NULL;
	}
	boot = plan->file ? match(plan, import, error) :
		guess(plan, import, vcpus, error);
	if (boot) {
		g_byte_array_unref(boot->raw);
		boot->raw = g_byte_array_ref(import->raw);
		guest_run_free(boot->guest);
		boot->guest = g_steal_pointer(&import->guest);
	}
	return boot;
}

void import_plan_clear(struct import_plan *plan)
{
	g_clear_pointer(&plan->boots, g_ptr_array_unref);
	g_clear_pointer(&plan->settings, g_ptr_array_unref);
	g_ptr_array_unref(plan->experiments);
}
