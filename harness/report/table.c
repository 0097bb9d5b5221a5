/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/stats.h"
#include "report/caption.h"
#include "report/interval.h"

#define ROW(name) &table_##name,
const struct table_form *const table_forms[] = { TABLE_FORMS(ROW) NULL };

#define CONFIDENCE 0.95
#define BOOTS_MIN 6             /* for an interval of so much */

static void table_free(struct table *table)
{
	for (guint i = 0; i < table->lines->len * table->targets->len; i++)
		g_free(table->cells[i].text);
	g_free(table->cells);
	g_free(table->title);
	g_ptr_array_unref(table->labels);
	g_ptr_array_unref(table->heads);
	g_ptr_array_unref(table->lines);
	g_ptr_array_unref(table->targets);
	g_free(table);
}

const struct table_cell *table_cell(const struct table *table, guint line,
				    guint target)
{
	return &table->cells[line * table->targets->len + target];
}

/* The method; and how several targets were named, where there were some. */
static char *label(const GPtrArray *results, const struct result *line)
{
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (row_same_line(one, line) && one->targets > 1 && row_ok(one))
			return g_strdup_printf("%s (%s)", one->method,
					       one->dest);
	}
	return g_strdup(line->method);
}

/* Why a cell has no number; NULL: it has. The first boot that failed speaks
 * for all. */
static char *word(const GPtrArray *results, const struct result *row)
{
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (row_same(one, row) && !row_ok(one))
			return g_strdup(one->status);
	}
	return NULL;
}

/* Boots that differ stand as "3..3.5": never an average that hides one. */
static void put_range(struct table_cell *cell, const GPtrArray *results,
		      const struct result *row, const struct metric *metric)
{
	char first[64], second[64];
	double low = NAN, high = NAN;

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (row_same(one, row)) {
			low = fmin(low, metric->of(one));
			high = fmax(high, metric->of(one));
		}
	}
	if (isnan(low)) {
		cell->text = g_strdup(g_strcmp0(row->regime, "n/a") ?
				      "not counted" : "-");
		return;
	}
	cell->unit = metric->unit;
	cell->values = 1;
	cell->value[0] = (struct table_value){ "each boot", low, high, "ok" };
	g_snprintf(first, sizeof(first), metric->format, low);
	g_snprintf(second, sizeof(second), metric->format, high);
	cell->text = g_str_equal(first, second) ? g_strdup(first) :
		g_strconcat(first, "..", second, NULL);
}

static bool any_clamped(const GPtrArray *results, const struct result *row,
			enum result_time time)
{
	for (guint i = 0; i < results->len; i++)
		if (row_same(results->pdata[i], row) &&
		    row_clamped(results->pdata[i], time))
			return true;
	return false;
}

static void put_quantiles(struct table_cell *cell, const GPtrArray *results,
			  const struct result *row, enum result_time time)
{
	static const struct { const char *name; double at; } quantiles[] = {
		{ "p50", .5 }, { "p99", .99 }
	};
	guint boots;
	double tick = row_tick(row, &cell->unit);
	struct histogram *all = row_histogram_of_all(results, row, time,
						     &boots);
	GString *text;

	if (!all) {
		cell->text = g_strdup("-");
		return;
	}
	text = g_string_new(NULL);
	for (guint i = 0; i < G_N_ELEMENTS(quantiles); i++) {
		double value = tick * histogram_quantile(all, quantiles[i].at);

		bool clamped = value == 0 && any_clamped(results, row, time);

		g_string_append(text, i ? " / " : "");
		if (clamped)
			g_string_append(text, "<clock");
		else
			g_string_append_printf(text, "%.0f", value);
		cell->value[cell->values++] = (struct table_value){
			quantiles[i].name, clamped ? NAN : value,
			clamped ? NAN : value, clamped ? "<clock" : "ok" };
	}
	g_string_append_printf(text, " %s", cell->unit);
	cell->text = g_string_free(text, FALSE);
	histogram_free(all);
}

/* One figure a boot: what repeats inside a boot does not repeat between them. */
static GArray *medians(const GPtrArray *results, const struct result *row,
		       enum result_time time)
{
	GArray *values = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];
		const struct timing *timing = one->latency.of[time];
		double p50 = timing ? timing->p50 : NAN;

		if (!timing || !row_ok(one) || !row_same(one, row))
			continue;
		g_array_append_val(values, p50);
	}
	return values;
}

