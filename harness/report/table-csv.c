/* SPDX-License-Identifier: GPL-2.0-only */
/* All tables as one CSV: a line for each number, or word in its place. */
#include <math.h>

#include "report/csv.h"
#include "report/table.h"

static void begin(GString *out)
{
	g_string_append(out, "metric,statistic,unit,setting,method,dest_asked,"
			"target,loader,low,high,status\n");
}

static void put_line(const struct table *table, guint line, guint target,
		     const struct table_value *value, GString *out)
{
	const struct table_cell *cell = table_cell(table, line, target);
	const struct result *row = table->lines->pdata[line];
	const struct result *on = table->targets->pdata[target];
	g_autofree char *setting = row_setting(row);
	g_autofree char *place = row_place(on);   /* with the regime, on exact labs */

	csv_word(out, table->metric->name);
	csv_word(out, value ? value->statistic : "");
	csv_word(out, cell->unit ? cell->unit : "");
	csv_word(out, setting);
	csv_word(out, row->method);
	csv_word(out, row->dest_asked);
	csv_word(out, on->apicv ? place : on->target);
	csv_word(out, on->loader);
	csv_number(out, value ? value->low : NAN);
	csv_number(out, value ? value->high : NAN);
	csv_word(out, value ? value->status : cell->text);
	csv_end(out);
}

static void put_table(const struct table *table, GString *out)
{
	for (guint i = 0; i < table->lines->len; i++)
		for (guint k = 0; k < table->targets->len; k++) {
			const struct table_cell *cell = table_cell(table, i, k);

			for (guint v = 0; v < cell->values; v++)
				put_line(table, i, k, &cell->value[v], out);
			if (!cell->values && *cell->text)
				put_line(table, i, k, NULL, out);
		}
}

const struct table_form table_csv = {
	"csv", "Tables as CSV, a line a number; no figures", false,
	begin, put_table, NULL
};
