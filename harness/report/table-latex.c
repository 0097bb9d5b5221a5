/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables for LaTeX with the package booktabs, to be \input into a paper. */
#include "report/table.h"

static void escape(GString *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&': case '%': case '$': case '#': case '_': case '{':
		case '}':
			g_string_append_printf(out, "\\%c", *text);
			break;
		case '~':
			g_string_append(out, "\\textasciitilde{}");
			break;
		case '^':
			g_string_append(out, "\\textasciicircum{}");
			break;
		case '\\':
			g_string_append(out, "\\textbackslash{}");
			break;
		case '<':
			g_string_append(out, "\\textless{}");
			break;
		case '>':
			g_string_append(out, "\\textgreater{}");
			break;
		case '"':
			g_string_append(out, "\\textquotedbl{}");
			break;
		default:
			g_string_append_c(out, (guchar)*text < ' ' ? ' ' :
					  *text);
		}
}

static void begin(GString *out)
{
	g_string_append(out, "% From `ipibench report --latex`; needs "
			"\\usepackage{booktabs} and, for quotes,\n"
			"% \\usepackage[T1]{fontenc}.\n");
}

static void put_table(const struct table *table, GString *out)
{
	guint n = table->targets->len;

	g_string_append(out, "\\begin{table}\n\\centering\n\\caption{");
	escape(out, table->title);
	g_string_append(out, "}\n\\begin{tabular}{l");
	for (guint k = 0; k < n; k++)
		g_string_append_c(out, 'r');
	g_string_append(out, "}\n\\toprule\nmethod");
	for (guint k = 0; k < n; k++) {
		g_string_append(out, " & ");
		escape(out, table->heads->pdata[k]);
	}
	g_string_append(out, " \\\\\n\\midrule\n");
	for (guint i = 0; i < table->lines->len; i++) {
		escape(out, table->labels->pdata[i]);
		for (guint k = 0; k < n; k++) {
			g_string_append(out, " & ");
			escape(out, table_cell(table, i, k)->text);
		}
		g_string_append(out, " \\\\\n");
	}
	g_string_append(out, "\\bottomrule\n\\end{tabular}\n\\end{table}\n\n");
}

static void put_caption(const GPtrArray *lines, GString *out)
{
	g_string_append(out, "{\\footnotesize\\noindent\n");
	for (guint i = 0; i < lines->len; i++) {
		escape(out, lines->pdata[i]);
		g_string_append(out, i + 1 < lines->len ? "\\\\\n" : "\n");
	}
	g_string_append(out, "\\par}\n");
}

const struct table_form table_latex = {
	"latex", "Tables for LaTeX with booktabs; no figures", false,
	begin, put_table, put_caption
};
