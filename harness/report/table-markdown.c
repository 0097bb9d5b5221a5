/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables as GitHub's Markdown has them. */
#include <string.h>

#include "report/table.h"

/* What Markdown or the HTML in it would take for markup. */
static void escape(GString *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\|`*_<&[]", *text))
			g_string_append_c(out, '\\');
		g_string_append_c(out, (guchar)*text < ' ' ? ' ' : *text);
	}
}

static void put_cell(GString *out, const char *text)
{
	g_string_append(out, "| ");
	escape(out, text);
	g_string_append_c(out, ' ');
}

static void put_table(const struct table *table, GString *out)
{
	guint n = table->targets->len;

	g_string_append(out, "**");
	escape(out, table->title);
	g_string_append(out, "**\n\n| method ");
	for (guint k = 0; k < n; k++)
		put_cell(out, table->heads->pdata[k]);
	g_string_append(out, "|\n|---");
	for (guint k = 0; k < n; k++)
		g_string_append(out, "|--:");
	g_string_append(out, "|\n");
	for (guint i = 0; i < table->lines->len; i++) {
		put_cell(out, table->labels->pdata[i]);
		for (guint k = 0; k < n; k++)
			put_cell(out, table_cell(table, i, k)->text);
		g_string_append(out, "|\n");
	}
	g_string_append_c(out, '\n');
}

static void put_caption(const GPtrArray *lines, GString *out)
{
	for (guint i = 0; i < lines->len; i++) {
		g_string_append(out, "- ");
		escape(out, lines->pdata[i]);
		g_string_append_c(out, '\n');
	}
}

const struct table_form table_markdown = {
	"markdown", "Tables as Markdown", true, NULL, put_table, put_caption
};
