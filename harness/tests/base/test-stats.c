/* SPDX-License-Identifier: GPL-2.0-only */
/* The statistics against values that are in tables or follow by hand. */
#include <math.h>

#include "base/stats.h"

static double p_of(const double *a, gsize n, const double *b, gsize m)
{
	double p = stats_mann_whitney(a, n, b, m);

	/* The test does not mind which side is which. */
	g_assert_cmpfloat_with_epsilon(p, stats_mann_whitney(b, m, a, n), 1e-12);
	return p;
}

/* All orders of 3 + 3 are 20, of 4 + 4 are 70, of 5 + 5 are 252. */
static void exact(void)
{
	const double low[] = { 1, 2, 3, 4, 5 }, high[] = { 6, 7, 8, 9, 10 };
	const double mixed[] = { 1, 3, 5, 7 }, others[] = { 2, 4, 6, 8 };

	g_assert_cmpfloat_with_epsilon(p_of(low, 3, high, 3), 2 / 20., 1e-12);
	g_assert_cmpfloat_with_epsilon(p_of(low, 4, high, 4), 2 / 70., 1e-12);
	g_assert_cmpfloat_with_epsilon(p_of(low, 5, high, 5), 2 / 252., 1e-12);
	g_assert_cmpfloat_with_epsilon(stats_smallest_p(5, 5), 2 / 252., 1e-12);
	g_assert_cmpfloat_with_epsilon(p_of(low, 1, high, 1), 1, 1e-12);
	/* U = 6 of 16: the table of the statistic for 4 and 4 has P(U <= 6) =
	 * 24/70. */
	g_assert_cmpfloat_with_epsilon(p_of(mixed, 4, others, 4), 48 / 70.,
				       1e-12);
}

/* Ties: {1,1} and {1,2}. The pooled midranks are 2, 2, 2, 4; the side that has
 * the 4 is so in half of the 6 choices. Nothing is as unlikely as half. */
static void ties(void)
{
	const double a[] = { 1, 1 }, b[] = { 1, 2 };
	const double same[] = { 7, 7, 7 };

	g_assert_cmpfloat_with_epsilon(p_of(a, 2, b, 2), 1, 1e-12);
	g_assert_cmpfloat_with_epsilon(p_of(same, 3, same, 3), 1, 1e-12);
}

/* Where the exact count ends, the approximation goes on without a step. */
static void approximation(void)
{
	double a[40], b[40];
	double exact_p, p;

	for (guint i = 0; i < 40; i++) {
		a[i] = i;
		b[i] = i + 8.5;
	}
	exact_p = p_of(a, 30, b, 30);
	p = p_of(a, 31, b, 30);
	g_assert_cmpfloat(exact_p, <, .01);
	g_assert_cmpfloat(fabs(p - exact_p), <, .01);
	for (guint i = 0; i < 40; i++)
		b[i] = a[i];
	g_assert_cmpfloat(p_of(a, 40, b, 40), ==, 1);
}

static void bootstrap(void)
{
	const double a[] = { 100, 101, 99, 100, 102, 98, 100, 101 };
	const double b[] = { 110, 111, 109, 110, 112, 108, 110, 111 };
	double low, high, low2, high2;

	stats_bootstrap(a, 8, b, 8, .95, &low, &high);
	g_assert_cmpfloat(low, >, .07);
	g_assert_cmpfloat(low, <, .1);
	g_assert_cmpfloat(high, >, .1);
	g_assert_cmpfloat(high, <, .13);
	stats_bootstrap(a, 8, b, 8, .95, &low2, &high2);
	g_assert_cmpfloat(low, ==, low2);
	g_assert_cmpfloat(high, ==, high2);
}

/* The example of Benjamini and Hochberg's paper of 1995, first four of 15. */
static void adjust(void)
{
	double p[] = { .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
		       .0459, .3240, .4262, .5719, .6528, .7590, 1 };
	double q[] = { .04, .01, .03 };

	stats_adjust(p, G_N_ELEMENTS(p));
	g_assert_cmpfloat(p[3], <, .05);
	g_assert_cmpfloat(p[4], >, .05);
	g_assert_cmpfloat_with_epsilon(p[0], .0015, 1e-9);
	stats_adjust(q, 3);
	g_assert_cmpfloat_with_epsilon(q[1], .03, 1e-12);
	g_assert_cmpfloat_with_epsilon(q[0], .04, 1e-12);
	g_assert_cmpfloat_with_epsilon(q[2], .04, 1e-12);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/stats/exact", exact);
	g_test_add_func("/stats/ties", ties);
	g_test_add_func("/stats/approximation", approximation);
	g_test_add_func("/stats/bootstrap", bootstrap);
	g_test_add_func("/stats/adjust", adjust);
	return g_test_run();
}
