/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables for a terminal: columns padded with blanks. */
#include <string.h>

#include "report/table.h"

static guint wider(guint width, const char *text)
{
	return MAX(width, (guint)g_utf8_strlen(text, -1));
}

static guint column_width(const struct table *table, guint target)
{
	guint width = wider(0, table->heads->pdata[target]);

	for (guint i = 0; i < table->lines->len; i++)
		width = wider(width, table_cell(table, i, target)->text);
	return width;
}

static void pad(GString *out, guint width, const char *text)
{
	g_string_append_printf(out, "%*s", width -
			       MIN(width, (guint)g_utf8_strlen(text, -1)), "");
}

/* A cell without text at the end of a line leaves blanks there. */
static void trim(GString *out)
{
	while (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
}

static void put_first(GString *out, guint width, const char *text)
{
	g_string_append(out, text);
	pad(out, width, text);
}

static void put_table(const struct table *table, GString *out)
{
	guint n = table->targets->len, first = strlen("method");
	g_autofree guint *width = g_new0(guint, n);

	for (guint i = 0; i < table->lines->len; i++)
		first = wider(first, table->labels->pdata[i]);
	g_string_append_printf(out, "%s\n\n", table->title);
	put_first(out, first, "method");
	for (guint k = 0; k < n; k++) {
		const char *head = table->heads->pdata[k];

		width[k] = column_width(table, k);
		g_string_append(out, "  ");
		pad(out, width[k], head);
		g_string_append(out, head);
	}
	g_string_append_c(out, '\n');
	for (guint i = 0; i < table->lines->len; i++) {
		put_first(out, first, table->labels->pdata[i]);
		for (guint k = 0; k < n; k++) {
			const char *text = table_cell(table, i, k)->text;

			g_string_append(out, "  ");
			pad(out, width[k], text);
			g_string_append(out, text);
		}
		trim(out);
		g_string_append_c(out, '\n');
	}
	g_string_append_c(out, '\n');
}

static void put_caption(const GPtrArray *lines, GString *out)
{
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(out, "%s\n", (char *)lines->pdata[i]);
}

const struct table_form table_text = {
	"text", NULL, true, NULL, put_table, put_caption
};
