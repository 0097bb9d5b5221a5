/* SPDX-License-Identifier: GPL-2.0-only */
/* The tool's buckets are the guest's (guest/hist.h). */
#include "hist.h"
#include "histogram.h"

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

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/histogram/same-buckets", same_buckets);
	g_test_add_func("/histogram/quantiles", quantiles);
	g_test_add_func("/histogram/refused", refused);
	return g_test_run();
}
