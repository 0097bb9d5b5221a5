/* SPDX-License-Identifier: GPL-2.0-only */
/* The figure of a metric over commits: drawn as the file says; a file that is
 * not as plots/README.md has it is refused by file and line. */
#include <glib/gstdio.h>
#include <string.h>

#include "figures/figure.h"
#include "result/result.h"

#define NAMES "commit-index\tcommit\tdate\tvalue\tlow\thigh\tchange\n"

static void refused(void)
{
	static const struct { const char *text; guint line; } cases[] = {
		{ "", 0 },
		{ "1\ta\t2026-01-01\t3\t3\t3\t0\n", 1 },
		{ "# title: x\n1\ta\td\t3\t3\t3\t0\n", 2 },
		{ "# title: x\n" NAMES, 3 },
		{ "# title: x\n" NAMES "1\ta\td\t3\t3\t3\n", 3 },
		{ "# title: x\n" NAMES "1\ta\td\tmany\t3\t3\t0\n", 3 },
		{ "# title: x\n" NAMES "1\ta\td\t3\t3\tnan\t0\n", 3 },
		{ "# title: x\n" NAMES "1\ta\td\t3\t3\t3\t2\n", 3 },
		{ "# title: x\n" NAMES "one\ta\td\t3\t3\t3\t0\n", 3 },
		{ "# title: x\n" NAMES "1\ta\td\t\t\t\t0\n", 4 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *place = g_strdup_printf("name:%u: ",
							 cases[i].line);
		g_autoptr(GError) error = NULL;

		g_assert_false(figure_history("name", cases[i].text, "/nowhere/x",
					      &error));
		g_test_message("%s", error->message);
		g_assert_true(g_str_has_prefix(error->message, place));
	}
}

/* All there is, and nothing else. */
static void remove_drawn(const char *dir, const char *path)
{
	static const char *const suffixes[] = { ".svg", ".pdf", ".png", ".gp" };

	for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *file = g_strconcat(path, suffixes[i], NULL);

		g_assert_cmpint(g_remove(file), ==, 0);
	}
	g_assert_cmpint(g_rmdir(dir), ==, 0);
}

static void drawn(void)
{
	g_autofree char *gnuplot = g_find_program_in_path("gnuplot");
	static const char text_of[] =
		"# title: xapic, send exits\n# unit: exits per IPI\n"
		"# caption: made up\n" NAMES
		"1\taaaaaaa\t2026-01-01\t3\t3\t3\t0\n"
		"2\tbbbbbbb\t2026-01-02\t\t\t\t0\n"
		"3\tccccccc\t2026-01-03\t3\t3\t3\t0\n"
		"4\tddddddd\t2026-01-04\t4\t4\t4\t1\n"
		"# title: unsupported there\n" NAMES
		"1\tc0ffee\t2026-01-03\t\t\t\t0\n"
		"# title: instructions\n" NAMES
		"2\tbbbbbbb\t2026-01-02\t17050\t17000\t17100\t0\n"
		"3\tccccccc\t2026-01-03\t17060\t17000\t17100\t0\n"
		"4\tddddddd\t2026-01-04\t17260\t17200\t17300\t1\n";
	g_autofree char *dir = g_dir_make_tmp(NULL, NULL);
	g_autofree char *path = g_build_filename(dir, "h", NULL);
	g_autofree char *svg = g_strconcat(path, ".svg", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	if (!gnuplot) {
		g_test_skip("needs gnuplot");
		return;
	}
	g_setenv("IPIBENCH_PLOTS", "plots", TRUE);
	figure_history("name", text_of, path, &error);
	g_assert_no_error(error);
	g_assert_true(g_file_get_contents(svg, &text, NULL, NULL));
	/* The first value and the new one at its change point. */
	g_assert_nonnull(strstr(text, ">17260<"));
	g_assert_nonnull(strstr(text, ">17050<"));
	g_assert_null(strstr(text, ">17060<"));
	g_assert_nonnull(strstr(text, "ddddddd"));
	g_assert_nonnull(strstr(text, "xapic, send exits"));
	g_assert_nonnull(strstr(text, "exits per IPI"));
	g_assert_nonnull(strstr(text, "made up"));
	/* A panel without a value is left out. */
	g_assert_null(strstr(text, "unsupported there"));
	remove_drawn(dir, path);
}

/* One commit, no change: no label but the first, and gnuplot must live. */
static void one_commit(void)
{
	g_autofree char *gnuplot = g_find_program_in_path("gnuplot");
	g_autofree char *dir = g_dir_make_tmp(NULL, NULL);
	g_autofree char *path = g_build_filename(dir, "h", NULL);
	g_autoptr(GError) error = NULL;

	if (gnuplot) {
		g_setenv("IPIBENCH_PLOTS", "plots", TRUE);
		figure_history("name", "# title: x\n" NAMES
			       "1\taaaaaaa\t2026-01-01\t3\t3\t3\t0\n", path,
			       &error);
		g_assert_no_error(error);
		remove_drawn(dir, path);
	} else {
		g_test_skip("needs gnuplot");
		g_rmdir(dir);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/history-figure/refused", refused);
	g_test_add_func("/history-figure/drawn", drawn);
	g_test_add_func("/history-figure/one-commit", one_commit);
	return g_test_run();
}
