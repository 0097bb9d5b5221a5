/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A model, not a measurement: what a send costs its processor when an exit itself costs
 * E cycles and an instruction of the hypervisor one. cost(method, E) = instructions + E *
 * exits. Both numbers are measured; what lies between them and a real processor's time
 * (caches, pipelines, instructions that take more than a cycle) is not in it.
 */
#include <math.h>

#include "figures/curves.h"
#include "figures/gnuplot.h"
#include "report/caption.h"

#define DEAREST 4000    /* cycles an exit; the axis' end */

/* What an exit and the entry after it cost with nothing done between. */
static const struct {
	guint cycles;
	const char *of;         /* processor, year */
} published[] = {
	/* M. Roth, linux-kernel, 22 December 2020, "KVM: SVM: use vmsave/vmload for
	 * saving/restoring additional host state": from before VMRUN to behind it. */
	{ 1350, "AMD, 2020" },
	/* Landau, Ben-Yehuda, Gordon: SplitX, WIOV 2011, table 1: Xeon X5570. */
	{ 2000, "Nehalem" },
};

static bool same_panel(const struct result *a, const struct result *b)
{
	return row_same_target(a, b) && row_same_setting(a, b);
}

static bool is_shown(const struct result *row, const struct result *place)
{
	return same_panel(row, place) && row_ok(row) &&
	       !isnan(metric_send_insns(row)) && !isnan(metric_send_exits(row));
}

static double cost(const struct result *row, double exit)
{
	return metric_send_insns(row) + exit * metric_send_exits(row);
}

/* Where other comes to cost less than row, beyond E; INFINITY: nowhere. */
static double crossing(const struct result *row, const struct result *other, double e)
{
	double steep = metric_send_exits(row) - metric_send_exits(other);
	double at = (metric_send_insns(other) - metric_send_insns(row)) / steep;

	return steep > 0 && at > e ? at : INFINITY;
}

/* Says which method costs least from which E on. */
static void say_cheapest(const GPtrArray *rows, const char *title,
			 struct drawing *drawing)
{
	const struct result *best = rows->pdata[0];
	double e = 0;

	for (guint i = 1; i < rows->len; i++)
		if (cost(rows->pdata[i], 0) < cost(best, 0))
			best = rows->pdata[i];
	g_string_append_printf(drawing->notes, " Cheapest on %s: %s", title,
			       best->method);
	while (e < DEAREST) {
		const struct result *next = NULL;
		double first = INFINITY;

		for (guint i = 0; i < rows->len; i++) {
			double at = crossing(best, rows->pdata[i], e);

			if (at < first) {
				first = at;
				next = rows->pdata[i];
			}
		}
		if (first > DEAREST)
			break;
		best = next;
		e = first;
		g_string_append_printf(drawing->notes, ", from %.0f cycles on %s",
				       e, best->method);
	}
	g_string_append_c(drawing->notes, '.');
}

static void add_panel(const GPtrArray *results, const struct result *place,
		      struct curves *curves, struct drawing *drawing)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	g_autofree char *name = caption_place(place);
	g_autofree char *setting = row_setting(place);
	g_autofree char *title = g_strdup_printf("%s: %s", name, setting);

	for (guint i = 0; i < results->len; i++)
		if (is_shown(results->pdata[i], place))
			row_add_once(rows, results->pdata[i], row_same_line);
	if (rows->len < 2 || !curves_panel(curves, title, "cycles"))
		return;
	curves_extend(curves, 0);
	curves_extend(curves, DEAREST);
	for (guint i = 0; i < rows->len; i++) {
		const struct result *row = rows->pdata[i];
		g_autofree char *label = drawing_label(results, row);

		curves_curve(curves, label);
		g_string_append_printf(curves->data, "0 %.9g\n%u %.9g\n",
				       cost(row, 0), DEAREST, cost(row, DEAREST));
		drawing_uses(drawing, row);
	}
	say_cheapest(rows, title, drawing);
}

static char *data(const GPtrArray *results, struct drawing *drawing)
{
	g_autoptr(GPtrArray) places = g_ptr_array_new();
	g_autoptr(GArray) costs = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GPtrArray) of = g_ptr_array_new();
	struct curves curves;

	curves_open(&curves);
	for (guint i = 0; i < results->len; i++)
		row_add_once(places, results->pdata[i], same_panel);
	for (guint i = 0; i < places->len; i++)
		add_panel(results, places->pdata[i], &curves, drawing);
	if (!curves_close(&curves, drawing))
		return g_strdup("no two methods of one setting with both exits and "
				"the exit meter's instructions");
	for (guint i = 0; i < G_N_ELEMENTS(published); i++) {
		g_array_append_val(costs, published[i].cycles);
		g_ptr_array_add(of, (gpointer)published[i].of);
	}
	gnuplot_numbers(drawing->gp, "exit_cycles", costs);
	gnuplot_strings(drawing->gp, "exit_of", of);
	g_string_append(drawing->notes, " A model, not a measurement: the hypervisor's "
			"instructions for a send, on the sender's processor, one cycle "
			"each, and what an exit itself costs. Marks: published costs of "
			"an exit and entry (plots/README.md).");
	return NULL;
}

const struct figure figure_model = {
	"model", "what a send costs as an exit becomes dearer: a model", data
};
