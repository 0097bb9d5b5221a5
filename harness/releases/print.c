/* SPDX-License-Identifier: GPL-2.0-only */
#include "releases/print.h"

#include <math.h>
#include <string.h>

static gint by_version(gconstpointer a, gconstpointer b)
{
	return release_version_order(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *versions_of(const GPtrArray *rows, guint first, guint end)
{
	GPtrArray *versions = g_ptr_array_new();

	for (guint i = first; i < end; i++) {
		const struct release *row = rows->pdata[i];

		if (!g_ptr_array_find_with_equal_func(versions, row->version, g_str_equal, NULL))
			g_ptr_array_add(versions, (gpointer)row->version);
	}
	g_ptr_array_sort(versions, by_version);
	return versions;
}

static bool marked(const GPtrArray *steps, const struct release *row,
		   const struct release_metric *metric)
{
	for (guint i = 0; i < steps->len; i++) {
		const struct release_step *step = steps->pdata[i];

		if (step->to == row && step->metric == metric)
			return true;
	}
	return false;
}

/* A line; rows from first on are the method's. */
static void put_line(const GPtrArray *rows, guint first, guint end, const GPtrArray *versions,
		     const GPtrArray *steps, const struct release_metric *metric, FILE *out)
{
	const struct release *head = rows->pdata[first];

	fprintf(out, "%-11s %-13s", head->method, metric->name);
	for (guint v = 0; v < versions->len; v++) {
		const struct release *row = NULL;
		double value;

		for (guint i = first; i < end; i++) {
			const struct release *one = rows->pdata[i];

			if (g_str_equal(one->method, head->method) &&
			    g_str_equal(one->version, versions->pdata[v]))
				row = one;
		}
		value = row ? metric->of(row) : NAN;
		if (isnan(value))
			fprintf(out, " %9s ", "-");
		else
			fprintf(out, " %9.*f%c", value < 100 && value != floor(value) ? 2 : 0,
				value, marked(steps, row, metric) ? '*' : ' ');
	}
	fputc('\n', out);
}

static bool measured(const GPtrArray *rows, guint first, guint end,
		     const struct release_metric *metric)
{
	for (guint i = first; i < end; i++)
		if (!isnan(metric->of(rows->pdata[i])))
			return true;
	return false;
}

static void put_table(const GPtrArray *rows, guint first, guint end, const GPtrArray *steps,
		      FILE *out)
{
	const struct release *head = rows->pdata[first];
	g_autoptr(GPtrArray) versions = versions_of(rows, first, end);

	fprintf(out, "%s, regime %s: %s\n\n%-11s %-13s", head->target, head->regime,
		head->setting, "method", "an IPI");
	for (guint v = 0; v < versions->len; v++)
		fprintf(out, " %9s ", (char *)versions->pdata[v]);
	fputc('\n', out);
	for (guint m = first; m < end;) {
		const struct release *row = rows->pdata[m];

		for (guint i = 0; release_metrics[i].name; i++)
			if (measured(rows, first, end, &release_metrics[i]))
				put_line(rows, m, end, versions, steps, &release_metrics[i], out);
		while (m < end && g_str_equal(((struct release *)rows->pdata[m])->method,
					      row->method))
			m++;
	}
}

/* Of one table, to the same release, and the same sentence. */
static bool told_together(const struct release_step *a, const struct release_step *b)
{
	return release_same_table(a->from, b->from) && a->why == b->why &&
	       g_str_equal(a->to->version, b->to->version);
}

static bool said_before(const GPtrArray *steps, guint i)
{
	for (guint k = 0; k < i; k++)
		if (told_together(steps->pdata[k], steps->pdata[i]))
			return true;
	return false;
}

/* Each sentence once, behind the steps that it explains. */
static void put_sentences(const struct release *head, const GPtrArray *steps, FILE *out)
{
	for (guint i = 0; i < steps->len; i++) {
		const struct release_step *step = steps->pdata[i];

		if (!release_same_table(step->from, head) || said_before(steps, i))
			continue;
		fprintf(out, "* %s to %s,", step->from->version, step->to->version);
		for (guint k = i; k < steps->len; k++) {
			const struct release_step *other = steps->pdata[k];

			if (told_together(step, other))
				fprintf(out, " %s %s %+.0f %%,", other->from->method,
					other->metric->name, 100 * other->change);
		}
		fprintf(out, " %s\n", step->why ? step->why : "nobody says why");
	}
}

void releases_print(const struct releases *releases, const GPtrArray *steps, FILE *out)
{
	const GPtrArray *rows = releases->rows;
	guint end;

	for (guint first = 0; first < rows->len; first = end) {
		for (end = first; end < rows->len &&
		     release_same_table(rows->pdata[first], rows->pdata[end]); end++)
			;
		put_table(rows, first, end, steps, out);
		fputc('\n', out);
		put_sentences(rows->pdata[first], steps, out);
		fputs(end < rows->len ? "\n" : "", out);
	}
}
