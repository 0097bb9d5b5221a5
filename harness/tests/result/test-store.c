/* SPDX-License-Identifier: GPL-2.0-only */
/* Result folders: whole, or marked partial, whatever has become of the run. */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "result/partial.h"
#include "result/result.h"
#include "result/store.h"
#include "tests/samples/sample-result.h"

#define MARKER "# words\ntcg a 3\ntcg b 3\n"

static char *scratch;

static char *under(const char *name)
{
	return g_build_filename(scratch, name, NULL);
}

static bool there(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static struct store open_store(const char *place)
{
	g_autoptr(GError) error = NULL;
	struct store store;

	g_assert_true(store_open(&store, place, false, MARKER, &error));
	g_assert_no_error(error);
	return store;
}

/* Three rows of the boot `name`. */
static char *lines_of(const char *name)
{
	GString *guest = sample_guest();
	g_autofree char *lines = sample_lines(SAMPLE_EXPERIMENT, "none", guest);
	g_auto(GStrv) parts = g_strsplit(lines,
		"\"boot_name\":\"lab-kvm-svm-pvh-2vcpu-1\"", -1);
	g_autofree char *by = g_strdup_printf("\"boot_name\":\"%s\"", name);

	g_string_free(guest, TRUE);
	g_assert_cmpuint(g_strv_length(parts), ==, 4);
	return g_strjoinv(by, parts);
}

static const char *partial_of(const char *folder, guint rows)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GError) error = NULL;

	g_assert_true(result_load(folder, results, &error));
	g_assert_no_error(error);
	g_assert_cmpuint(results->len, ==, rows);
	return ((struct result *)results->pdata[0])->partial;
}

static void whole(void)
{
	g_autofree char *place = under("whole"), *lines = lines_of("a");
	g_autofree char *aside = NULL;
	struct store store = open_store(place);
	g_autofree char *draft = g_strdup(store.draft);

	g_assert_true(there(draft, PARTIAL_MARKER));
	g_assert_true(store_write(&store, "now", "x", 1, NULL));
	g_assert_true(there(draft, "now"));
	g_assert_true(store_stage(&store, "raw/later", "x", 1, NULL));
	g_assert_false(there(draft, "raw/later"));
	g_assert_true(store_append(&store, lines, strlen(lines), NULL));
	g_assert_true(there(draft, "raw/later"));
	g_assert_true(store_commit(&store, &aside, NULL));
	g_assert_null(aside);
	g_assert_false(store_close(&store));
	g_assert_false(there(place, PARTIAL_MARKER));
	g_assert_false(g_file_test(draft, G_FILE_TEST_EXISTS));
	g_assert_null(partial_of(place, 3));
}

/* Several runs at once for one place: nobody's is lost, and the place is the last one's. */
static void together(void)
{
	g_autofree char *place = under("together"), *lines = lines_of("a");
	g_autofree char *last = NULL, *parent = g_path_get_dirname(place);
	struct store stores[3];
	guint folders = 0;
	const char *name;
	GDir *all;

	for (guint i = 0; i < G_N_ELEMENTS(stores); i++)
		g_assert_true(store_open(&stores[i], place, true, MARKER, NULL));
	for (guint i = 0; i < G_N_ELEMENTS(stores); i++) {
		g_autofree char *aside = NULL, *link = NULL;

		g_assert_true(store_append(&stores[i], lines, strlen(lines), NULL));
		g_assert_true(store_commit(&stores[i], &aside, NULL));
		g_assert_cmpstr(aside, ==, last);
		link = g_file_read_link(place, NULL);
		g_assert_nonnull(link);
		g_free(last);
		last = g_build_filename(parent, link, NULL);
		g_assert_null(partial_of(place, 3));
		g_assert_false(store_close(&stores[i]));
	}
	all = g_dir_open(parent, 0, NULL);
	while ((name = g_dir_read_name(all)))
		folders += g_str_has_prefix(name, "together-");
	g_dir_close(all);
	g_assert_cmpuint(folders, ==, 3);
}

