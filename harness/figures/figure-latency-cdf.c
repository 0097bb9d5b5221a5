/* SPDX-License-Identifier: GPL-2.0-only */
/* Distribution of each time, by method: the fraction of IPIs that took no
 * longer. All boots of a row merged into one histogram. */
#include "figures/curves.h"
#include "report/caption.h"

/* What a panel holds: one time of one setting on one target. */
struct panel {
	const struct result *row;
	enum result_time time;
	struct curves *curves;
	struct drawing *drawing;
	guint boots;                    /* the most that a curve has */
	bool left_of_axis;
	bool right_of_axis;             /* some samples are */
};

/* Points closer together than this part of all samples are one on paper. */
#define FINEST 1e-3
/* How much of each curve the axis shows at least: the rest would take half of
 * its length and be a line at the top. */
#define SHOWN .999

/* A logarithmic axis has no 0: half a tick, left of what it shows. */
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

static char *axis_of(const struct result *row, enum result_time time)
{
	const char *unit;

	row_tick(row, &unit);
	return g_strdup_printf("%s, %s", result_times[time], g_str_equal(unit, "ns") ?
		"nanoseconds" : g_str_equal(unit, "cycles") ?
		"TSC cycles (frequency unknown)" :
		"ticks of the emulator's clock, not time");
}

static bool open_panel(struct panel *panel)
{
	g_autofree char *setting = row_setting(panel->row);
	g_autofree char *name = caption_place(panel->row);
	g_autofree char *title = g_strdup_printf("%s: %s", name, setting);
	g_autofree char *axis = axis_of(panel->row, panel->time);

	return curves_panel(panel->curves, title, axis);
}

/* From the least that is no zero. */
static void show_on_axis(struct curves *curves, const struct histogram *all,
			 const struct result *row)
{
	guint64 most = histogram_quantile(all, SHOWN);

	for (guint i = 0; i < all->buckets->len; i++) {
		guint64 top = histogram_bucket_top(all->sub_bits, g_array_index(
			all->buckets, struct histogram_bucket, i).index);

		if (!top)
			continue;
		curves_extend(curves, place(row, MIN(top, all->max)));
		break;
	}
	if (most)
		curves_extend(curves, place(row, most));
}

static void add_curve(struct panel *panel, const GPtrArray *boots_of_all,
		      const struct result *row, const GPtrArray *results)
{
	g_autofree char *label = drawing_label(results, row);
	guint boots;
	struct histogram *all = row_histogram_of_all(boots_of_all, row,
						     panel->time, &boots);

	if (!all)
		return;
	curves_curve(panel->curves, label);
	put_curve(all, row, panel->curves->data);
	show_on_axis(panel->curves, all, row);
	panel->left_of_axis |= all->min == 0;
	panel->right_of_axis |= all->max > histogram_quantile(all, SHOWN);
	drawing_uses(panel->drawing, row);
	panel->boots = MAX(panel->boots, boots);
	histogram_free(all);
}

static bool has_time(const GPtrArray *rows, enum result_time time)
{
	for (guint i = 0; i < rows->len; i++) {
		struct histogram *one = row_ok(rows->pdata[i]) ?
			row_histogram(rows->pdata[i], time) : NULL;

		if (one) {
			histogram_free(one);
			return true;
		}
	}
	return false;
}

/* ROWS: all boots of the panel's setting and target. */
static void add_panel(struct panel *panel, const GPtrArray *rows,
		      const GPtrArray *results)
{
	g_autoptr(GPtrArray) once = g_ptr_array_new();

	if (!has_time(rows, panel->time) || !open_panel(panel))
		return;
	for (guint i = 0; i < rows->len; i++)
		row_add_once(once, rows->pdata[i], row_same);
	for (guint i = 0; i < once->len; i++)
		add_curve(panel, rows, once->pdata[i], results);
}

static bool same_panel(const struct result *a, const struct result *b)
{
	return row_same_setting(a, b) && row_same_target(a, b);
}

/* The results in groups that make a panel: GPtrArray of GPtrArray. */
static GPtrArray *panels_of(const GPtrArray *results)
{
	GPtrArray *panels = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_ptr_array_unref);

	for (guint i = 0; i < results->len; i++) {
		GPtrArray *rows = NULL;

		for (guint k = 0; !rows && k < panels->len; k++)
			if (same_panel(((GPtrArray *)panels->pdata[k])
				       ->pdata[0], results->pdata[i]))
				rows = panels->pdata[k];
		if (!rows) {
			rows = g_ptr_array_new();
			g_ptr_array_add(panels, rows);
		}
		g_ptr_array_add(rows, results->pdata[i]);
	}
	return panels;
}

static char *data(const GPtrArray *results, struct drawing *drawing)
{
	static const enum result_time times[] = {
		TIME_DELIVERY, TIME_ROUNDTRIP, TIME_SEND, TIME_EOI
	};
	g_autoptr(GPtrArray) panels = panels_of(results);
	struct curves curves;
	guint boots = 0;
	bool left_of_axis = false;
	bool right_of_axis = false;

	curves_open(&curves);
	for (guint t = 0; t < G_N_ELEMENTS(times); t++)
		for (guint i = 0; i < panels->len; i++) {
			GPtrArray *rows = panels->pdata[i];
			struct panel panel = {
				rows->pdata[0], times[t], &curves, drawing
			};

			add_panel(&panel, rows, results);
			boots = MAX(boots, panel.boots);
			left_of_axis |= panel.left_of_axis;
			right_of_axis |= panel.right_of_axis;
		}
	if (!curves_close(&curves, drawing))
		return g_strdup("no times were measured here (pass=count, or "
				"none that could be measured soundly)");
	g_string_append_printf(drawing->notes, " Marks: p50, p90, p99. %u "
			       "boot%s merged.", boots, boots == 1 ? "" : "s");
	if (left_of_axis)
		g_string_append(drawing->notes, " Samples no longer than "
				"reading the clock lie to the left.");
	if (right_of_axis)
		g_string_append(drawing->notes, " The slowest 0.1 % of a "
				"method may lie to the right of its axis.");
	return NULL;
}

const struct figure figure_latency_cdf = {
	"latency-cdf", "distribution of times, by method", data
};
