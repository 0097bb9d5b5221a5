/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times: the boot is what repeats, so each boot gives one figure (the median of
 * its distribution, or the quantile asked for), and the boots of both sides are
 * held against each other by the Mann-Whitney test, the p-values of all rows and
 * times adjusted together (stats.h). A time is worse or better when the adjusted
 * p is at most alpha and the difference of medians is at least the threshold:
 * neither a difference that chance explains nor one that nobody minds.
 *
 * Emulators' times mean nothing in nanoseconds and are not compared; an exact lab's are,
 * by compare-exact.c.
 */
#include "compare/compare.h"

#include <math.h>
#include <string.h>

#include "base/histogram.h"
#include "base/stats.h"
#include "spec/target-names.h"

#define CONFIDENCE .95

/* A quantile of one boot, and between the bounds of its bucket where the rank
 * lies: the bounds are up to 0.8 % apart, which is not nothing beside a
 * threshold of some per cent. NAN where the buckets cannot be read. */
static double quantile_of(const struct timing *time, double at)
{
	const struct shape_of_time *shape = time ? time->histogram : NULL;
	double n = time ? time->n : 0, seen = 0;

	for (guint i = 0; shape && i < shape->buckets->len; i++) {
		const struct histogram_bucket *bucket = &g_array_index(shape->buckets,
			struct histogram_bucket, i);
		double count = bucket->count, top, bottom;

		if (seen + count < at * n || !(count > 0)) {
			seen += count;
			continue;
		}
		top = fmin(histogram_bucket_top(shape->sub_bits, bucket->index) + 1.,
			   time->max);
		bottom = fmax(histogram_bucket_bottom(shape->sub_bits, bucket->index),
			      time->min);
		return bottom + (fmax(top, bottom) - bottom) *
			(at * n - seen) / count;
	}
	return NAN;
}

/* One figure a boot, in nanoseconds where the clock's frequency is known. */
static GArray *figures(const GPtrArray *boots, enum result_time time,
		       double at, const char **unit)
{
	GArray *values = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < boots->len; i++) {
		const struct result *one = boots->pdata[i];
		double hz = one->latency.tsc_hz;
		double value = quantile_of(one->latency.of[time], at);

		if (!g_str_equal(one->status, "ok") || isnan(value))
			continue;
		if (hz > 0)
			value *= 1e9 / hz;
		*unit = hz > 0 ? "ns" : "ticks";
		g_array_append_val(values, value);
	}
	return values;
}

static bool compare_time(struct comparison *comparison,
			 const struct compare_options *options,
			 const struct compare_row *row, enum result_time time)
{
	const char *unit = NULL, *other_unit = NULL;
	g_autoptr(GArray) base = figures(row->base, time, options->quantile,
					 &unit);
	g_autoptr(GArray) now = figures(row->now, time, options->quantile,
					&other_unit);
	double *a = (double *)base->data, *b = (double *)now->data;
	struct finding *finding;

	if (!base->len || !now->len || g_strcmp0(unit, other_unit))
		return false;
	finding = finding_new(comparison, row, "time", g_strdup(result_times[time]));
	finding->unit = unit;
	finding->base_boots = base->len;
	finding->now_boots = now->len;
	finding->p = stats_mann_whitney(a, base->len, b, now->len);
	if (base->len > 1 && now->len > 1)
		stats_bootstrap(a, base->len, b, now->len, CONFIDENCE,
				&finding->low, &finding->high);
	finding->base = stats_median(a, base->len);
	finding->now = stats_median(b, now->len);
	return true;
}

static void judge(struct comparison *comparison,
		  const struct compare_options *options)
{
	g_autoptr(GPtrArray) tested = g_ptr_array_new();
	g_autofree double *p = NULL;
	double least = 1;

	for (guint i = 0; i < comparison->findings->len; i++) {
		struct finding *finding = comparison->findings->pdata[i];

		if (g_str_equal(finding->about, "time"))
			g_ptr_array_add(tested, finding);
	}
	p = g_new(double, tested->len + 1);
	for (guint i = 0; i < tested->len; i++)
		p[i] = ((struct finding *)tested->pdata[i])->p;
	stats_adjust(p, tested->len);
	for (guint i = 0; i < tested->len; i++) {
		struct finding *finding = tested->pdata[i];
		double by = finding->now / finding->base - 1;

		finding->adjusted = p[i];
		least = fmin(least, stats_smallest_p(finding->base_boots,
						     finding->now_boots));
		if (p[i] <= options->alpha && fabs(by) >= options->threshold)
			finding->change = by > 0 ? CHANGE_WORSE : CHANGE_BETTER;
	}
	if (tested->len && least > options->alpha)
		compare_note(comparison, "warning: too few boots to say anything "
			     "about times: the smallest p they can give is %.3g,"
			     " above alpha %.3g; `boots` in the experiment "
			     "gives more (4 a side reach 0.029, 5 reach 0.0079)",
			     least, options->alpha);
	else if (tested->len && least * tested->len > options->alpha)
		compare_note(comparison, "warning: few boots for %u times: a "
			     "single one that differs can have p %.3g, adjusted "
			     "%.3g at best, above alpha %.3g", tested->len, least,
			     least * tested->len, options->alpha);
}

void compare_times(struct comparison *comparison,
		   const struct compare_options *options)
{
	g_autoptr(GString) emulated = g_string_new(NULL);

	for (guint i = 0; i < comparison->rows->len; i++) {
		const struct compare_row *row = comparison->rows->pdata[i];
		const char *target = ((struct result *)
				      row->base->pdata[0])->target;
		bool any = false;

		if (target_is_exact(target)) {
			comparison->with_times += compare_exact(comparison, row);
			continue;
		}
		if (target_is_emulated(target)) {
			if (!strstr(emulated->str, target))
				g_string_append_printf(emulated, "%s%s",
					emulated->len ? ", " : "", target);
			continue;
		}
		for (guint k = 0; k < TIMES; k++)
			any |= compare_time(comparison, options, row, k);
		comparison->with_times += any;
	}
	judge(comparison, options);
	if (emulated->len)
		compare_note(comparison, "times of %s are not compared: the "
			     "processor there is emulated", emulated->str);
}
