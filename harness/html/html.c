/* SPDX-License-Identifier: GPL-2.0-only */
#include "html/html.h"

#include "base/members.h"
#include "base/root.h"
#include "judge/verify.h"
#include "report/caption.h"
#include "report/table.h"

void html_element(GString *out, const char *tag, const char *text)
{
	g_string_append_printf(out, "<%s>", tag);
	html_escape(out, text);
	g_string_append_printf(out, "</%s>", tag);
}

static bool put_style(GString *out, GError **error)
{
	g_autofree char *root = tool_root();
	g_autofree char *path = g_build_filename(root, "harness", "html",
						 "html.css", NULL);
	g_autofree char *style = NULL;

	if (!g_file_get_contents(path, &style, NULL, error))
		return false;
	g_string_append_printf(out, "<style>\n%s</style>\n", style);
	return true;
}

/* What `ipibench verify` says of these rows. */
static void put_verdict(const GPtrArray *results, GString *out)
{
	g_autoptr(GPtrArray) differences =
		g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) remarks = verify_remarks(results);
	struct verify_sum sum = { 0 };
	g_autofree char *text = NULL;

	for (guint i = 0; i < results->len; i++)
		verify_add(&sum, verify_row(results->pdata[i], differences));
	text = verify_sum_text(&sum);
	g_string_append_printf(out, "<p>%u rows held against what the "
		"mechanism says they must be: %s.</p>\n", sum.all, text);
	for (guint i = 0; i < remarks->len; i++) {
		html_element(out, "p", remarks->pdata[i]);
		g_string_append_c(out, '\n');
	}
	if (!differences->len)
		return;
	g_string_append(out, "<ul>\n");
	for (guint i = 0; i < differences->len; i++) {
		html_element(out, "li", differences->pdata[i]);
		g_string_append_c(out, '\n');
	}
	g_string_append(out, "</ul>\n");
}

static void put_tables(const GPtrArray *results, GString *out)
{
	g_autoptr(GPtrArray) tables = tables_of(results);

	for (guint i = 0; i < tables->len; i++) {
		g_string_append(out, "<div class=\"wide\">\n");
		table_html.table(tables->pdata[i], out);
		g_string_append(out, "</div>\n");
	}
}

static void put_head(const struct html_page *page, GString *out)
{
	const struct result *first = page->results->pdata[0];
	g_autoptr(GPtrArray) lines = caption_lines(page->results);
	JsonObject *run = first->provenance;
	g_autofree char *commit = g_strdup_printf("%.12s",
						  member_word(run, "commit"));

	g_string_append(out, "<h1>ipibench: what IPIs cost</h1>\n"
			"<p class=\"soft\">Measured ");
	html_escape(out, member_word(run, "time"));
	g_string_append(out, ", commit ");
	html_escape(out, commit);
	g_string_append(out, "</p>\n<h2>What ran where</h2>\n");
	table_html.caption(lines, out);
	put_verdict(page->results, out);
}

bool html_write(const char *file, const struct html_page *page,
		GError **error)
{
	g_autoptr(GString) out = g_string_new("<!DOCTYPE html>\n"
		"<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\">\n<title>ipibench report</title>\n");

	if (!put_style(out, error))
		return false;
	g_string_append(out, "</head>\n<body>\n");
	put_head(page, out);
	g_string_append(out, "<h2>Tables</h2>\n");
	put_tables(page->results, out);
	g_string_append(out, "<h2>Figures</h2>\n");
	html_figures(page, out);
	if (!html_releases(page, out, error))
		return false;
	html_rows(page->results, out);
	html_provenance(page->results, out);
	g_string_append(out, "</body>\n</html>\n");
	return g_file_set_contents(file, out->str, out->len, error);
}
