/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define BOOTSTRAP_DRAWS 2000
#define BOOTSTRAP_SEED 20131031

double stats_median(double *values, gsize n)
{
	gsl_sort(values, 1, n);
	return gsl_stats_median_from_sorted_data(values, 1, n);
}

/* Twice the midrank of each pooled value, so that ties stay whole numbers; and
 * the sum of t^3 - t over groups of t equal ones. */
static double ranks(const double *pooled, gsize total, guint *twice)
{
	g_autofree gsize *order = g_new(gsize, total);
	double ties = 0;

	gsl_sort_index(order, pooled, 1, total);
	for (gsize i = 0, end; i < total; i = end) {
		double t;

		for (end = i + 1; end < total && pooled[order[end]] ==
		     pooled[order[i]]; end++)
			;
		for (gsize k = i; k < end; k++)
			twice[order[k]] = i + 1 + end;
		t = end - i;
		ties += t * t * t - t;
	}
	return ties;
}

/* ways[k][s]: how many choices of k of the values have the rank sum s. */
static double exact(const guint *twice, gsize n, gsize total, guint observed)
{
	gsize sums = total * (total + 1) + 1;
	g_autofree double *ways = g_new0(double, (n + 1) * sums);
	double middle = (double)n * (total + 1), all = 0, extreme = 0;
	double far = fabs(observed - middle);

	ways[0] = 1;
	for (gsize i = 0; i < total; i++)
		for (gsize k = MIN(i + 1, n); k > 0; k--)
			for (gsize s = sums; s-- > twice[i];)
				ways[k * sums + s] +=
					ways[(k - 1) * sums + s - twice[i]];
	for (gsize s = 0; s < sums; s++) {
		double here = ways[n * sums + s];

		all += here;
		if (fabs(s - middle) >= far - .5)
			extreme += here;
	}
	return extreme / all;
}

static double approximate(double ties, gsize n, gsize m, guint observed)
{
	double total = n + m, middle = n * (total + 1) / 2;
	double variance = n * m / 12. *
		(total + 1 - ties / (total * (total - 1)));
	double far = fmax(fabs(observed / 2. - middle) - .5, 0);

	return variance > 0 ?
		2 * gsl_cdf_ugaussian_Q(far / sqrt(variance)) : 1;
}

double stats_mann_whitney(const double *a, gsize n, const double *b, gsize m)
{
	gsize total = n + m;
	g_autofree double *pooled = g_new(double, total);
	g_autofree guint *twice = g_new(guint, total);
	guint observed = 0;
	double ties;

	for (gsize i = 0; i < total; i++)
		pooled[i] = i < n ? a[i] : b[i - n];
	ties = ranks(pooled, total, twice);
	for (gsize i = 0; i < n; i++)
		observed += twice[i];
	return fmin(1, total <= STATS_EXACT_MAX ?
		    exact(twice, n, total, observed) :
		    approximate(ties, n, m, observed));
}

double stats_smallest_p(gsize n, gsize m)
{
	return fmin(1, 2 * exp(-gsl_sf_lnchoose(n + m, n)));
}

void stats_bootstrap(const double *a, gsize n, const double *b, gsize m,
		     double confidence, double *low, double *high)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	g_autofree double *draws = g_new(double, BOOTSTRAP_DRAWS);
	g_autofree double *one = g_new(double, n);
	g_autofree double *other = g_new(double, m);

	gsl_rng_set(rng, BOOTSTRAP_SEED);
	for (guint i = 0; i < BOOTSTRAP_DRAWS; i++) {
		gsl_ran_sample(rng, one, n, (void *)a, n, sizeof(*a));
		gsl_ran_sample(rng, other, m, (void *)b, m, sizeof(*b));
		draws[i] = stats_median(other, m) / stats_median(one, n) - 1;
	}
	gsl_rng_free(rng);
	gsl_sort(draws, 1, BOOTSTRAP_DRAWS);
	*low = gsl_stats_quantile_from_sorted_data(draws, 1, BOOTSTRAP_DRAWS,
						   (1 - confidence) / 2);
	*high = gsl_stats_quantile_from_sorted_data(draws, 1, BOOTSTRAP_DRAWS,
						    (1 + confidence) / 2);
}

void stats_adjust(double *p, gsize n)
{
	g_autofree gsize *order = g_new(gsize, n);
	double least = 1;

	gsl_sort_index(order, p, 1, n);
	for (gsize i = n; i-- > 0;) {
		least = fmin(least, p[order[i]] * n / (i + 1));
		p[order[i]] = least;
	}
}