static void nothing_finished(void)
{
	g_autofree char *place = under("nothing");
	struct store store = open_store(place);
	g_autofree char *draft = g_strdup(store.draft);

	g_assert_true(store_write(&store, "now", "x", 1, NULL));
	g_assert_false(store_close(&store));
	g_assert_false(g_file_test(draft, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(place, G_FILE_TEST_EXISTS));
}

static void cut_short(void)
{
	g_autofree char *place = under("short"), *lines = lines_of("a");
	g_autoptr(GPtrArray) left = NULL;
	struct store store = open_store(place);
	g_autofree char *draft = g_strdup(store.draft), *words = NULL;

	g_assert_true(store_append(&store, lines, strlen(lines), NULL));
	g_assert_true(store_stage(&store, "raw/b.txt", "x", 1, NULL));
	/* While it is filled it is nobody's leftover. */
	left = partial_leftovers(place);
	g_assert_cmpuint(left->len, ==, 0);
	g_assert_true(store_close(&store));
	g_ptr_array_unref(left);
	left = partial_leftovers(place);
	g_assert_cmpuint(left->len, ==, 1);
	g_assert_cmpstr(left->pdata[0], ==, draft);
	g_assert_false(there(draft, "raw/b.txt"));
	words = g_strdup_printf("%s is partial: 1 of 2 boots are there", draft);
	g_assert_cmpstr(partial_of(draft, 3), ==, words);
}

/* Power went while a boot's lines were written: what is whole is read. */
static void torn(void)
{
	g_autofree char *lines = lines_of("a"), *next = lines_of("b");
	gsize first = strlen(lines), all = first + strlen(next);
	g_autofree char *both = g_strconcat(lines, next, NULL);

	for (gsize cut = first; cut <= all; cut += 97) {
		g_autofree char *name = g_strdup_printf("torn-%zu", cut);
		g_autofree char *folder = under(name);
		g_autofree char *file = g_build_filename(folder, RESULT_FILE,
							 NULL);
		g_autofree char *marker = g_build_filename(folder,
			PARTIAL_MARKER, NULL);
		const char *at = both, *words;
		guint rows = 0;

		g_mkdir(folder, 0755);
		g_assert_true(g_file_set_contents(file, both, cut, NULL));
		g_assert_true(g_file_set_contents(marker, MARKER, -1, NULL));
		while ((at = memchr(at, '\n', both + cut - at))) {
			rows++;
			at++;
		}
		words = partial_of(folder, rows);
		g_assert_nonnull(strstr(words, rows == 6 ? "2 of 2" : "1 of 2"));
		g_assert_cmpint(both[cut - 1] != '\n', ==,
				strstr(words, "cut off") != NULL);
		/* A whole folder's file must be whole. */
		g_unlink(marker);
		if (both[cut - 1] != '\n') {
			g_autoptr(GPtrArray) results = result_list_new();

			g_assert_false(result_load(folder, results, NULL));
		}
	}
}

static void empty_is_refused(void)
{
	g_autofree char *folder = under("empty");
	g_autofree char *marker = g_build_filename(folder, PARTIAL_MARKER, NULL);
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GError) error = NULL;

	g_mkdir(folder, 0755);
	g_assert_true(g_file_set_contents(marker, MARKER, -1, NULL));
	g_assert_false(result_load(folder, results, &error));
	g_assert_nonnull(strstr(error->message, "no boot had finished"));
}

/* Killed at any moment: the lines that store_append returned for are there. */
static void killed(void)
{
	g_autofree char *lines = lines_of("a");

	for (guint i = 0; i < 20; i++) {
		g_autofree char *name = g_strdup_printf("killed-%u", i);
		g_autofree char *place = under(name), *said = NULL;
		g_autoptr(GPtrArray) left = NULL;
		guint appended = 0;
		int ends[2];
		char byte;
		pid_t child;

		g_assert_cmpint(pipe(ends), ==, 0);
		child = fork();
		if (child == 0) {
			struct store store;

			if (!store_open(&store, place, false, MARKER, NULL))
				_exit(1);
			while (store_append(&store, lines, strlen(lines), NULL) &&
			       write(ends[1], "x", 1) == 1)
				;
			_exit(1);
		}
		close(ends[1]);
		g_assert_cmpint(read(ends[0], &byte, 1), ==, 1);
		g_usleep(g_random_int_range(0, 30000));
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		do
			appended++;
		while (read(ends[0], &byte, 1) == 1);
		close(ends[0]);
		left = partial_leftovers(place);
		g_assert_cmpuint(left->len, ==, 1);
		{
			g_autoptr(GPtrArray) results = result_list_new();

			g_assert_true(result_load(left->pdata[0], results, NULL));
			g_assert_cmpuint(results->len, >=, 3 * appended);
			g_assert_cmpuint(results->len, <=, 3 * (appended + 1));
		}
	}
}

int main(int argc, char **argv)
{
	g_autofree char *remove = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	scratch = g_dir_make_tmp("ipibench-XXXXXX", NULL);
	g_test_add_func("/store/whole", whole);
	g_test_add_func("/store/together", together);
	g_test_add_func("/store/nothing-finished", nothing_finished);
	g_test_add_func("/store/cut-short", cut_short);
	g_test_add_func("/store/torn", torn);
	g_test_add_func("/store/empty-is-refused", empty_is_refused);
	g_test_add_func("/store/killed", killed);
	status = g_test_run();
	remove = g_strdup_printf("rm -r '%s'", scratch);
	return system(remove) ? 1 : status;
}
