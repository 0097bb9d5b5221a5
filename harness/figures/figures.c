/* SPDX-License-Identifier: GPL-2.0-only */
#include "figures/figure.h"

#include <glib/gstdio.h>
#include <math.h>

#include "figures/gnuplot.h"
#include "report/caption.h"

#define ROW(name) &figure_##name,
const struct figure *const figures[] = { FIGURES(ROW) NULL };

void drawing_uses(struct drawing *drawing, const struct result *row)
{
	g_ptr_array_add(drawing->rows, (gpointer)row);
}

void drawing_left_out(struct drawing *drawing, guint shown, guint of)
{
	if (shown < of)
		g_string_append_printf(drawing->notes, " The first %u of %u "
			"panels; --where picks others.", shown, of);
}

char *drawing_label(const GPtrArray *results, const struct result *row)
{
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (row_same_setting(one, row) &&
		    g_str_equal(one->method, row->method) &&
		    !g_str_equal(one->dest_asked, row->dest_asked))
			return g_strdup_printf("%s %s", row->method, row->dest);
	}
	return g_strdup(row->method);
}

bool drawing_first_boot(const GPtrArray *results, guint index,
			double (*of)(const struct result *row))
{
	const struct result *row = results->pdata[index];

	if (!row_ok(row) || isnan(of(row)))
		return false;
	for (guint i = 0; i < index; i++)
		if (row_same(results->pdata[i], row) &&
		    row_ok(results->pdata[i]) && !isnan(of(results->pdata[i])))
			return false;
	return true;
}

char *figure_commands(const struct figure *figure, const GPtrArray *results,
		      char **why)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	g_autoptr(GString) notes = g_string_new(NULL);
	struct drawing drawing = { g_string_new(NULL), rows, notes };
	g_autofree char *ran = NULL, *caption = NULL;

	*why = figure->data(results, &drawing);
	if (*why) {
		g_string_free(drawing.gp, TRUE);
		return NULL;
	}
	ran = caption_brief(rows);
	caption = g_strconcat(ran, notes->str, NULL);
	gnuplot_caption(drawing.gp, caption);
	return g_string_free(drawing.gp, FALSE);
}

/* Of an earlier drawing, which had other results. */
static void forget(const char *folder, const char *name)
{
	static const char *const suffixes[] = { "pdf", "svg", "png", "gp" };

	for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *path = g_strdup_printf("%s/%s.%s", folder,
							name, suffixes[i]);

		g_remove(path);
	}
}

bool figures_draw(const GPtrArray *results, const char *out, GPtrArray *drawn,
		  GPtrArray *not_drawn, GError **error)
{
	for (guint i = 0; figures[i]; i++) {
		g_autofree char *why = NULL, *base = NULL;
		g_autofree char *commands = figure_commands(figures[i], results,
							    &why);

		if (!commands) {
			forget(out, figures[i]->name);
			g_ptr_array_add(not_drawn, g_strdup_printf("%s: %s",
				figures[i]->name, why));
			continue;
		}
		base = g_build_filename(out, figures[i]->name, NULL);
		if (!gnuplot_draw(figures[i]->name, commands, base, error))
			return false;
		g_ptr_array_add(drawn, (gpointer)figures[i]);
	}
	return true;
}
