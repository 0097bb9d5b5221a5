/* SPDX-License-Identifier: GPL-2.0-only */
/* A metric over commits, change points marked: reads what `ipibench history`
 * writes (plots/README.md), a panel for each "# title:". */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "figures/figure.h"
#include "figures/gnuplot.h"
#include "result/result.h"

#define COLUMNS 7
/* More do not fit on a page. */
#define PANELS 5

struct history {
	const char *name;
	guint line;
	GPtrArray *titles, *units;      /* of the panels that are drawn */
	GString *data, *caption;
	guint wanted;                   /* panels, also those left out */
	/* The newest panel: it counts once it has a value. */
	bool open, names_seen;
	guint values;
	GString *title, *unit, *points;
};

static bool refuse(const struct history *history, const char *what,
		   GError **error)
{
	g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: %s", history->name,
		    history->line, what);
	return false;
}

static void close_panel(struct history *history)
{
	if (!history->values || history->wanted++ >= PANELS)
		return;
	if (history->titles->len)
		g_string_append(history->data, "\n\n");
	g_string_append(history->data, history->points->str);
	g_ptr_array_add(history->titles, g_strdup(history->title->str));
	g_ptr_array_add(history->units, g_strdup(history->unit->str));
}

static void open_panel(struct history *history, const char *title)
{
	close_panel(history);
	history->open = true;
	history->names_seen = false;
	history->values = 0;
	g_string_assign(history->title, title);
	g_string_truncate(history->unit, 0);
	g_string_truncate(history->points, 0);
}

/* "# KEY: TEXT"; what has another key is a remark. */
static void take_remark(struct history *history, const char *text)
{
	if (g_str_has_prefix(text, "# title: "))
		open_panel(history, text + strlen("# title: "));
	else if (g_str_has_prefix(text, "# unit: "))
		g_string_assign(history->unit, text + strlen("# unit: "));
	else if (g_str_has_prefix(text, "# caption: "))
		g_string_append_printf(history->caption, "%s%s",
			history->caption->len ? " " : "",
			text + strlen("# caption: "));
}

static bool is_number(const char *text)
{
	char *end;

	return *text && isfinite(g_ascii_strtod(text, &end)) && !*end;
}

static void put_point(struct history *history, char **column)
{
	if (!*column[3])                /* not measured: a gap */
		g_string_append_printf(history->points, "%s NaN NaN NaN 0 ",
				       column[0]);
	else
		g_string_append_printf(history->points, "%s %s %s %s %s ",
			column[0], column[3],
			*column[4] ? column[4] : column[3],
			*column[5] ? column[5] : column[3], column[6]);
	history->values += *column[3] != 0;
	if (strlen(column[1]) > 8)      /* a whole hash is wider than its place */
		column[1][8] = 0;
	gnuplot_string(history->points, column[1]);
	g_string_append_c(history->points, ' ');
	gnuplot_string(history->points, column[2]);
	g_string_append_c(history->points, '\n');
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
	put_point(history, column);
	return true;
}

static bool take_line(struct history *history, const char *text,
		      GError **error)
{
	history->line++;
	if (*text == '#') {
		take_remark(history, text);
		return true;
	}
	if (!*text)
		return true;
	if (!history->open)
		return refuse(history, "no `# title:` before it", error);
	if (!history->names_seen) {
		history->names_seen = true;
		return g_str_has_prefix(text, "commit-index\t") ||
			refuse(history, "not the line of names", error);
	}
	return take_commit(history, text, error);
}

static bool take_text(struct history *history, const char *text,
		      GError **error)
{
	g_auto(GStrv) lines = NULL;

	if (!g_utf8_validate(text, -1, NULL))
		return refuse(history, "not UTF-8 text", error);
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (!take_line(history, lines[i], error))
			return false;
	close_panel(history);
	return history->titles->len ? true :
		refuse(history, "no value to draw", error);
}

static char *commands_of(const struct history *history)
{
	GString *gp = g_string_new(NULL);

	if (history->wanted > PANELS)
		g_string_append_printf(history->caption, "; the first %u of "
				       "%u, --row picks others.", PANELS,
				       history->wanted);
	g_string_append_printf(gp, "$data << EOD\n%sEOD\n", history->data->str);
	gnuplot_strings(gp, "title", history->titles);
	gnuplot_strings(gp, "unit", history->units);
	gnuplot_caption(gp, history->caption->str);
	return g_string_free(gp, FALSE);
}

bool figure_history(const char *name, const char *text, const char *out,
		    GError **error)
{
	g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) data = g_string_new(NULL);
	g_autoptr(GString) caption = g_string_new(NULL);
	g_autoptr(GString) title = g_string_new(NULL);
	g_autoptr(GString) unit = g_string_new(NULL);
	g_autoptr(GString) points = g_string_new(NULL);
	g_autofree char *commands = NULL;
	struct history history = {
		.name = name, .titles = titles, .units = units, .data = data,
		.caption = caption, .title = title, .unit = unit,
		.points = points,
	};

	if (!take_text(&history, text, error))
		return false;
	commands = commands_of(&history);
	return gnuplot_draw("history", commands, out, error);
}
