/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "cli/command.h"
#include "figures/figure.h"
#include "html/html.h"
#include "report/caption.h"
#include "report/table.h"
#include "report/where.h"
#include "result/apart.h"

/* What the options say. */
struct asked {
	gboolean forms[16], caption, no_figures;        /* by table_forms */
	char *html, *gnuplot, *figures;
	char **where;
};

static const struct table_form *form_of(const struct asked *asked)
{
	for (guint i = 0; table_forms[i]; i++)
		if (asked->forms[i])
			return table_forms[i];
	return &table_text;
}

static int put_text(const GPtrArray *results, const struct asked *asked)
{
	const struct table_form *form = form_of(asked);

	if (asked->caption && form->caption) {
		g_autoptr(GPtrArray) lines = caption_lines(results);
		g_autoptr(GString) out = g_string_new(NULL);

		form->caption(lines, out);
		fputs(out->str, stdout);
	} else {
		tables_print(results, form);
	}
	return DONE_GOOD;
}

/* What one figure is drawn from, without drawing it. */
static int put_gnuplot(const GPtrArray *results, const char *name)
{
	for (guint i = 0; figures[i]; i++) {
		g_autofree char *why = NULL, *commands = NULL;

		if (!g_str_equal(figures[i]->name, name))
			continue;
		commands = figure_commands(figures[i], results, &why);
		if (!commands)
			return complain(FELL_SHORT, "%s: %s", name, why);
		fputs(commands, stdout);
		return DONE_GOOD;
	}
	return complain(WRONG_INPUT, "no figure is called %s", name);
}

/* Where figures go; NULL: none are wanted. */
static char *figures_folder(const struct asked *asked, int folders,
			    const char *folder)
{
	if (asked->figures)
		return g_strdup(asked->figures);
	if (asked->no_figures || asked->caption || !form_of(asked)->figures)
		return NULL;
	if (folders == 1)
		return g_build_filename(folder, "figures", NULL);
	fputs("no figures: --figures OUT draws those of several folders "
	      "together\n", stderr);
	return NULL;
}

static int draw(const GPtrArray *results, struct html_page *page)
{
	g_autoptr(GError) error = NULL;

	if (!figures_draw(results, page->figures, page->drawn,
			  page->not_drawn, &error))
		return complain(FELL_SHORT, "figures: %s", error->message);
	for (guint i = 0; i < page->drawn->len; i++)
		fprintf(stderr, "%s/%s.pdf, .svg, .png\n", page->figures,
			((const struct figure *)page->drawn->pdata[i])->name);
	for (guint i = 0; i < page->not_drawn->len; i++)
		fprintf(stderr, "not drawn: %s\n",
			(char *)page->not_drawn->pdata[i]);
	return DONE_GOOD;
}

static int report(int argc, char **argv, const struct asked *asked)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GPtrArray) drawn = g_ptr_array_new();
	g_autoptr(GPtrArray) not_drawn = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) partials = NULL;
	g_autofree char *folder = NULL;
	g_autoptr(GError) error = NULL;
	struct html_page page = { results, NULL, drawn, not_drawn };
	int status;

	for (guint i = 0; table_forms[i]; i++)
		if (asked->forms[i] && form_of(asked) != table_forms[i])
			return complain(WRONG_INPUT, "only one of --%s and --%s at a "
					"time", form_of(asked)->name,
					table_forms[i]->name);
	for (int i = 1; i < argc; i++)
		if (!result_load(argv[i], results, &error))
			return complain(WRONG_INPUT, "%s", error->message);
	partials = command_say_partial(results);
	results_tell_apart(results);
	if (!where_filter(results, asked->where, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	if (asked->gnuplot)
		return put_gnuplot(results, asked->gnuplot);
	status = put_text(results, asked);
	folder = figures_folder(asked, argc - 1, argv[1]);
	page.figures = folder;
	if (status == DONE_GOOD && folder)
		status = draw(results, &page);
	if (status == DONE_GOOD && asked->html &&
	    !html_write(asked->html, &page, &error))
		return complain(FELL_SHORT, "%s", error->message);
	return status;
}

/* --NAME for each form that has words for it. */
static void add_forms(GArray *options, struct asked *asked)
{
	for (guint i = 0; table_forms[i]; i++) {
		const GOptionEntry one = { table_forms[i]->name, 0, 0,
			G_OPTION_ARG_NONE, &asked->forms[i],
			table_forms[i]->help, NULL };

		g_assert(i < G_N_ELEMENTS(asked->forms));
		if (one.description)
			g_array_append_val(options, one);
	}
}

static int run(int argc, char **argv)
{
	struct asked asked = { 0 };
	const GOptionEntry fixed[] = {
		{ "html", 0, 0, G_OPTION_ARG_FILENAME, &asked.html,
		  "Also a page of its own: tables, figures, provenance",
		  "FILE" },
		{ "caption", 0, 0, G_OPTION_ARG_NONE, &asked.caption,
		  "Only what ran where, and who counted", NULL },
		{ "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &asked.where,
		  WHERE_HELP, "KEY=VALUE" },
		{ "figures", 0, 0, G_OPTION_ARG_FILENAME, &asked.figures,
		  "Where figures go; else DIR/figures, for one DIR", "OUT" },
		{ "no-figures", 0, 0, G_OPTION_ARG_NONE, &asked.no_figures,
		  "Tables only, leave gnuplot alone", NULL },
		{ "gnuplot", 0, 0, G_OPTION_ARG_STRING, &asked.gnuplot,
		  "What the figure NAME is drawn from, as gnuplot reads it",
		  "NAME" },
	};
	g_autoptr(GArray) options = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
	int status;

	g_array_append_vals(options, fixed, G_N_ELEMENTS(fixed));
	add_forms(options, &asked);

	if (command_options(&command_report, (GOptionEntry *)options->data, &argc, &argv, 1, -1,
			    &status))
		status = report(argc, argv, &asked);
	g_free(asked.html);
	g_free(asked.gnuplot);
	g_free(asked.figures);
	g_strfreev(asked.where);
	return status;
}

const struct command command_report = {
	"report", "DIR...", "tables and figures from results", run
};
