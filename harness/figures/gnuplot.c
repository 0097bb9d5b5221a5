/* SPDX-License-Identifier: GPL-2.0-only */
#include "figures/gnuplot.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/root.h"

/* Letters of 7 pt DejaVu Sans that fit into 85 mm, on average. */
#define CAPTION_COLUMNS 59

void gnuplot_string(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text; text++)
		g_string_append_c(out, *text == '"' || *text == '`' ? '\'' :
				  *text == '\\' ? '/' :
				  (guchar)*text < ' ' ? ' ' : *text);
	g_string_append_c(out, '"');
}

void gnuplot_strings(GString *out, const char *name, const GPtrArray *list)
{
	g_string_append_printf(out, "array %s[%u] = [", name, list->len);
	for (guint i = 0; i < list->len; i++) {
		g_string_append(out, i ? ", " : "");
		gnuplot_string(out, list->pdata[i]);
	}
	g_string_append(out, "]\n");
}

void gnuplot_numbers(GString *out, const char *name, const GArray *list)
{
	g_string_append_printf(out, "array %s[%u] = [", name, list->len);
	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(out, "%s%u", i ? ", " : "",
				       g_array_index(list, guint, i));
	g_string_append(out, "]\n");
}

void gnuplot_doubles(GString *out, const char *name, const GArray *list)
{
	g_string_append_printf(out, "array %s[%u] = [", name, list->len);
	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(out, "%s%.9g", i ? ", " : "",
				       g_array_index(list, double, i));
	g_string_append(out, "]\n");
}

void gnuplot_caption(GString *out, const char *text)
{
	gnuplot_caption_in(out, text, CAPTION_COLUMNS);
}

void gnuplot_caption_in(GString *out, const char *text, guint columns)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	g_autoptr(GString) safe = g_string_new(NULL);
	guint column = 0, lines = 1;

	for (guint i = 0; words[i]; i++) {
		guint width = g_utf8_strlen(words[i], -1);

		if (!width)
			continue;
		if (column && column + 1 + width > columns) {
			/* The sign that gnuplot_string would not let pass. */
			g_string_append_c(safe, '\x1f');
			lines++;
			column = 0;
		} else if (column) {
			g_string_append_c(safe, ' ');
			column++;
		}
		g_string_append(safe, words[i]);
		column += width;
	}
	g_string_append(out, "caption = ");
	for (char *line = safe->str, *end; line; line = end) {
		end = strchr(line, '\x1f');
		if (end)
			*end++ = 0;
		gnuplot_string(out, line);
		g_string_append(out, end ? ".\"\\n\".\\\n  " : "\n");
	}
	g_string_append_printf(out, "lines = %u\n", lines);
}

/* A path for single quotes. */
static char *quoted(const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "'", -1);

	return g_strjoinv("''", parts);
}

static bool run(const char *file, GError **error)
{
	char *argv[] = { "gnuplot", (char *)file, NULL };
	g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "LC_ALL",
						     "C.UTF-8", TRUE);
	g_autofree char *said = NULL;
	g_autoptr(GError) why = NULL;
	int status;

	if (!g_spawn_sync(NULL, argv, environment, G_SPAWN_SEARCH_PATH |
			  G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said,
			  &status, &why)) {
		bool missing = g_error_matches(why, G_SPAWN_ERROR,
					       G_SPAWN_ERROR_NOENT);

		g_set_error(error, why->domain, why->code, "%s",
			    missing ? "gnuplot is missing: harness/setup plots "
			    "installs it" : why->message);
		return false;
	}
	if (g_spawn_check_wait_status(status, NULL))
		return true;
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "gnuplot %s: %s",
		    file, g_strstrip(said));
	return false;
}

/* FOLDER/NAME.SUFFIX from the draft, in one step; or away with it. */
static bool place(const char *draft, const char *folder, const char *name,
		  const char *suffix, bool done, GError **error)
{
	g_autofree char *file = g_strconcat(name, ".", suffix, NULL);
	g_autofree char *from = g_build_filename(draft, file, NULL);
	g_autofree char *to = g_build_filename(folder, file, NULL);

	if (!done) {
		g_remove(from);
		return false;
	}
	if (g_rename(from, to) == 0)
		return true;
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
		    "%s: gnuplot has not made it", to);
	return false;
}

/* The folder of the scripts. */
static char *scripts(void)
{
	const char *own = g_getenv("IPIBENCH_PLOTS");
	g_autofree char *root = tool_root();

	return own ? g_canonicalize_filename(own, NULL) : g_build_filename(root, "plots", NULL);
}

/* OUT.gp would be put over one of the scripts. */
static bool is_script(const char *out)
{
	g_autofree char *file = g_strconcat(out, ".gp", NULL), *folder = scripts();
	g_autofree char *name = g_path_get_basename(file);
	g_autofree char *script = g_build_filename(folder, name, NULL);
	GStatBuf one, other;

	return g_stat(file, &one) == 0 && g_stat(script, &other) == 0 &&
	       one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* What gnuplot runs: the commands, kept as NAME.gp, and then the script. */
static bool write_commands(const char *draft, const char *script,
			   const char *name, const char *commands,
			   GError **error)
{
	g_autofree char *plots = scripts();
	g_autofree char *home = quoted(plots), *place = quoted(draft);
	g_autofree char *own_name = quoted(name);
	g_autofree char *kept = g_strdup_printf("# Draw it again, here, as you "
		"like it:\n#   gnuplot -e \"home = 'CHECKOUT/plots'; out = "
		"'mine'\" THIS-FILE CHECKOUT/plots/%s.gp\n%s", script,
		commands);
	g_autofree char *text = g_strdup_printf("home = '%s'\nout = '%s/%s'\n"
		"load '%s/%s.gp'\nload home.'/%s.gp'\n", home, place, own_name,
		place, own_name, script);
	g_autofree char *data = g_strdup_printf("%s/%s.gp", draft, name);
	g_autofree char *first = g_strdup_printf("%s/main", draft);

	return g_file_set_contents(data, kept, -1, error) &&
	       g_file_set_contents(first, text, -1, error);
}

bool gnuplot_draw(const char *script, const char *commands, const char *out,
		  GError **error)
{
	static const char *const suffixes[] = { "pdf", "svg", "png", "gp" };
	g_autofree char *folder = g_path_get_dirname(out);
	g_autofree char *name = g_path_get_basename(out);
	g_autofree char *draft = g_strdup_printf("%s/draft-XXXXXX", folder);
	g_autofree char *first = NULL;
	bool done;

	if (is_script(out)) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s.gp: is a script of the "
			    "figures'; another name", out);
		return false;
	}
	if (g_mkdir_with_parents(folder, 0777) || !g_mkdtemp_full(draft, 0777)) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
			    "%s: cannot be written into", folder);
		return false;
	}
	first = g_strdup_printf("%s/main", draft);
	done = write_commands(draft, script, name, commands, error) &&
		run(first, error);
	for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++)
		done = place(draft, folder, name, suffixes[i], done, error);
	g_remove(first);
	g_rmdir(draft);
	return done;
}
