/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Instructions: the median path of each kind of exit, on each side, against the
 * spread. Per boot a path has a median and its quartiles (over exits; with
 * several vCPUs on a side, the medians of theirs); the median of the boots'
 * medians is compared. The spread is the greatest of what says how far a median
 * may be off: the distance of the quartiles, which is wide where a path has two
 * lengths that are about as frequent, and the range of the boots. More than that,
 * and more than INSNS_FLOOR, is a change.
 *
 * A path needs MIN_SAMPLES. Those of interrupts need more and are told, not
 * judged, since ticks and kicks are mixed there and ticks come as they like. On an exact
 * lab any difference is one, and those of the few are told. Where the
 * guest had more vCPUs than the machine below has processors nothing is compared
 * (insns_crowded).
 */
#include "compare/compare.h"

#include <math.h>

#include "base/stats.h"
#include "compare/insns.h"
#include "spec/target-names.h"

#define INSNS_FLOOR 16
#define MIN_SAMPLES 30
#define MIN_SAMPLES_ASYNC 400

/* A path over the boots of one side. */
struct path {
	struct insns_path of;           /* sender and kind; samples: fewest */
	GArray *medians;                /* double */
	double iqr;                     /* the widest */
};

static void path_free(struct path *path)
{
	g_array_free(path->medians, TRUE);
	g_free(path);
}

static struct path *path_for(GPtrArray *paths, const struct insns_path *of)
{
	struct path *path;

	for (guint i = 0; i < paths->len; i++) {
		path = paths->pdata[i];
		if (path->of.sender == of->sender && path->of.kind == of->kind)
			return path;
	}
	path = g_new0(struct path, 1);
	path->of = *of;
	path->medians = g_array_new(FALSE, FALSE, sizeof(double));
	g_ptr_array_add(paths, path);
	return path;
}

static GPtrArray *paths_of(const GPtrArray *boots)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func((GDestroyNotify)path_free);

	for (guint i = 0; i < boots->len; i++) {
		const struct result *one = boots->pdata[i];
		g_autoptr(GArray) own = g_array_new(FALSE, FALSE,
			sizeof(struct insns_path));

		if (!g_str_equal(one->status, "ok"))
			continue;
		insns_read(one, own);
		for (guint k = 0; k < own->len; k++) {
			const struct insns_path *of =
				&g_array_index(own, struct insns_path, k);
			struct path *path = path_for(paths, of);

			path->of.samples = MIN(path->of.samples, of->samples);
			path->iqr = fmax(path->iqr, of->p75 - of->p25);
			g_array_append_val(path->medians, of->p50);
		}
	}
	return paths;
}

static bool enough(const struct path *path)
{
	return path->of.samples >= (insns_come_as_they_like(path->of.kind) ?
				    MIN_SAMPLES_ASYNC : MIN_SAMPLES);
}

static bool is_exact(const struct compare_row *row)
{
	return target_is_exact(((struct result *)row->base->pdata[0])->target);
}

/* Sorts the medians, so that their ends are the range. */
static double middle_of(struct path *path, double *range)
{
	double *values = (double *)path->medians->data;
	double middle = stats_median(values, path->medians->len);

	*range = values[path->medians->len - 1] - values[0];
	return middle;
}

static void compare_path(struct comparison *comparison,
			 const struct compare_row *row, struct path *base,
			 struct path *now)
{
	double range, other_range, spread;
	struct finding *finding = finding_new(comparison, row, "insns",
		g_strdup_printf("%s %s", base->of.sender ? "sender" :
				"receivers", base->of.kind));

	finding->unit = "instructions an exit";
	finding->base = middle_of(base, &range);
	finding->now = middle_of(now, &other_range);
	finding->base_boots = base->medians->len;
	finding->now_boots = now->medians->len;
	spread = fmax(fmax(base->iqr, now->iqr), fmax(range, other_range));
	finding->text = g_strdup_printf("%+.6g, spread %.6g",
					finding->now - finding->base, spread);
	if (fabs(finding->now - finding->base) <=
	    (is_exact(row) ? 0 : fmax(spread, INSNS_FLOOR)))
		return;
	finding->change = insns_come_as_they_like(base->of.kind) || !enough(base) ||
		!enough(now) ? CHANGE_TOLD :
		finding->now > finding->base ? CHANGE_WORSE : CHANGE_BETTER;
}

static bool crowded(const GPtrArray *boots)
{
	for (guint i = 0; i < boots->len; i++)
		if (insns_crowded(boots->pdata[i]))
			return true;
	return false;
}

void compare_insns(struct comparison *comparison, const struct compare_row *row)
{
	g_autoptr(GPtrArray) base = paths_of(row->base);
	g_autoptr(GPtrArray) now = paths_of(row->now);

	if (!base->len || !now->len)
		return;
	if (crowded(row->base) || crowded(row->now)) {
		comparison->crowded++;
		return;
	}
	comparison->with_insns++;
	for (guint i = 0; i < base->len; i++)
		for (guint k = 0; k < now->len; k++) {
			struct path *one = base->pdata[i];
			struct path *other = now->pdata[k];

			if (one->of.sender == other->of.sender &&
			    one->of.kind == other->of.kind &&
			    (is_exact(row) || (enough(one) && enough(other))))
				compare_path(comparison, row, one, other);
		}
}
