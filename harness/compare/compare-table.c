/* SPDX-License-Identifier: GPL-2.0-only */
/* All that was compared, in columns: what changed first. A row is called by what tells it
 * from the others; what all have in common stands above. */
#include <math.h>

#include "compare/compare.h"
#include "result/row.h"

#define COLUMNS 6

struct line {
	char *cell[COLUMNS];
};

static const struct result *first_of(const struct compare_row *row)
{
	return row->base->pdata[0];
}

/* Fields that are the same in all rows, or are to differ between the sides. NULL at the
 * end. */
static GPtrArray *common_fields(const struct comparison *comparison)
{
	const char *const *ignored = (const char *const *)comparison->ignored->pdata;
	const GPtrArray *rows = comparison->rows;
	GPtrArray *fields = g_ptr_array_new();

	for (const struct row_part *part = row_parts; part->field; part++) {
		g_autofree char *first = row_part(first_of(rows->pdata[0]), part);
		bool apart = g_strv_contains(ignored, part->field), same = true;

		for (guint i = 1; same && i < rows->len; i++) {
			g_autofree char *word = row_part(first_of(rows->pdata[i]), part);

			same = !g_strcmp0(first, word);
		}
		/* A method is the name that everybody looks for. */
		if (apart || (same && !g_str_equal(part->field, "method")))
			g_ptr_array_add(fields, (gpointer)part->field);
	}
	g_ptr_array_add(fields, NULL);
	return fields;
}

static char *number(double value)
{
	return isnan(value) ? g_strdup("") : g_strdup_printf("%.7g", value);
}

static char *difference(const struct finding *finding)
{
	double by = finding->now - finding->base;

	if (isnan(finding->base))
		return g_strdup(finding->change == CHANGE_NONE ? "" : finding->text);
	if (!isnan(finding->p))
		return g_strdup_printf("%+.1f %%, p %.2g", 100 * by / finding->base,
				       finding->adjusted);
	if (!by)
		return g_strdup(finding->change == CHANGE_NONE || !finding->text ? "" :
				finding->text);
	return g_strdup_printf("%+.7g", by);
}

static struct line *line_of(const struct finding *finding, const char *const *without)
{
	struct line *line = g_new0(struct line, 1);
	g_autofree char *name = row_key_without(first_of(finding->row), without);

	line->cell[0] = g_strdup(finding->change == CHANGE_NONE ? "" :
				 change_names[finding->change]);
	line->cell[1] = g_strdup(g_strchug(name));
	line->cell[2] = g_strdup_printf("%s%s%s", finding->what, *finding->unit ? ", " : "",
					finding->unit);
	line->cell[3] = number(finding->base);
	line->cell[4] = number(finding->now);
	line->cell[5] = difference(finding);
	return line;
}

static void line_free(gpointer data)
{
	struct line *line = data;

	for (guint i = 0; i < COLUMNS; i++)
		g_free(line->cell[i]);
	g_free(line);
}

/* Of no change: status, and whether one machine made the same, which have no figure. */
static bool says_nothing(const struct finding *finding)
{
	return finding->change == CHANGE_NONE && isnan(finding->base);
}

static GPtrArray *lines_of(const struct comparison *comparison, const char *const *without)
{
	static const enum change order[] = {
		CHANGE_WORSE, CHANGE_BETTER, CHANGE_TOLD, CHANGE_NONE
	};
	GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);

	for (guint k = 0; k < G_N_ELEMENTS(order); k++)
		for (guint i = 0; i < comparison->findings->len; i++) {
			const struct finding *one = comparison->findings->pdata[i];

			if (one->change == order[k] && !says_nothing(one))
				g_ptr_array_add(lines, line_of(one, without));
		}
	return lines;
}

static void put_line(const struct line *line, const int *widths, FILE *out)
{
	g_autoptr(GString) text = g_string_new(NULL);
	gsize len;

	for (guint i = 0; i < COLUMNS; i++)
		g_string_append_printf(text, i < 3 ? "%-*s  " : "%*s  ", widths[i],
				       line->cell[i]);
	len = text->len;
	while (len && text->str[len - 1] == ' ')
		len--;
	fprintf(out, "%.*s\n", (int)len, text->str);
}

void compare_print_table(const struct comparison *comparison, FILE *out)
{
	g_autoptr(GPtrArray) common = common_fields(comparison);
	const char *const *without = (const char *const *)common->pdata;
	const char *const *ignored = (const char *const *)comparison->ignored->pdata;
	g_autoptr(GPtrArray) lines = lines_of(comparison, without);
	const struct result *first = first_of(comparison->rows->pdata[0]);
	const struct line header = { {
		"", "row", "what", (char *)compare_side(comparison, 0),
		(char *)compare_side(comparison, 1), "difference"
	} };
	int widths[COLUMNS];

	if (!lines->len)
		return;
	fputs("all rows:", out);
	for (const struct row_part *part = row_parts; part->field; part++) {
		g_autofree char *word = g_strv_contains(without, part->field) &&
			!g_strv_contains(ignored, part->field) ? row_part(first, part) : NULL;

		if (word)
			fprintf(out, " %s=%s", part->name, word);
	}
	fputs("\n", out);
	for (guint i = 0; i < COLUMNS; i++) {
		widths[i] = g_utf8_strlen(header.cell[i], -1);
		for (guint k = 0; k < lines->len; k++) {
			const struct line *line = lines->pdata[k];

			widths[i] = MAX(widths[i], g_utf8_strlen(line->cell[i], -1));
		}
	}
	put_line(&header, widths, out);
	for (guint k = 0; k < lines->len; k++)
		put_line(lines->pdata[k], widths, out);
}
