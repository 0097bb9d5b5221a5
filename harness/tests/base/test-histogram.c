/* SPDX-License-Identifier: GPL-2.0-only */
/* The tool's buckets are the guest's (guest/lib/hist.h). */
#include "base/histogram.h"
#include "lib/hist.h"

static void same_buckets(void)
{
	for (guint32 i = 0; i < HIST_BUCKETS; i++)
		g_assert_cmpuint(histogram_bucket_top(HIST_SUB_BITS, i), ==,
				 hist_high(i));
}

static void quantiles(void)
{
	struct histogram *histogram = histogram_new("send", "tsc");

	histogram->sub_bits = HIST_SUB_BITS;
	histogram->n = 1000;
	histogram->min = 10;
	histogram->max = 100001;
	histogram->parts = histogram->parts_seen = 1;
	g_assert_true(histogram_add_buckets(histogram, "10:500,20:400,100:99"));
	g_assert_false(histogram_complete(histogram));
	{
		g_autofree char *last = g_strdup_printf("%u:1",
							hist_index(100001));

		g_assert_true(histogram_add_buckets(histogram, last));
	}
	g_assert_true(histogram_complete(histogram));
	g_assert_cmpuint(histogram_quantile(histogram, .5), ==, 10);
	g_assert_cmpuint(histogram_quantile(histogram, .9), ==, 20);
	g_assert_cmpuint(histogram_quantile(histogram, .999), ==, 100);
	g_assert_cmpuint(histogram_quantile(histogram, 1), ==, 100001);
	histogram_free(histogram);
}

static void refused(void)
{
	static const char *const texts[] = {
		"x", "1", "1:", ":1", "1:2;3:4", "3:1,2:1", "3:1,3:1",
		"99999999:1", "-1:1",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct histogram *histogram = histogram_new("send", "tsc");

		histogram->sub_bits = HIST_SUB_BITS;
		g_assert_false(histogram_add_buckets(histogram, texts[i]));
		histogram_free(histogram);
	}
}

#define N_SAMPLES 20000

/* As the guest does: every sample into its bucket. */
static struct histogram *filled(const guint64 *samples, guint n)
{
	struct histogram *histogram = histogram_new("send", "tsc");
	g_autofree guint64 *counts = g_new0(guint64, HIST_BUCKETS);
	g_autoptr(GString) text = g_string_new(NULL);

	histogram->sub_bits = HIST_SUB_BITS;
	histogram->n = n;
	histogram->min = G_MAXUINT64;
	for (guint i = 0; i < n; i++) {
		histogram->min = MIN(histogram->min, samples[i]);
		histogram->max = MAX(histogram->max, samples[i]);
		histogram->sum += samples[i];
		counts[hist_index(samples[i])]++;
	}
	for (guint i = 0; i < HIST_BUCKETS; i++)
		if (counts[i])
			g_string_append_printf(text, "%s%u:%" G_GUINT64_FORMAT,
				text->len ? "," : "", i, counts[i]);
	g_assert_true(histogram_add_buckets(histogram, text->str));
	g_assert_true(histogram_complete(histogram));
	return histogram;
}

/* Two halves merged are what one histogram of all samples is. */
static void merged(void)
{
	g_autofree guint64 *samples = g_new(guint64, N_SAMPLES);
	struct histogram *all, *half, *rest;

	for (guint i = 0; i < N_SAMPLES; i++)
		samples[i] = (guint64)(guint32)g_test_rand_int() <<
			16 >> g_test_rand_int_range(0, 48);
	all = filled(samples, N_SAMPLES);
	half = filled(samples, N_SAMPLES / 3);
	rest = filled(samples + N_SAMPLES / 3, N_SAMPLES - N_SAMPLES / 3);
	g_assert_true(histogram_merge(half, rest));
	g_assert_cmpuint(half->n, ==, all->n);
	g_assert_cmpuint(half->sum, ==, all->sum);
	g_assert_cmpuint(half->min, ==, all->min);
	g_assert_cmpuint(half->max, ==, all->max);
	g_assert_cmpuint(half->buckets->len, ==, all->buckets->len);
	for (guint i = 0; i < all->buckets->len; i++) {
		const struct histogram_bucket *is = &g_array_index(
			half->buckets, struct histogram_bucket, i);
		const struct histogram_bucket *be = &g_array_index(
			all->buckets, struct histogram_bucket, i);

		g_assert_cmpuint(is->index, ==, be->index);
		g_assert_cmpuint(is->count, ==, be->count);
	}
	rest->sub_bits++;
	g_assert_false(histogram_merge(half, rest));
	g_assert_cmpuint(half->n, ==, all->n);
	histogram_free(all);
	histogram_free(half);
	histogram_free(rest);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/histogram/same-buckets", same_buckets);
	g_test_add_func("/histogram/quantiles", quantiles);
	g_test_add_func("/histogram/merged", merged);
	g_test_add_func("/histogram/refused", refused);
	return g_test_run();
}
