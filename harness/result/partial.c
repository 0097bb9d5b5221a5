/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/partial.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "result/result.h"

char *partial_read(const char *directory)
{
	g_autofree char *path = g_build_filename(directory, PARTIAL_MARKER,
						 NULL);
	char *text = NULL;

	return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

char *partial_describe(const char *directory, const char *marker,
		       GHashTable *rows_of_name, bool torn)
{
	g_auto(GStrv) lines = g_strsplit(marker, "\n", -1);
	guint planned = 0, there = 0, known = 0;

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) words = g_strsplit(*line, " ", -1);
		guint rows;

		if (**line == '#' || g_strv_length(words) != 3)
			continue;
		planned++;
		rows = GPOINTER_TO_UINT(g_hash_table_lookup(rows_of_name,
							    words[1]));
		known += rows > 0;
		there += rows && rows >= g_ascii_strtoull(words[2], NULL, 10);
	}
	/* Boots whose names nobody knew before. */
	there += g_hash_table_size(rows_of_name) - known;
	return g_strdup_printf("%s is partial: %u of %u boots are there%s",
		directory, there, planned, torn ? "; its last line was cut "
		"off and is left out" : "");
}

/* Who fills a folder holds its marker's lock. Without a marker it is whole, and
 * was not renamed; or it has just been made. */
static bool is_left(const char *directory)
{
	g_autofree char *marker = g_build_filename(directory, PARTIAL_MARKER,
						   NULL);
	g_autofree char *lines = g_build_filename(directory, RESULT_FILE, NULL);
	int fd = open(marker, O_RDONLY | O_CLOEXEC);
	bool left = fd < 0 ? g_file_test(lines, G_FILE_TEST_EXISTS) :
		flock(fd, LOCK_EX | LOCK_NB) == 0;

	if (fd >= 0)
		close(fd);
	return left;
}

GPtrArray *partial_leftovers(const char *place)
{
	GPtrArray *left = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *whole = g_canonicalize_filename(place, NULL);
	g_autofree char *parent = g_path_get_dirname(whole);
	g_autofree char *base = g_path_get_basename(whole);
	g_autofree char *prefix = g_strconcat(base, PARTIAL_INFIX, NULL);
	g_autoptr(GDir) dir = g_dir_open(parent, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		char *path;

		if (!g_str_has_prefix(name, prefix))
			continue;
		path = g_build_filename(parent, name, NULL);
		if (is_left(path))
			g_ptr_array_add(left, path);
		else
			g_free(path);
	}
	return left;
}
