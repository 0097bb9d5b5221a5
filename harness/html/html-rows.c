/* SPDX-License-Identifier: GPL-2.0-only */
/* What rows say of themselves: those that gave no result, and the notes. */
#include "html/html.h"
#include "report/rows.h"
#include "report/table.h"

static void put_row(GString *out, const char *first, const char *second,
		    const char *third)
{
	g_string_append(out, "<tr>");
	html_element(out, "td", first);
	html_element(out, "td", second);
	if (third)
		html_element(out, "td", third);
	g_string_append(out, "</tr>\n");
}

static void put_failed(const GPtrArray *results, GString *out)
{
	guint failed = 0;

	for (guint i = 0; i < results->len; i++)
		failed += !row_ok(results->pdata[i]);
	g_string_append(out, "<h2>Rows without a result</h2>\n");
	if (!failed) {
		g_string_append(out, "<p>None.</p>\n");
		return;
	}
	g_string_append(out, "<div class=\"wide\"><table class=\"words\">\n"
			"<thead><tr><th>row</th><th>status</th><th>reason</th>"
			"</tr></thead>\n<tbody>\n");
	for (guint i = 0; i < results->len; i++) {
		const struct result *row = results->pdata[i];
		g_autofree char *label = row_label(row);

		if (!row_ok(row))
			put_row(out, label, row->status,
				row->reason ? row->reason : "");
	}
	g_string_append(out, "</tbody></table></div>\n");
}

/* Notes repeat from row to row: each once, with the number of its rows. */
static void put_notes(const GPtrArray *results, GString *out)
{
	g_autoptr(GHashTable) rows_of = g_hash_table_new(g_str_hash,
							 g_str_equal);
	g_autoptr(GPtrArray) notes = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++) {
		const GPtrArray *own = ((struct result *)results->pdata[i])->notes;

		for (guint k = 0; own && k < own->len; k++) {
			const char *note = own->pdata[k];
			guint n = GPOINTER_TO_UINT(g_hash_table_lookup(rows_of,
								 note));
			if (!n)
				g_ptr_array_add(notes, (gpointer)note);
			g_hash_table_insert(rows_of, (gpointer)note,
					    GUINT_TO_POINTER(n + 1));
		}
	}
	if (!notes->len)
		return;
	g_string_append(out, "<h2>Notes of the rows</h2>\n"
			"<div class=\"wide\"><table class=\"words\">\n<thead>"
			"<tr><th>rows</th><th>note</th></tr></thead>\n<tbody>\n");
	for (guint i = 0; i < notes->len; i++) {
		g_autofree char *n = g_strdup_printf("%u", GPOINTER_TO_UINT(
			g_hash_table_lookup(rows_of, notes->pdata[i])));

		put_row(out, n, notes->pdata[i], NULL);
	}
	g_string_append(out, "</tbody></table></div>\n");
}

void html_rows(const GPtrArray *results, GString *out)
{
	put_failed(results, out);
	put_notes(results, out);
}
