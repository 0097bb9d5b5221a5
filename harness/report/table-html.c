/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables as parts of a page (html.c). */
#include "report/table.h"

void html_escape(GString *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		case '\'':
			g_string_append(out, "&#39;");
			break;
		default:
			/* Control characters are no text in HTML. */
			g_string_append_c(out, (guchar)*text < ' ' ||
					  *text == 0x7f ? ' ' : *text);
		}
}

static void put_table(const struct table *table, GString *out)
{
	guint n = table->targets->len;

	g_string_append(out, "<table>\n<caption>");
	html_escape(out, table->title);
	g_string_append(out, "</caption>\n<thead><tr><th>method</th>");
	for (guint k = 0; k < n; k++) {
		g_string_append(out, "<th scope=\"col\">");
		html_escape(out, table->heads->pdata[k]);
		g_string_append(out, "</th>");
	}
	g_string_append(out, "</tr></thead>\n<tbody>\n");
	for (guint i = 0; i < table->lines->len; i++) {
		g_string_append(out, "<tr><th scope=\"row\">");
		html_escape(out, table->labels->pdata[i]);
		g_string_append(out, "</th>");
		for (guint k = 0; k < n; k++) {
			const struct table_cell *cell = table_cell(table, i, k);

			g_string_append(out, cell->values ? "<td>" :
					"<td class=\"word\">");
			html_escape(out, cell->text);
			g_string_append(out, "</td>");
		}
		g_string_append(out, "</tr>\n");
	}
	g_string_append(out, "</tbody>\n</table>\n");
}

static void put_caption(const GPtrArray *lines, GString *out)
{
	g_string_append(out, "<ul>\n");
	for (guint i = 0; i < lines->len; i++) {
		g_string_append(out, "<li>");
		html_escape(out, lines->pdata[i]);
		g_string_append(out, "</li>\n");
	}
	g_string_append(out, "</ul>\n");
}

const struct table_form table_html = {
	"html", NULL, true, NULL, put_table, put_caption
};