static void put_boots(struct table_cell *cell, const GPtrArray *results,
		      const struct result *row, enum result_time time)
{
	g_autoptr(GArray) values = medians(results, row, time);
	double tick = row_tick(row, &cell->unit), low, high, reached, median;
	double *value = (double *)values->data;

	if (!interval_of_median(value, values->len, CONFIDENCE, &low, &high,
				&reached)) {
		cell->text = g_strdup("-");
		return;
	}
	median = tick * stats_median(value, values->len);
	cell->values = 1;
	cell->value[0] = (struct table_value){ "interval", tick * low,
		tick * high };
	cell->text = g_strdup_printf("%.0f [%.0f, %.0f] %s, %.1f %% of %u boots",
		median, tick * low, tick * high, cell->unit, 100 * reached,
		values->len);
}

static bool measured(const GPtrArray *results, const struct result *row,
		     const struct metric *metric)
{
	if (!row_ok(row))
		return false;
	if (metric->boots) {
		g_autoptr(GArray) values = medians(results, row, metric->time);

		return values->len >= BOOTS_MIN;
	}
	return metric->of ? !isnan(metric->of(row)) :
		row->latency.of[metric->time] != NULL;
}

static const struct result *find(const GPtrArray *results,
				 const struct result *line,
				 const struct result *target)
{
	for (guint i = 0; i < results->len; i++)
		if (row_same_line(results->pdata[i], line) &&
		    row_same_target(results->pdata[i], target))
			return results->pdata[i];
	return NULL;
}

static void fill(struct table_cell *cell, const GPtrArray *results,
		 const struct result *row, const struct metric *metric)
{
	cell->text = row ? word(results, row) : g_strdup("");
	if (cell->text)
		return;
	if (metric->of)
		put_range(cell, results, row, metric);
	else if (metric->boots)
		put_boots(cell, results, row, metric->time);
	else
		put_quantiles(cell, results, row, metric->time);
}

static struct table *table_new(const GPtrArray *results,
			       const struct result *setting,
			       const struct metric *metric)
{
	struct table *table = g_new0(struct table, 1);
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	g_autofree char *words = row_setting(setting);
	guint n;

	table->metric = metric;
	table->row = setting;
	table->title = g_strdup_printf("%s: %s", words, metric->title);
	table->lines = g_ptr_array_new();
	table->targets = g_ptr_array_new();
	table->labels = g_ptr_array_new_with_free_func(g_free);
	table->heads = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < results->len; i++)
		if (row_same_setting(results->pdata[i], setting)) {
			g_ptr_array_add(rows, results->pdata[i]);
			row_add_once(table->lines, results->pdata[i],
				     row_same_line);
			row_add_once(table->targets, results->pdata[i],
				     row_same_target);
		}
	n = table->targets->len;
	for (guint k = 0; k < n; k++)
		g_ptr_array_add(table->heads,
				row_place(table->targets->pdata[k]));
	table->cells = g_new0(struct table_cell, table->lines->len * n);
	for (guint i = 0; i < table->lines->len; i++) {
		g_ptr_array_add(table->labels,
				label(rows, table->lines->pdata[i]));
		for (guint k = 0; k < n; k++)
			fill(&table->cells[i * n + k], rows,
			     find(rows, table->lines->pdata[i],
				  table->targets->pdata[k]), metric);
	}
	return table;
}

GPtrArray *tables_of(const GPtrArray *results)
{
	GPtrArray *tables = g_ptr_array_new_with_free_func(
		(GDestroyNotify)table_free);
	g_autoptr(GPtrArray) settings = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++)
		row_add_once(settings, results->pdata[i], row_same_setting);
	for (guint m = 0; m < metrics_n; m++)
		for (guint i = 0; i < settings->len; i++) {
			bool any = m == 0;

			for (guint k = 0; !any && k < results->len; k++)
				any = row_same_setting(results->pdata[k],
						       settings->pdata[i]) &&
					measured(results, results->pdata[k],
						 &metrics[m]);
			if (any)
				g_ptr_array_add(tables, table_new(results,
					settings->pdata[i], &metrics[m]));
		}
	return tables;
}

void tables_put(const GPtrArray *results, const struct table_form *form,
		GString *out)
{
	g_autoptr(GPtrArray) tables = tables_of(results);

	if (form->begin)
		form->begin(out);
	for (guint i = 0; i < tables->len; i++)
		form->table(tables->pdata[i], out);
	if (form->caption) {
		g_autoptr(GPtrArray) lines = caption_lines(results);

		form->caption(lines, out);
	}
}

void tables_print(const GPtrArray *results, const struct table_form *form)
{
	g_autoptr(GString) out = g_string_new(NULL);

	tables_put(results, form, out);
	fputs(out->str, stdout);
}
