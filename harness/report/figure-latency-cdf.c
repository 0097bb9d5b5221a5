/* SPDX-License-Identifier: GPL-2.0-only */
/* Distribution of each time, by method: the fraction of IPIs that took no
 * longer. All boots of a row merged into one histogram. */
#include "caption.h"
#include "curves.h"

/* What a panel holds: one time of one setting on one target. */
struct panel {
	const struct result *row;
	const char *time;
	struct curves *curves;
	struct drawing *drawing;
	guint curve_of;                 /* curves it has */
	guint boots;                    /* the most that a curve has */
	bool room, right_of_axis;
};

/* Points closer together than this part of all samples are one on paper. */
#define FINEST 1e-3
/* How much of each curve the axis shows at least: the rest would take half of
 * its length and be a line at the top. */
#define SHOWN .999

/* A logarithmic axis has no 0: half a tick stands for it. */
static double place(const struct result *row, guint64 value)
{
	const char *unit;
	double tick = row_tick(row, &unit);

	return value ? value * tick : tick / 2;
}

static void put_point(GString *data, const struct result *row, guint64 value,
		      double fraction)
{
	g_string_append_printf(data, "%.9g %.9g\n", place(row, value),
			       fraction);
}

/* Steps at bucket tops, where quantiles are (histogram.h); then, as a block of its own,
 * the quantiles that get a mark. */
static void put_curve(const struct histogram *all, const struct result *row,
		      GString *data)
{
	static const double marks[] = { .5, .9, .99 };
	guint64 below = 0;
	double drawn = 0;

	for (guint i = 0; i < all->buckets->len; i++) {
		const struct histogram_bucket *bucket = &g_array_index(
			all->buckets, struct histogram_bucket, i);
		guint64 top = MIN(histogram_bucket_top(all->sub_bits,
			bucket->index), all->max);
		double fraction;

		below += bucket->count;
		fraction = (double)below / all->n;
		if (fraction - drawn < FINEST && below < all->n)
			continue;
		put_point(data, row, top, drawn);
		put_point(data, row, top, fraction);
		drawn = fraction;
	}
	g_string_append(data, "\n\n");
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
		put_point(data, row, histogram_quantile(all, marks[i]),
			  marks[i]);
}

static char *axis_of(const struct result *row, const char *time)
{
	const char *unit;

	row_tick(row, &unit);
	return g_strdup_printf("%s, %s", time, g_str_equal(unit, "ns") ?
		"nanoseconds" : g_str_equal(unit, "cycles") ?
		"TSC cycles (frequency unknown)" :
		"ticks of the emulator's clock, not time");
}

static bool open_panel(struct panel *panel)
{
	g_autofree char *setting = row_setting(panel->row);
	g_autofree char *name = caption_target(panel->row->target);
	g_autofree char *title = g_strdup_printf("%s: %s", name, setting);
	g_autofree char *axis = axis_of(panel->row, panel->time);

	return curves_panel(panel->curves, title, axis);
}

static void add_curve(struct panel *panel, const GPtrArray *results,
		      const struct result *row)
{
	g_autofree char *label = drawing_label(results, row);
	guint boots;
	struct histogram *all = row_histogram_of_all(results, row, panel->time,
						     &boots);

	if (!all)
		return;
	if (!panel->curve_of++)
		panel->room = open_panel(panel);
	if (panel->room) {
		curves_curve(panel->curves, label);
		put_curve(all, row, panel->curves->data);
		curves_extend(panel->curves, place(row, all->min));
		curves_extend(panel->curves, place(row, histogram_quantile(all,
			SHOWN)));
		panel->right_of_axis |= all->max >
			histogram_quantile(all, SHOWN);
		drawing_uses(panel->drawing, row);
		panel->boots = MAX(panel->boots, boots);
	}
	histogram_free(all);
}

/* The rows of the panel's setting and target, each once. */
static void add_panel(struct panel *panel, const GPtrArray *results)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++)
		if (row_same_setting(results->pdata[i], panel->row) &&
		    row_same_target(results->pdata[i], panel->row))
			row_add_once(rows, results->pdata[i], row_same);
	for (guint i = 0; i < rows->len; i++)
		add_curve(panel, results, rows->pdata[i]);
}

static bool same_panel(const struct result *a, const struct result *b)
{
	return row_same_setting(a, b) && row_same_target(a, b);
}

static char *data(const GPtrArray *results, struct drawing *drawing)
{
	static const char *const times[] = {
		"delivery", "roundtrip", "send", "eoi"
	};
	g_autoptr(GPtrArray) places = g_ptr_array_new();
	struct curves curves;
	guint boots = 0;
	bool right_of_axis = false;

	curves_open(&curves);
	for (guint i = 0; i < results->len; i++)
		row_add_once(places, results->pdata[i], same_panel);
	for (guint t = 0; t < G_N_ELEMENTS(times); t++)
		for (guint i = 0; i < places->len; i++) {
			struct panel panel = {
				places->pdata[i], times[t], &curves, drawing
			};

			add_panel(&panel, results);
			boots = MAX(boots, panel.boots);
			right_of_axis |= panel.right_of_axis;
		}
	if (!curves_close(&curves, drawing))
		return g_strdup("no times were measured here (pass=count, or "
				"none that could be measured soundly)");
	g_string_append_printf(drawing->notes, " Marks: p50, p90, p99. %u "
			       "boot%s merged.", boots, boots == 1 ? "" : "s");
	if (right_of_axis)
		g_string_append(drawing->notes, " The slowest 0.1 % of a "
				"method may lie to the right of its axis.");
	return NULL;
}

const struct figure figure_latency_cdf = {
	"latency-cdf", "distribution of times, by method", data
};
