/* SPDX-License-Identifier: GPL-2.0-only */
/* The meter's path lengths: quantiles exact where single values are counted,
 * by the histogram's definition everywhere. */
#include <glib.h>

#include "meter/paths.h"

static void exact(void)
{
	g_autofree struct paths *p = g_new(struct paths, 1);

	paths_reset(p);
	g_assert_cmpuint(paths_quantile(p, 1, 2), ==, 0);
	for (guint i = 0; i < 100; i++)
		paths_add(p, i < 50 ? 18785 : 18985);
	g_assert_cmpuint(paths_quantile(p, 25, 100), ==, 18785);
	g_assert_cmpuint(paths_quantile(p, 50, 100), ==, 18785);
	g_assert_cmpuint(paths_quantile(p, 51, 100), ==, 18985);
	paths_add(p, 18985);
	g_assert_cmpuint(paths_quantile(p, 50, 100), ==, 18985);
}

static void beyond(void)
{
	g_autofree struct paths *p = g_new(struct paths, 1);

	paths_reset(p);
	paths_add(p, 5);
	paths_add(p, PATHS_EXACT - 1);
	for (guint i = 0; i < 3; i++)
		paths_add(p, 1000001);
	paths_add(p, 2000000);
	g_assert_cmpuint(paths_quantile(p, 1, 3), ==, PATHS_EXACT - 1);
	g_assert_cmpuint(paths_quantile(p, 1, 2), ==,
			 hist_quantile(&p->hist, 1, 2));
	g_assert_cmpuint(paths_quantile(p, 1, 1), ==, 2000000);
	paths_reset(p);
	paths_add(p, 7);
	g_assert_cmpuint(paths_quantile(p, 1, 1), ==, 7);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/paths/exact", exact);
	g_test_add_func("/paths/beyond", beyond);
	return g_test_run();
}
