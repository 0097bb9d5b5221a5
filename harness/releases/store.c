/* SPDX-License-Identifier: GPL-2.0-only */
/* The folder: TARGET.jsonl, a line a row, in their order. */
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "releases/row.h"

static void row_free(gpointer row)
{
	codec_free(&release_shape, row);
}

static struct releases *releases_new(void)
{
	struct releases *releases = g_new0(struct releases, 1);

	releases->rows = g_ptr_array_new_with_free_func(row_free);
	releases->strings = g_string_chunk_new(4096);
	return releases;
}

void releases_free(struct releases *releases)
{
	if (!releases)
		return;
	g_ptr_array_unref(releases->rows);
	g_string_chunk_free(releases->strings);
	g_free(releases);
}

static gint by_order(gconstpointer a, gconstpointer b)
{
	return release_order(*(struct release *const *)a, *(struct release *const *)b);
}

static bool refuse(GError **error, const char *file, guint line, const char *what)
{
	g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: %s", file, line, what);
	return false;
}

static bool read_line(struct releases *to, const char *file, guint line, const char *text,
		      GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(JsonNode) node = json_checked(text, -1, &why);
	g_autofree char *wrong = NULL;
	struct release *row;

	if (!node || !JSON_NODE_HOLDS_OBJECT(node))
		return refuse(error, file, line, node ? "no object" : why->message);
	row = codec_new(&release_shape);
	g_ptr_array_add(to->rows, row);
	wrong = codec_read(&release_shape, json_node_get_object(node), row, to->strings);
	return wrong ? refuse(error, file, line, wrong) : true;
}

static bool read_file(struct releases *to, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, error))
		return false;
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (*lines[i] && !read_line(to, path, i + 1, lines[i], error))
			return false;
	return true;
}

/* Side by side in a table there must be the same. */
static bool one_setting(const struct releases *releases, GError **error)
{
	const struct release *first = releases->rows->len ? releases->rows->pdata[0] : NULL;

	for (guint i = 1; i < releases->rows->len; i++) {
		const struct release *row = releases->rows->pdata[i];

		if (g_str_equal(row->setting, first->setting))
			continue;
		g_set_error(error, IPIBENCH_ERROR, 0, "%s %s: a history of releases is of one "
			    "setting, and there are '%s' and '%s'", row->target, row->method,
			    first->setting, row->setting);
		return false;
	}
	return true;
}

struct releases *releases_load(const char *folder, GError **error)
{
	g_autoptr(releases_t) releases = releases_new();
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".jsonl") && !read_file(releases, path, error))
			return NULL;
	}
	g_ptr_array_sort(releases->rows, by_order);
	return one_setting(releases, error) ? g_steal_pointer(&releases) : NULL;
}

/* In the place of one that is measured once more. */
static void put(struct releases *to, struct release *row)
{
	for (guint i = 0; i < to->rows->len; i++)
		if (release_order(to->rows->pdata[i], row) == 0) {
			g_ptr_array_remove_index(to->rows, i);
			break;
		}
	g_ptr_array_add(to->rows, row);
}

static bool write_target(const struct releases *releases, const char *target,
			 const char *folder, GPtrArray *files, GError **error)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autofree char *name = g_strconcat(target, ".jsonl", NULL);
	char *path = g_build_filename(folder, name, NULL);

	g_ptr_array_add(files, path);
	for (guint i = 0; i < releases->rows->len; i++) {
		const struct release *row = releases->rows->pdata[i];
		g_autoptr(JsonNode) node = NULL;
		g_autofree char *line = NULL;

		if (!g_str_equal(row->target, target))
			continue;
		node = json_node_init_object(json_node_alloc(),
					     codec_write(&release_shape, row));
		line = json_to_string(node, FALSE);
		g_string_append_printf(lines, "%s\n", line);
	}
	return g_file_set_contents(path, lines->str, lines->len, error);
}

bool releases_add(const GPtrArray *results, const char *folder, GPtrArray *files,
		  guint *left_out, GError **error)
{
	g_autoptr(releases_t) releases = releases_load(folder, error);
	g_autoptr(GHashTable) targets = g_hash_table_new(g_str_hash, g_str_equal);
	const char *last = NULL;

	if (!releases)
		return false;
	*left_out = 0;
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (!g_str_equal(one->status, "ok")) {
			++*left_out;
			continue;
		}
		put(releases, release_of(releases, one));
		g_hash_table_add(targets, (gpointer)one->target);
	}
	g_ptr_array_sort(releases->rows, by_order);
	if (!one_setting(releases, error))
		return false;
	if (g_mkdir_with_parents(folder, 0777)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s: the folder cannot be made", folder);
		return false;
	}
	for (guint i = 0; i < releases->rows->len; i++) {
		const char *target = ((struct release *)releases->rows->pdata[i])->target;

		if (!g_hash_table_contains(targets, target) || !g_strcmp0(target, last))
			continue;
		if (!write_target(releases, target, folder, files, error))
			return false;
		last = target;
	}
	return true;
}
