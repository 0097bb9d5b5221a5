// SPDX-License-Identifier: GPL-2.0-only
/* The histogram that guest and host share. */
#include <glib.h>

#include "lib/hist.h"

static struct hist h;

/* Every bucket begins where the one before ends, over the whole range. */
static void test_no_gap(void)
{
	g_assert_cmpuint(hist_low(0), ==, 0);
	for (guint32 i = 0; i < HIST_BUCKETS; i++) {
		g_assert_cmpuint(hist_index(hist_low(i)), ==, i);
		g_assert_cmpuint(hist_index(hist_high(i)), ==, i);
		if (i)
			g_assert_cmpuint(hist_low(i), ==, hist_high(i - 1) + 1);
	}
	g_assert_cmpuint(hist_high(HIST_BUCKETS - 1), ==, G_MAXUINT64);
	g_assert_cmpuint(hist_index(G_MAXUINT64), ==, HIST_BUCKETS - 1);
}

static void test_width(void)
{
	for (guint32 i = 0; i < HIST_BUCKETS; i++)
		g_assert_cmpuint(hist_high(i) - hist_low(i), <=,
				 hist_low(i) >> HIST_SUB_BITS);
}

static void test_exact_sums(void)
{
	hist_reset(&h);
	g_assert_cmpuint(hist_quantile(&h, 1, 2), ==, 0);
	hist_add(&h, 5);
	hist_add(&h, G_MAXUINT64);
	hist_add(&h, G_MAXUINT64);
	g_assert_cmpuint(h.n, ==, 3);
	g_assert_cmpuint(h.min, ==, 5);
	g_assert_cmpuint(h.max, ==, G_MAXUINT64);
	/* 2 * (2^64 - 1) + 5 = 2^65 + 3 */
	g_assert_cmpuint(h.sum_high, ==, 2);
	g_assert_cmpuint(h.sum, ==, 3);
}

static void test_quantiles(void)
{
	hist_reset(&h);
	for (guint64 v = 1; v <= 100; v++)
		hist_add(&h, v);
	g_assert_cmpuint(hist_quantile(&h, 0, 100), ==, 1);
	g_assert_cmpuint(hist_quantile(&h, 50, 100), ==, 50);
	g_assert_cmpuint(hist_quantile(&h, 99, 100), ==, 99);
	g_assert_cmpuint(hist_quantile(&h, 999, 1000), ==, 100);
	g_assert_cmpuint(hist_quantile(&h, 100, 100), ==, 100);

	hist_reset(&h);
	hist_add(&h, 1000001);		/* never above the maximum */
	g_assert_cmpuint(hist_quantile(&h, 1, 2), ==, 1000001);
}

/* Against sorting the values themselves. */
static gint compare(gconstpointer a, gconstpointer b)
{
	guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;

	return (x > y) - (x < y);
}

static void test_random(void)
{
	enum { N = 10007 };
	static guint64 value[N];
	g_autoptr(GRand) rand = g_rand_new_with_seed(2);

	hist_reset(&h);
	for (int i = 0; i < N; i++) {
		value[i] = ((guint64)g_rand_int(rand) << 32 | g_rand_int(rand))
			   >> g_rand_int_range(rand, 0, 64);
		hist_add(&h, value[i]);
	}
	qsort(value, N, sizeof(value[0]), compare);
	for (guint32 num = 1; num <= 1000; num++) {
		guint64 rank = ((guint64)N * num + 999) / 1000;
		guint64 true_value = value[rank - 1];
		guint64 got = hist_quantile(&h, num, 1000);

		g_assert_cmpuint(got, >=, true_value);
		g_assert_cmpuint(got - true_value, <=,
				 true_value >> HIST_SUB_BITS);
	}
}

/* Merging is the same as having added everything to one. */
static void test_merge(void)
{
	static struct hist a, b, all;
	g_autoptr(GRand) rand = g_rand_new_with_seed(3);

	hist_reset(&a);
	hist_reset(&b);
	hist_reset(&all);
	hist_merge(&a, &b);			/* nothing and nothing */
	g_assert_cmpuint(a.n, ==, 0);
	g_assert_cmpuint(a.min, ==, G_MAXUINT64);
	for (int i = 0; i < 10007; i++) {
		guint64 v = ((guint64)g_rand_int(rand) << 32 | g_rand_int(rand))
			    >> g_rand_int_range(rand, 0, 64);

		hist_add(i % 3 ? &a : &b, v);
		hist_add(&all, v);
	}
	hist_merge(&a, &b);
	g_assert_cmpmem(&a, sizeof(a), &all, sizeof(all));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/hist/no-gap", test_no_gap);
	g_test_add_func("/hist/width", test_width);
	g_test_add_func("/hist/exact-sums", test_exact_sums);
	g_test_add_func("/hist/quantiles", test_quantiles);
	g_test_add_func("/hist/random", test_random);
	g_test_add_func("/hist/merge", test_merge);
	return g_test_run();
}
