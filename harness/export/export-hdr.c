/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * HdrHistogram's percentile distribution, as its outputPercentileDistribution
 * writes and its plotter and HistogramLogProcessor's readers read: lines of
 * value, percentile as a fraction, count so far, 1/(1-percentile); five steps
 * for each halving of what is left to 1; a footer in brackets. One file
 * (.hgrm) for each row and time, all boots merged. Values are bucket tops, as
 * HdrHistogram's are the highest of those it cannot tell apart; mean and
 * maximum are exact.
 */
#include <math.h>

#include "export/export.h"

#define TICKS_PER_HALF 5

static double top_of(const struct histogram *all, guint i)
{
	return MIN(histogram_bucket_top(all->sub_bits,
		g_array_index(all->buckets, struct histogram_bucket, i).index),
		all->max);
}

/* From what buckets tell: each sample in the middle of its own. */
static double deviation(const struct histogram *all, double mean)
{
	double sum = 0;

	for (guint i = 0; i < all->buckets->len; i++) {
		const struct histogram_bucket *bucket = &g_array_index(
			all->buckets, struct histogram_bucket, i);
		double low = bucket->index ? histogram_bucket_top(all->sub_bits,
			bucket->index - 1) + 1. : 0;
		double middle = (MAX(low, all->min) + top_of(all, i)) / 2;

		sum += bucket->count * (middle - mean) * (middle - mean);
	}
	return sqrt(sum / all->n);
}

/* The percentile (of 100) after this one that is to have a line. */
static double next_step(double percentile)
{
	double halves = floor(log2(100 / (100 - percentile))) + 1;

	return percentile + 100 / (TICKS_PER_HALF * exp2(halves));
}

static void put_lines(const struct histogram *all, double tick, GString *out)
{
	guint64 below = 0;
	double step = 0;

	for (guint i = 0; i < all->buckets->len; i++) {
		double reached, value = top_of(all, i) * tick;

		below += g_array_index(all->buckets, struct histogram_bucket,
				       i).count;
		reached = 100. * below / all->n;
		/* Several steps may end in one bucket, a line for each; in the
		 * last bucket only one, and the end. */
		while (step <= reached) {
			g_string_append_printf(out, "%12.3f %2.12f %10"
				G_GUINT64_FORMAT " %14.2f\n", value,
				step / 100, below, 1 / (1 - step / 100));
			step = next_step(step);
			if (below == all->n)
				break;
		}
		if (below == all->n)
			g_string_append_printf(out, "%12.3f %2.12f %10"
				G_GUINT64_FORMAT "\n", value, 1., below);
	}
}

static void put(const struct histogram *all, double tick, GString *out)
{
	double mean = (double)all->sum / all->n;
	guint sub = 2u << all->sub_bits;

	g_string_append_printf(out, "%12s %14s %10s %14s\n\n", "Value",
			       "Percentile", "TotalCount", "1/(1-Percentile)");
	put_lines(all, tick, out);
	g_string_append_printf(out, "#[Mean    = %12.3f, StdDeviation   = "
		"%12.3f]\n#[Max     = %12.3f, Total count    = %12"
		G_GUINT64_FORMAT "]\n#[Buckets = %12u, SubBuckets     = "
		"%12u]\n", mean * tick, deviation(all, mean) * tick,
		all->max * tick, all->n, 64 - all->sub_bits, sub);
}

static void make(const GPtrArray *results, GPtrArray *files)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++)
		row_add_once(rows, results->pdata[i], row_same);
	for (guint i = 0; i < rows->len; i++)
		for (guint t = 0; t < TIMES; t++) {
			guint boots;
			struct histogram *all = row_histogram_of_all(results,
				rows->pdata[i], t, &boots);
			g_autofree char *last = NULL, *name = NULL;
			const char *unit;
			double tick = row_tick(rows->pdata[i], &unit);

			if (!all)
				continue;
			last = g_strdup_printf("%s.%s.hgrm", result_times[t],
					       unit);
			name = export_name(rows->pdata[i], last);
			put(all, tick, export_file(files, name));
			histogram_free(all);
		}
}

const struct export export_hdr = {
	"hdr", "HdrHistogram's percentile distribution, a file a row and time",
	true, make
};
