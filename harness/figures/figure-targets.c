/* SPDX-License-Identifier: GPL-2.0-only */
/* What an IPI to several targets costs, against how many there are: exits, and
 * instructions of the hypervisor, on the sender's side. */
#include <math.h>

#include "figures/curves.h"
#include "report/caption.h"

struct quantity {
	double (*of)(const struct result *row);
	const char *axis;
};

static const struct quantity quantities[] = {
	{ metric_send_exits, "send exits per IPI" },
	{ metric_send_insns, "instructions" },
};

/* Everything but the number of targets and what comes with it. */
static bool same_panel(const struct result *a, const struct result *b)
{
	return row_same_target(a, b) && g_str_equal(a->pattern, b->pattern) &&
	       g_str_equal(a->wait, b->wait) &&
	       a->rate == b->rate && g_str_equal(a->deliver, b->deliver);
}

static bool same_curve(const struct result *a, const struct result *b)
{
	return same_panel(a, b) && g_str_equal(a->method, b->method) &&
	       g_str_equal(a->dest_asked, b->dest_asked);
}

static gint by_targets(gconstpointer a, gconstpointer b)
{
	const struct result *const *one = a, *const *other = b;

	return (int)(*one)->targets - (int)(*other)->targets;
}

/* The curve's points: one row a number of targets, ascending. */
static GPtrArray *points_of(const GPtrArray *results, const struct result *row,
			    const struct quantity *quantity)
{
	GPtrArray *points = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];
		bool known = false;

		if (!row_ok(one) || !same_curve(one, row) || !one->targets ||
		    isnan(quantity->of(one)))
			continue;
		for (guint k = 0; k < points->len; k++)
			known |= ((struct result *)points->pdata[k])->targets ==
				one->targets;
		if (!known)
			g_ptr_array_add(points, (gpointer)one);
	}
	g_ptr_array_sort(points, by_targets);
	return points;
}

static char *label_of(const GPtrArray *results, const struct result *row)
{
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (same_panel(one, row) &&
		    g_str_equal(one->method, row->method) &&
		    !g_str_equal(one->dest_asked, row->dest_asked))
			return g_strdup_printf("%s %s", row->method,
					       row->dest_asked);
	}
	return g_strdup(row->method);
}

static void add_panel(const GPtrArray *results, const struct result *place,
		      const struct quantity *quantity, struct curves *curves,
		      struct drawing *drawing)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	g_autofree char *name = caption_place(place);
	g_autofree char *title = g_strdup_printf("%s: %s, wait=%s", name,
						 place->pattern, place->wait);
	bool open = false;

	for (guint i = 0; i < results->len; i++)
		if (same_panel(results->pdata[i], place))
			row_add_once(rows, results->pdata[i], same_curve);
	for (guint i = 0; i < rows->len; i++) {
		g_autoptr(GPtrArray) points = points_of(results, rows->pdata[i],
							quantity);
		g_autofree char *label = label_of(results, rows->pdata[i]);

		if (points->len < 2)
			continue;
		if (!open && !curves_panel(curves, title, quantity->axis))
			return;
		open = true;
		curves_curve(curves, label);
		for (guint k = 0; k < points->len; k++) {
			const struct result *one = points->pdata[k];

			curves_extend(curves, one->targets);
			g_string_append_printf(curves->data, "%u %.9g\n",
				one->targets, quantity->of(one));
			drawing_uses(drawing, one);
		}
	}
}

static char *data(const GPtrArray *results, struct drawing *drawing)
{
	g_autoptr(GPtrArray) places = g_ptr_array_new();
	struct curves curves;

	curves_open(&curves);
	for (guint i = 0; i < results->len; i++)
		row_add_once(places, results->pdata[i], same_panel);
	for (guint q = 0; q < G_N_ELEMENTS(quantities); q++)
		for (guint i = 0; i < places->len; i++)
			add_panel(results, places->pdata[i], &quantities[q],
				  &curves, drawing);
	if (!curves_close(&curves, drawing))
		return g_strdup("no method ran one pattern with several "
				"numbers of targets");
	g_string_append(drawing->notes, " One IPI is one to all targets. "
			"Instructions: of the hypervisor on the sender's side, "
			"for each kind of exit that sending causes its lower "
			"quartile times its number.");
	return NULL;
}

const struct figure figure_targets = {
	"targets", "exits and instructions against the number of targets", data
};
