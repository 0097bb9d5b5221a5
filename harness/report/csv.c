/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/csv.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static void comma(GString *line)
{
	if (line->len && line->str[line->len - 1] != '\n')
		g_string_append_c(line, ',');
}

/* A spreadsheet takes words that begin so for formulas; behind a quotation mark they are text. */
static bool is_formula(const char *text)
{
	return *text && strchr("=+-@\t", *text);
}

void csv_word(GString *line, const char *text)
{
	g_autofree char *quoted = is_formula(text) ? g_strconcat("'", text, NULL) : NULL;

	text = quoted ? quoted : text;
	comma(line);
	/* An empty first field would look like none; "" is a field anyhow. */
	if (*text && !strpbrk(text, ",\"\r\n")) {
		g_string_append(line, text);
		return;
	}
	g_string_append_c(line, '"');
	for (; *text; text++) {
		if (*text == '"')
			g_string_append_c(line, '"');
		g_string_append_c(line, *text);
	}
	g_string_append_c(line, '"');
}

void csv_number(GString *line, double value)
{
	comma(line);
	if (!isnan(value))
		g_string_append_printf(line, "%.15g", value);
}

void csv_count(GString *line, gint64 value)
{
	comma(line);
	g_string_append_printf(line, "%" G_GINT64_FORMAT, value);
}

void csv_end(GString *line)
{
	g_string_append_c(line, '\n');
}
