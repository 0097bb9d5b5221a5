/* SPDX-License-Identifier: GPL-2.0-only */
/* Several processes side by side: as many as allowed, each told of its own end, and
 * none left when they are to stop. */
#include <string.h>

#include "base/emulator.h"

/* Says when it begins and ends, and takes long enough to be seen beside others. */
#define SAYS "echo begin; sleep 0.3; echo end"

struct seen {
	struct emulator emulator;
	GString *text;
	guint ends, reads;
	bool stop;              /* everything, at the first word */
};

static guint live, most;

static void on_output(struct emulator *emulator, const guint8 *data, gsize len)
{
	struct seen *seen = emulator->user;

	seen->reads++;
	g_string_append_len(seen->text, (const char *)data, len);
	if (!strstr(seen->text->str, "end"))
		live++;
	else
		live--;
	most = MAX(most, live);
	if (seen->stop)
		emulators_stop();
}

static void on_end(struct emulator *emulator)
{
	((struct seen *)emulator->user)->ends++;
}

static void run(struct seen *all, guint n, guint at_once, char **argv)
{
	g_autofree struct emulator **emulators = g_new(struct emulator *, n);

	live = most = 0;
	for (guint i = 0; i < n; i++) {
		all[i].emulator = (struct emulator){
			.argv = argv, .limit = 30, .extra_fd = -1,
			.on_output = on_output, .on_end = on_end, .user = &all[i],
		};
		all[i].text = g_string_new(NULL);
		emulators[i] = &all[i].emulator;
	}
	emulators_run(emulators, n, at_once);
}

static void clear(struct seen *all, guint n)
{
	for (guint i = 0; i < n; i++) {
		emulator_clear(&all[i].emulator);
		g_string_free(all[i].text, TRUE);
	}
}

static void side_by_side(void)
{
	char *argv[] = { "sh", "-c", SAYS, NULL };

	for (guint at_once = 1; at_once <= 3; at_once++) {
		struct seen all[5] = { 0 };

		run(all, 5, at_once, argv);
		g_assert_cmpuint(most, ==, at_once);
		for (guint i = 0; i < 5; i++) {
			g_assert_cmpstr(all[i].text->str, ==, "begin\nend\n");
			g_assert_cmpuint(all[i].ends, ==, 1);
			g_assert_cmpint(all[i].emulator.end, ==, EMULATOR_EXITED);
		}
		clear(all, 5);
	}
}

/* What comes in pieces is read in two: the first, and what came while it waited. One
 * that ends within a line ends all the same. */
static void gathers(void)
{
	char *argv[] = { "sh", "-c", "printf a; sleep 0.02; printf b; "
			 "sleep 0.02; printf c", NULL };
	struct seen seen = { .text = g_string_new(NULL) };

	seen.emulator = (struct emulator){
		.argv = argv, .limit = 30, .extra_fd = -1, .gather_ms = 700,
		.on_output = on_output, .on_end = on_end, .user = &seen,
	};
	emulator_run(&seen.emulator);
	g_assert_cmpstr(seen.text->str, ==, "abc");
	g_assert_cmpuint(seen.reads, <=, 2);
	g_assert_cmpint(seen.emulator.end, ==, EMULATOR_EXITED);
	clear(&seen, 1);
}

static void one_cannot_start(void)
{
	char *argv[] = { "/nonexistent/emulator", NULL };
	struct seen all[3] = { 0 };

	run(all, 3, 2, argv);
	for (guint i = 0; i < 3; i++) {
		g_assert_cmpuint(all[i].ends, ==, 1);
		g_assert_cmpint(all[i].emulator.end, ==, EMULATOR_NOT_STARTED);
		g_assert_nonnull(all[i].emulator.error);
	}
	clear(all, 3);
}

static void stopped(void)
{
	char *argv[] = { "sh", "-c", "echo begin; exec sleep 60", NULL };
	struct seen all[4] = { { .stop = true } };
	gint64 began = g_get_monotonic_time();

	run(all, 4, 2, argv);
	g_assert_cmpint(g_get_monotonic_time() - began, <, 20 * G_USEC_PER_SEC);
	g_assert_cmpint(all[0].emulator.end, ==, EMULATOR_STOPPED);
	g_assert_cmpint(all[1].emulator.end, ==, EMULATOR_STOPPED);
	/* They wait no more. */
	g_assert_cmpuint(all[2].ends + all[3].ends, ==, 0);
	clear(all, 4);
}

/* One that would stay for a minute is gone at once. */
static void stays(void)
{
	char *argv[] = { "sh", "-c", "echo begin; exec sleep 60", NULL };
	struct seen one = { .stop = true };
	struct emulator *emulator = &one.emulator;

	one.text = g_string_new(NULL);
	one.emulator = (struct emulator){
		.argv = argv, .limit = 30, .extra_fd = -1, .stays = true,
		.on_output = on_output, .on_end = on_end, .user = &one,
	};
	emulators_run(&emulator, 1, 1);
	g_assert_cmpint(one.emulator.end, ==, EMULATOR_STOPPED);
	g_assert_cmpfloat(one.emulator.seconds, <, 2);
	clear(&one, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/emulator/side-by-side", side_by_side);
	g_test_add_func("/emulator/gathers", gathers);
	g_test_add_func("/emulator/one-cannot-start", one_cannot_start);
	g_test_add_func("/emulator/stopped", stopped);
	g_test_add_func("/emulator/stays", stays);
	return g_test_run();
}
