/* SPDX-License-Identifier: GPL-2.0-only */
/* Heat map: the median time from each vCPU to each other one. */
#include "figures/figure.h"
#include "figures/gnuplot.h"
#include "report/caption.h"
#include "spec/target-names.h"

/* The time that is drawn: the first of these that the row has. */
static const char *time_of(const GPtrArray *pairs)
{
	static const enum result_time times[] = {
		TIME_DELIVERY, TIME_ROUNDTRIP, TIME_SEND
	};

	for (guint t = 0; t < G_N_ELEMENTS(times); t++)
		for (guint i = 0; i < pairs->len; i++)
			if (g_str_equal(((struct pair *)pairs->pdata[i])->what,
					result_times[times[t]]))
				return result_times[times[t]];
	return NULL;
}

static void put_pairs(const GPtrArray *pairs, const char *time, double tick,
		      GString *out)
{
	for (guint i = 0; i < pairs->len; i++) {
		const struct pair *pair = pairs->pdata[i];

		if (g_str_equal(pair->what, time))
			g_string_append_printf(out, "%u %u %.9g\n", pair->from,
					       pair->to, pair->p50 * tick);
	}
}

static char *title_of(const GPtrArray *results, const struct result *row)
{
	g_autofree char *name = caption_place(row);
	g_autofree char *label = drawing_label(results, row);

	return g_strdup_printf("%s: %s, %s", name, label, row->wait);
}

static bool first_boot(const GPtrArray *results, guint index)
{
	for (guint i = 0; i < index; i++)
		if (row_ok(results->pdata[i]) &&
		    ((struct result *)results->pdata[i])->pairs &&
		    row_same(results->pdata[i], results->pdata[index]))
			return false;
	return true;
}

static char *data(const GPtrArray *results, struct drawing *drawing)
{
	g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) vcpus = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GString) blocks = g_string_new(NULL);
	guint wanted = 0;

	for (guint i = 0; i < results->len; i++) {
		const struct result *row = results->pdata[i];
		const char *time = row->pairs ? time_of(row->pairs) : NULL, *unit;
		double tick = row_tick(row, &unit);

		if (!row_ok(row) || !time || !first_boot(results, i) ||
		    wanted++ >= FIGURE_PANELS)
			continue;
		g_ptr_array_add(titles, title_of(results, row));
		g_ptr_array_add(units, g_strdup_printf("%s, %s", time, unit));
		g_array_append_val(vcpus, row->vcpus);
		g_string_append(blocks, blocks->len ? "\n\n" : "");
		put_pairs(row->pairs, time, tick, blocks);
		drawing_uses(drawing, row);
	}
	if (!wanted)
		return g_strdup("no row of the pattern pairs with times");
	g_string_append_printf(drawing->gp, "$data << EOD\n%sEOD\n",
			       blocks->str);
	gnuplot_strings(drawing->gp, "title", titles);
	gnuplot_strings(drawing->gp, "unit", units);
	gnuplot_numbers(drawing->gp, "vcpus", vcpus);
	drawing_left_out(drawing, titles->len, wanted);
	g_string_append(drawing->notes, " Median of each ordered pair, first "
			"boot.");
	for (guint i = 0; i < drawing->rows->len; i++)
		if (target_is_emulated(((struct result *)drawing->rows->pdata[i])->target)) {
			g_string_append(drawing->notes, " Ticks are an "
					"emulated clock's, not time.");
			break;
		}
	return NULL;
}

const struct figure figure_pairs = {
	"pairs", "median time from each vCPU to each other", data
};
