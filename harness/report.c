/* SPDX-License-Identifier: GPL-2.0-only */
#include "report.h"

#include <math.h>
#include <string.h>

#include "methods.h"

/* What makes one table. */
static bool same_table(const struct result *a, const struct result *b)
{
	return a->vcpus == b->vcpus && g_str_equal(a->pattern, b->pattern) &&
	       g_str_equal(a->wait, b->wait);
}

static bool same_line(const struct result *a, const struct result *b)
{
	return same_table(a, b) && g_str_equal(a->method, b->method) &&
	       g_str_equal(a->dest_asked, b->dest_asked);
}

static void add_once(GPtrArray *list, const struct result *result,
		     bool (*same)(const struct result *, const struct result *))
{
	for (guint i = 0; i < list->len; i++)
		if (same(list->pdata[i], result))
			return;
	g_ptr_array_add(list, (gpointer)result);
}

static bool same_target(const struct result *a, const struct result *b)
{
	return g_str_equal(a->target, b->target);
}

/* The method; and how several targets were named, where there were some. */
static char *label(const GPtrArray *results, const struct result *line)
{
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (same_line(one, line) && one->targets > 1 &&
		    g_str_equal(one->status, "ok"))
			return g_strdup_printf("%s (%s)", one->method,
					       one->dest);
	}
	return g_strdup(line->method);
}

/* Boots that differ stand as "3..3.5": never an average that hides one. */
static char *cell(const GPtrArray *results, const struct result *line,
		  const char *target)
{
	double low = NAN, high = NAN;
	const char *word = "";

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (!same_line(one, line) || !g_str_equal(one->target, target))
			continue;
		if (!g_str_equal(one->status, "ok"))
			return g_strdup(one->status);
		if (isnan(one->send_exits_per_ipi)) {
			word = g_strcmp0(one->regime, "n/a") ? "not counted" :
				"-";
			continue;
		}
		low = fmin(low, one->send_exits_per_ipi);
		high = fmax(high, one->send_exits_per_ipi);
	}
	if (isnan(low))
		return g_strdup(word);
	return low == high ? g_strdup_printf("%.6g", low) :
		g_strdup_printf("%.6g..%.6g", low, high);
}

static void put_row(FILE *out, enum report_form form, char **cells,
		    const guint *widths, guint n)
{
	for (guint i = 0; i < n; i++) {
		if (form == REPORT_MARKDOWN)
			fprintf(out, "| %s ", cells[i]);
		else if (i == 0)
			fprintf(out, "%-*s", widths[i], cells[i]);
		else
			fprintf(out, "  %*s", widths[i], cells[i]);
	}
	fputs(form == REPORT_MARKDOWN ? "|\n" : "\n", out);
}

static void put_table(const GPtrArray *results, const struct result *table,
		      enum report_form form, FILE *out)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new();
	g_autoptr(GPtrArray) columns = g_ptr_array_new();
	g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
	g_autofree guint *widths = NULL;
	guint n;

	for (guint i = 0; i < results->len; i++)
		if (same_table(results->pdata[i], table)) {
			add_once(lines, results->pdata[i], same_line);
			add_once(columns, results->pdata[i], same_target);
		}
	n = columns->len + 1;
	g_ptr_array_add(cells, g_strdup("method"));
	for (guint c = 0; c < columns->len; c++)
		g_ptr_array_add(cells, g_strdup(
			((struct result *)columns->pdata[c])->target));
	for (guint r = 0; r < lines->len; r++) {
		const struct result *line = lines->pdata[r];

		g_ptr_array_add(cells, label(results, line));
		for (guint c = 0; c < columns->len; c++)
			g_ptr_array_add(cells, cell(results, line,
				((struct result *)columns->pdata[c])->target));
	}
	widths = g_new0(guint, n);
	for (guint i = 0; i < cells->len; i++)
		widths[i % n] = MAX(widths[i % n],
				    strlen(cells->pdata[i]));

	fprintf(out, "%s%s, %u vCPUs, wait=%s: send exits per IPI%s\n\n",
		form == REPORT_MARKDOWN ? "**" : "", table->pattern,
		table->vcpus, table->wait,
		form == REPORT_MARKDOWN ? "**" : "");
	for (guint r = 0; r <= lines->len; r++) {
		put_row(out, form, (char **)cells->pdata + r * n, widths, n);
		for (guint i = 0; r == 0 && form == REPORT_MARKDOWN && i < n;
		     i++)
			fputs(i ? "|--:" : "|---", out);
		if (r == 0 && form == REPORT_MARKDOWN)
			fputs("|\n", out);
	}
	fputs("\n", out);
	for (guint c = 0; c < columns->len; c++) {
		const struct result *one = columns->pdata[c];

		fprintf(out, "%s%s: regime %s\n",
			form == REPORT_MARKDOWN ? "- " : "  ", one->target,
			one->regime ? one->regime : "unknown");
	}
	fputs("\n", out);
}

void report_headline(const GPtrArray *results, enum report_form form, FILE *out)
{
	g_autoptr(GPtrArray) tables = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++)
		add_once(tables, results->pdata[i], same_table);
	for (guint i = 0; i < tables->len; i++)
		put_table(results, tables->pdata[i], form, out);
}

static void put_side(const struct result *result, const char *side,
		     const struct exit_counts *counts, FILE *out)
{
	const struct method *method = method_from_name(result->method);

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (counts->by_class[i])
			fprintf(out, "%s\t%s\t%s\t%u\t%u\t%s\t%s\t%u\t%s\t%s\t"
				"%s\t%d\t%.9g\n", result->target,
				result->method, result->pattern, result->vcpus,
				result->targets, result->wait, result->dest,
				result->boot,
				result->regime ? result->regime : "unknown",
				side, exit_class_names[i],
				method && g_str_equal(side, "sender") &&
				(method->send_classes & 1u << i),
				(double)counts->by_class[i] / result->ipis);
}

void report_tsv(const GPtrArray *results, FILE *out)
{
	fputs("target\tmethod\tpattern\tvcpus\ttargets\twait\tdest\tboot\t"
	      "regime\tside\tclass\tsend\texits_per_ipi\n", out);
	for (guint i = 0; i < results->len; i++) {
		const struct result *result = results->pdata[i];

		if (!g_str_equal(result->status, "ok") || !result->source)
			continue;
		put_side(result, "sender", &result->sender, out);
		put_side(result, "receivers", &result->receivers, out);
	}
}
