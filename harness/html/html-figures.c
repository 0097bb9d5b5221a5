/* SPDX-License-Identifier: GPL-2.0-only */
/* The figures, their SVG in the page itself. */
#include <string.h>

#include "figures/figure.h"
#include "html/html.h"
#include "report/table.h"

/* Names that a drawing gives its own parts are known to the whole page once it
 * stands there: each figure's get the figure's name in front. */
static char *own_names(const char *svg, const char *name)
{
	static const struct { const char *pattern, *by; } changes[] = {
		{ "\\bid=(['\"])", "id=\\1%s-" },
		{ "url\\((['\"]?)#", "url(\\1#%s-" },
		{ "\\bhref=(['\"])#", "href=\\1#%s-" },
	};
	char *text = g_strdup(svg);

	for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autoptr(GRegex) regex = g_regex_new(changes[i].pattern,
			G_REGEX_OPTIMIZE, 0, NULL);
		g_auto(GStrv) by = g_strsplit(changes[i].by, "%s", 2);
		g_autofree char *with = g_strconcat(by[0], name, by[1], NULL);
		char *next = g_regex_replace(regex, text, -1, 0, with, 0, NULL);

		g_free(text);
		text = next;
	}
	return text;
}

void html_svg(const char *folder, const char *name, const char *what, GString *out)
{
	g_autofree char *file = g_strconcat(name, ".svg", NULL);
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autofree char *svg = NULL, *own = NULL;
	const char *start;

	if (!g_file_get_contents(path, &svg, NULL, NULL))
		return;
	/* Without the XML declaration, which may only begin a file. */
	start = strstr(svg, "<svg");
	if (!start)
		return;
	own = own_names(start, name);
	g_string_append(out, "<figure>\n");
	g_string_append(out, own);
	g_string_append(out, "<figcaption>");
	html_escape(out, what);
	g_string_append(out, "</figcaption>\n</figure>\n");
}

void html_figures(const struct html_page *page, GString *out)
{
	if (!page->figures)
		g_string_append(out, "<p>None were asked for.</p>\n");
	for (guint i = 0; page->figures && i < page->drawn->len; i++) {
		const struct figure *figure = page->drawn->pdata[i];

		html_svg(page->figures, figure->name, figure->what, out);
	}
	if (!page->not_drawn->len)
		return;
	g_string_append(out, "<p>Not drawn:</p>\n<ul>\n");
	for (guint i = 0; i < page->not_drawn->len; i++) {
		html_element(out, "li", page->not_drawn->pdata[i]);
		g_string_append_c(out, '\n');
	}
	g_string_append(out, "</ul>\n");
}
