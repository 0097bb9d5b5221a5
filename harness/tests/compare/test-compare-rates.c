/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How often compare finds a shift of times that is there, and how often one
 * that is not, on made-up results. harness/README.md states the rates; this
 * holds them, each within the bounds that so many drawings allow.
 *
 *   test-compare-rates [DRAWINGS]   prints the rates, to be written down there
 *
 * A boot has a level of its own (log-normal, 1 % unless said), and 400 IPIs
 * about it: log-normal, 8 %, one in a hundred 10 times as long.
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "compare/compare.h"
#include "tests/samples/made-up.h"

#define IPIS 400
#define LEVEL 5000
#define DRAWINGS 200
#define UNLIKELY 1e-4   /* of a true rate to fall out of its bounds */

/* What the README says. */
static const struct rate {
	double shift, boot_sd, threshold;
	guint boots;
	double found;
} rates[] = {
	{ .05, .01, .03, 10, .999 },
	{ .02, .01, .03, 10, .049 },
	{ .00, .01, .03, 10, .0005 },
	{ .05, .01, .01, 10, .9999 },
	{ .02, .01, .01, 10, .918 },
	{ .00, .01, .01, 10, .033 },
	{ .05, .02, .03, 10, .962 },
	{ .02, .02, .03, 10, .182 },
	{ .00, .02, .03, 10, .003 },
	{ .05, .01, .03, 5, .986 },
	{ .02, .01, .03, 5, .115 },
	{ .00, .01, .03, 5, .0005 },
};

static GPtrArray *draw(gsl_rng *rng, double level, double boot_sd, guint boots)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree struct hist *hist = g_new(struct hist, 1);
	g_autoptr(GError) error = NULL;
	GPtrArray *results = result_list_new();

	for (guint boot = 1; boot <= boots; boot++) {
		double own = level * gsl_ran_lognormal(rng, 0, boot_sd);
		struct made_up line = made_up_usual;

		hist_reset(hist);
		for (guint i = 0; i < IPIS; i++) {
			double t = own * gsl_ran_lognormal(rng, 0, .08);

			if (gsl_rng_uniform_int(rng, 100) == 0)
				t *= 10;
			hist_add(hist, t);
		}
		line.target = "kvm";
		line.boot = boot;
		line.send = hist;
		made_up_line(text, &line);
	}
	result_parse("m", text->str, text->len, results, &error);
	g_assert_no_error(error);
	return results;
}

/* Of so many drawings, in how many a change is found. */
static guint count(const struct rate *rate, gsl_rng *rng, guint drawings)
{
	const struct compare_options options = {
		.times = true, .threshold = rate->threshold, .alpha = .05,
		.quantile = .5
	};
	guint found = 0;

	for (guint i = 0; i < drawings; i++) {
		g_autoptr(GPtrArray) base = draw(rng, LEVEL, rate->boot_sd,
						 rate->boots);
		g_autoptr(GPtrArray) now = draw(rng, LEVEL * (1 + rate->shift),
						rate->boot_sd, rate->boots);
		struct comparison *comparison = compare_results(base, now,
			&options, NULL);

		g_assert_nonnull(comparison);
		g_assert_cmpuint(comparison->with_times, ==, 1);
		found += comparison_count(comparison, CHANGE_WORSE) +
			 comparison_count(comparison, CHANGE_BETTER);
		comparison_free(comparison);
	}
	return found;
}

static void hold(gconstpointer user)
{
	const struct rate *rate = user;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	guint found;

	gsl_rng_set(rng, 1 + (rate - rates));
	found = count(rate, rng, DRAWINGS);
	gsl_rng_free(rng);
	g_test_message("%u of %u, the README says %g", found, DRAWINGS,
		       rate->found);
	g_assert_cmpfloat(gsl_cdf_binomial_P(found, rate->found, DRAWINGS), >,
			  UNLIKELY);
	g_assert_true(found == 0 || gsl_cdf_binomial_Q(found - 1, rate->found,
		      DRAWINGS) > UNLIKELY);
}

static int print(guint drawings)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, 1000);
	for (guint i = 0; i < G_N_ELEMENTS(rates); i++)
		printf("shift %g %%, boots apart %g %%, %u a side, threshold %g"
		       " %%: %.2f %%\n", rates[i].shift * 100,
		       rates[i].boot_sd * 100, rates[i].boots,
		       rates[i].threshold * 100, 100. *
		       count(&rates[i], rng, drawings) / drawings);
	gsl_rng_free(rng);
	return 0;
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (argc == 2)
		return print(atoi(argv[1]));
	for (guint i = 0; i < G_N_ELEMENTS(rates); i++) {
		g_autofree char *name = g_strdup_printf("/rates/%g%%-%u-boots-"
			"%g%%-apart-threshold-%g%%", rates[i].shift * 100,
			rates[i].boots, rates[i].boot_sd * 100,
			rates[i].threshold * 100);

		g_test_add_data_func(name, &rates[i], hold);
	}
	return g_test_run();
}
