/* SPDX-License-Identifier: GPL-2.0-only */
/* A metric over commits, change points marked: reads what `ipibench history`
 * writes (plots/README.md), a panel for each "# title:". */
#include <math.h>
#include <string.h>

#include "figure.h"
#include "gnuplot.h"
#include "result.h"

#define COLUMNS 7

struct history {
	const char *file;
	guint line;
	GPtrArray *titles, *units;
	GString *data, *caption;
	bool names_seen;                /* its line of names */
};

static bool refuse(const struct history *history, const char *what,
		   GError **error)
{
	g_set_error(error, RESULT_ERROR, 0, "%s:%u: %s", history->file,
		    history->line, what);
	return false;
}

static void new_panel(struct history *history, const char *title)
{
	if (history->titles->len)
		g_string_append(history->data, "\n\n");
	g_ptr_array_add(history->titles, g_strdup(title));
	g_ptr_array_add(history->units, g_strdup(""));
	history->names_seen = false;
}

/* "# KEY: TEXT"; what has another key is a remark. */
static bool take_remark(struct history *history, const char *text)
{
	if (g_str_has_prefix(text, "# title: ")) {
		new_panel(history, text + strlen("# title: "));
	} else if (g_str_has_prefix(text, "# unit: ") && history->units->len) {
		char **unit = (char **)&history->units->pdata[
			history->units->len - 1];

		g_free(*unit);
		*unit = g_strdup(text + strlen("# unit: "));
	} else if (g_str_has_prefix(text, "# caption: ")) {
		g_string_append_printf(history->caption, "%s%s",
			history->caption->len ? " " : "",
			text + strlen("# caption: "));
	}
	return true;
}

static bool is_number(const char *text)
{
	char *end;

	return *text && isfinite(g_ascii_strtod(text, &end)) && !*end;
}

static bool take_commit(struct history *history, const char *text,
			GError **error)
{
	g_auto(GStrv) column = g_strsplit(text, "\t", -1);

	if (g_strv_length(column) != COLUMNS)
		return refuse(history, "not seven columns", error);
	if (!is_number(column[0]))
		return refuse(history, "commit-index is no number", error);
	for (guint i = 3; i < 6; i++)
		if (*column[i] && !is_number(column[i]))
			return refuse(history, "value, low or high is no "
				      "number", error);
	if (!g_str_equal(column[6], "0") && !g_str_equal(column[6], "1"))
		return refuse(history, "change is neither 0 nor 1", error);
	if (!*column[3])
		return true;            /* not measured: a gap */
	g_string_append_printf(history->data, "%s %s %s %s %s ", column[0],
		column[3], *column[4] ? column[4] : column[3],
		*column[5] ? column[5] : column[3], column[6]);
	if (strlen(column[1]) > 8)      /* a whole hash is wider than its place */
		column[1][8] = 0;
	gnuplot_string(history->data, column[1]);
	g_string_append_c(history->data, ' ');
	gnuplot_string(history->data, column[2]);
	g_string_append_c(history->data, '\n');
	return true;
}

static bool take_line(struct history *history, const char *text,
		      GError **error)
{
	history->line++;
	if (*text == '#')
		return take_remark(history, text);
	if (!*text)
		return true;
	if (!history->titles->len)
		return refuse(history, "no `# title:` before it", error);
	if (!history->names_seen) {
		history->names_seen = true;
		return g_str_has_prefix(text, "commit-index\t") ||
			refuse(history, "not the line of names", error);
	}
	return take_commit(history, text, error);
}

static bool read_file(struct history *history, GError **error)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(history->file, &text, NULL, error))
		return false;
	if (!g_utf8_validate(text, -1, NULL))
		return refuse(history, "not UTF-8 text", error);
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (!take_line(history, lines[i], error))
			return false;
	return strchr(history->data->str, '"') ? true :
		refuse(history, "no value to draw", error);
}

static char *commands_of(const struct history *history)
{
	GString *gp = g_string_new(NULL);

	g_string_append_printf(gp, "$data << EOD\n%sEOD\n", history->data->str);
	gnuplot_strings(gp, "title", history->titles);
	gnuplot_strings(gp, "unit", history->units);
	gnuplot_caption(gp, history->caption->str);
	return g_string_free(gp, FALSE);
}

bool figure_history(const char *file, const char *out, GError **error)
{
	g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) data = g_string_new(NULL);
	g_autoptr(GString) caption = g_string_new(NULL);
	g_autofree char *commands = NULL;
	struct history history = { file, 0, titles, units, data, caption };

	if (!read_file(&history, error))
		return false;
	commands = commands_of(&history);
	return gnuplot_draw("history", commands, out, error);
}
