/* SPDX-License-Identifier: GPL-2.0-only */
#include "compare/compare.h"

#include <math.h>

#include "base/error.h"

const char *const change_names[] = { "same", "worse", "better", "told" };

static void row_free(struct compare_row *row)
{
	g_free(row->label);
	g_ptr_array_unref(row->base);
	g_ptr_array_unref(row->now);
	g_free(row);
}

static void finding_free(struct finding *finding)
{
	g_free(finding->what);
	g_free(finding->text);
	g_free(finding);
}

void comparison_free(struct comparison *comparison)
{
	g_ptr_array_unref(comparison->findings);
	g_ptr_array_unref(comparison->rows);
	g_ptr_array_unref(comparison->only_base);
	g_ptr_array_unref(comparison->only_now);
	g_ptr_array_unref(comparison->differs);
	g_ptr_array_unref(comparison->background);
	g_ptr_array_unref(comparison->ignored);
	g_ptr_array_unref(comparison->refused);
	g_ptr_array_unref(comparison->notes);
	g_free(comparison);
}

struct finding *finding_new(struct comparison *comparison,
			    const struct compare_row *row, const char *about,
			    char *what)
{
	struct finding *finding = g_new0(struct finding, 1);

	finding->row = row;
	finding->about = about;
	finding->what = what;
	finding->unit = "";
	finding->base = finding->now = NAN;
	finding->low = finding->high = finding->p = finding->adjusted = NAN;
	g_ptr_array_add(comparison->findings, finding);
	return finding;
}

void compare_note(struct comparison *comparison, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(comparison->notes, g_strdup_vprintf(format, args));
	va_end(args);
}

guint comparison_count(const struct comparison *comparison, enum change change)
{
	guint n = 0;

	for (guint i = 0; i < comparison->findings->len; i++)
		n += ((struct finding *)comparison->findings->pdata[i])->change
			== change;
	return n;
}

/* The first boot that is not ok speaks for the row. */
static const struct result *speaker(const GPtrArray *boots)
{
	for (guint i = 0; i < boots->len; i++) {
		const struct result *one = boots->pdata[i];

		if (!g_str_equal(one->status, "ok"))
			return one;
	}
	return boots->pdata[0];
}

const struct result *compare_first_ok(const GPtrArray *boots)
{
	for (guint i = 0; i < boots->len; i++) {
		const struct result *one = boots->pdata[i];

		if (g_str_equal(one->status, "ok"))
			return one;
	}
	return NULL;
}

/* There was one word for both before there were code words. */
static bool same_absence(const struct result *base, const struct result *now)
{
	return !base->coded && g_str_equal(base->status, "unsupported") &&
	       g_str_equal(now->status, "not-applicable");
}

static void compare_status(struct comparison *comparison,
			   const struct compare_row *row)
{
	const struct result *base = speaker(row->base);
	const struct result *now = speaker(row->now);
	struct finding *finding = finding_new(comparison, row, "status",
					      g_strdup("status"));

	finding->text = g_strdup_printf("%s -> %s%s%s", base->status,
		now->status, now->reason ? ": " : "",
		now->reason ? now->reason : "");
	if (g_str_equal(base->status, now->status) || same_absence(base, now))
		return;
	finding->change = g_str_equal(now->status, "ok") ? CHANGE_BETTER :
		CHANGE_WORSE;
}

static void note_partial(struct comparison *comparison,
			 const GPtrArray *results, const char *which)
{
	g_autoptr(GPtrArray) partials = result_partials(results);

	for (guint i = 0; i < partials->len; i++)
		compare_note(comparison, "%s: %s", which,
			     (char *)partials->pdata[i]);
}

struct comparison *compare_results(const GPtrArray *base, const GPtrArray *now,
				   const struct compare_options *options,
				   GError **error)
{
	struct comparison *comparison = g_new0(struct comparison, 1);

	comparison->rows = g_ptr_array_new_with_free_func(
		(GDestroyNotify)row_free);
	comparison->findings = g_ptr_array_new_with_free_func(
		(GDestroyNotify)finding_free);
	comparison->only_base = g_ptr_array_new_with_free_func(g_free);
	comparison->only_now = g_ptr_array_new_with_free_func(g_free);
	comparison->differs = g_ptr_array_new_with_free_func(g_free);
	comparison->background = g_ptr_array_new_with_free_func(g_free);
	comparison->refused = g_ptr_array_new_with_free_func(g_free);
	comparison->notes = g_ptr_array_new_with_free_func(g_free);

	comparison->ignored = compare_ignored(base, now, options->ignore);
	compare_match_rows(comparison, base, now);
	if (!comparison->rows->len) {
		g_set_error(error, IPIBENCH_ERROR, 0, "no row of one measures "
			    "what a row of the other does");
		comparison_free(comparison);
		return NULL;
	}
	compare_provenance(comparison, base, now);
	for (guint i = 0; i < comparison->rows->len; i++) {
		const struct compare_row *row = comparison->rows->pdata[i];

		compare_status(comparison, row);
		if (!compare_first_ok(row->base) ||
		    !compare_first_ok(row->now))
			continue;
		if (options->exits)
			compare_exits(comparison, row);
		if (options->insns)
			compare_insns(comparison, row);
	}
	note_partial(comparison, base, "base");
	note_partial(comparison, now, "new");
	if (comparison->crowded)
		compare_note(comparison, "instructions of %u rows are not "
			     "compared: more vCPUs than processors below",
			     comparison->crowded);
	if (options->times)
		compare_times(comparison, options);
	return comparison;
}
