/* SPDX-License-Identifier: GPL-2.0-only */
#include "figures/curves.h"

#include <math.h>

#include "figures/gnuplot.h"

void curves_open(struct curves *curves)
{
	curves->titles = g_ptr_array_new_with_free_func(g_free);
	curves->axes = g_ptr_array_new_with_free_func(g_free);
	curves->labels = g_ptr_array_new_with_free_func(g_free);
	curves->first = g_array_new(FALSE, FALSE, sizeof(guint));
	curves->last = g_array_new(FALSE, FALSE, sizeof(guint));
	curves->low = g_array_new(FALSE, FALSE, sizeof(double));
	curves->high = g_array_new(FALSE, FALSE, sizeof(double));
	curves->look = g_array_new(FALSE, FALSE, sizeof(guint));
	curves->data = g_string_new(NULL);
	curves->wanted = 0;
}

bool curves_panel(struct curves *curves, const char *title, const char *axis)
{
	guint first = curves->look->len + 1, last = first - 1;
	double none = NAN;

	if (curves->wanted++ >= CURVES_PANELS)
		return false;
	g_ptr_array_add(curves->titles, g_strdup(title));
	g_ptr_array_add(curves->axes, g_strdup(axis));
	g_array_append_val(curves->first, first);
	g_array_append_val(curves->last, last);
	g_array_append_val(curves->low, none);
	g_array_append_val(curves->high, none);
	return true;
}

void curves_curve(struct curves *curves, const char *label)
{
	guint look;

	if (!g_ptr_array_find_with_equal_func(curves->labels, label,
					      g_str_equal, &look)) {
		look = curves->labels->len;
		g_ptr_array_add(curves->labels, g_strdup(label));
	}
	look++;
	if (curves->look->len)
		g_string_append(curves->data, "\n\n");
	g_array_append_val(curves->look, look);
	g_array_index(curves->last, guint, curves->last->len - 1)++;
}

void curves_extend(struct curves *curves, double x)
{
	double *low = &g_array_index(curves->low, double,
				     curves->low->len - 1);
	double *high = &g_array_index(curves->high, double,
				      curves->high->len - 1);

	*low = fmin(*low, x);
	*high = fmax(*high, x);
}

bool curves_close(struct curves *curves, struct drawing *drawing)
{
	bool any = curves->look->len > 0;

	if (any) {
		g_string_append_printf(drawing->gp, "$data << EOD\n%sEOD\n",
				       curves->data->str);
		gnuplot_strings(drawing->gp, "title", curves->titles);
		gnuplot_strings(drawing->gp, "axis", curves->axes);
		gnuplot_numbers(drawing->gp, "first", curves->first);
		gnuplot_numbers(drawing->gp, "last", curves->last);
		gnuplot_doubles(drawing->gp, "low", curves->low);
		gnuplot_doubles(drawing->gp, "high", curves->high);
		gnuplot_strings(drawing->gp, "label_of", curves->labels);
		gnuplot_numbers(drawing->gp, "look", curves->look);
		drawing_left_out(drawing, curves->titles->len, curves->wanted);
	}
	g_ptr_array_unref(curves->titles);
	g_ptr_array_unref(curves->axes);
	g_ptr_array_unref(curves->labels);
	g_array_unref(curves->first);
	g_array_unref(curves->last);
	g_array_unref(curves->low);
	g_array_unref(curves->high);
	g_array_unref(curves->look);
	g_string_free(curves->data, TRUE);
	return any;
}
