/* SPDX-License-Identifier: GPL-2.0-only */
#include "figures/bars.h"

#include <math.h>

#include "figures/gnuplot.h"
#include "report/caption.h"

/* Bars that stand legibly side by side in one column's width. */
#define BARS_ACROSS 22

/* A group of bars: the rows of one setting on one target. */
struct group {
	const struct result *row;
	GPtrArray *rows;
};

static void group_free(struct group *group)
{
	g_ptr_array_unref(group->rows);
	g_free(group);
}

static GPtrArray *groups_of(const struct bars *bars, const GPtrArray *results,
			    const struct result *setting)
{
	GPtrArray *groups = g_ptr_array_new_with_free_func(
		(GDestroyNotify)group_free);

	for (guint i = 0; i < results->len; i++) {
		const struct result *row = results->pdata[i];
		struct group *group = NULL;

		if (!row_same_setting(row, setting) ||
		    !drawing_first_boot(results, i, bars->total))
			continue;
		for (guint k = 0; !group && k < groups->len; k++)
			if (row_same_target(((struct group *)
					     groups->pdata[k])->row, row))
				group = groups->pdata[k];
		if (!group) {
			group = g_new0(struct group, 1);
			group->row = row;
			group->rows = g_ptr_array_new();
			g_ptr_array_add(groups, group);
		}
		g_ptr_array_add(group->rows, (gpointer)row);
	}
	return groups;
}

struct panels {
	const struct bars *bars;
	const GPtrArray *results;
	struct drawing *drawing;
	GString *data;
	GPtrArray *titles, *names;      /* of panels; of groups */
	GArray *first, *last, *peak;    /* of panels: groups, from 1 */
	GArray *sizes;                  /* of groups */
	guint across, wanted;
	bool skipping;
};

static void new_panel(struct panels *to, const struct result *row)
{
	g_autofree char *setting = row_setting(row);
	guint first = to->names->len + 1, last = first - 1, peak = 0;

	to->across = 0;
	to->wanted++;
	to->skipping = to->titles->len == FIGURE_PANELS;
	if (to->skipping)
		return;
	g_ptr_array_add(to->titles, row->targets > 1 ?
		g_strdup_printf("%s, %u targets", setting, row->targets) :
		g_strdup(setting));
	g_array_append_val(to->first, first);
	g_array_append_val(to->last, last);
	g_array_append_val(to->peak, peak);
}

static void put_group(struct panels *to, const struct group *group)
{
	guint size = group->rows->len;

	if (to->across && to->across + size > BARS_ACROSS)
		new_panel(to, group->row);
	to->across += size;
	if (to->skipping)
		return;
	g_array_index(to->last, guint, to->last->len - 1)++;
	g_array_append_val(to->sizes, size);
	g_ptr_array_add(to->names, caption_place(group->row));
	if (to->data->len)
		g_string_append(to->data, "\n\n");
	for (guint i = 0; i < size; i++) {
		const struct result *row = group->rows->pdata[i];
		g_autofree char *label = drawing_label(to->results, row);
		guint *peak = &g_array_index(to->peak, guint,
					     to->peak->len - 1);

		gnuplot_string(to->data, label);
		for (guint part = 0; part < to->bars->parts; part++)
			g_string_append_printf(to->data, " %.9g",
				to->bars->part(to->bars, row, part));
		g_string_append_c(to->data, '\n');
		*peak = MAX(*peak, ceil(to->bars->total(row)));
		drawing_uses(to->drawing, row);
	}
}

bool bars_put(const struct bars *bars, const GPtrArray *results,
	      struct drawing *drawing)
{
	g_autoptr(GPtrArray) settings = g_ptr_array_new();
	g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) first = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) last = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) peak = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GString) data = g_string_new(NULL);
	struct panels to = {
		bars, results, drawing, data, titles, names, first, last,
		peak, sizes
	};

	for (guint i = 0; i < results->len; i++)
		row_add_once(settings, results->pdata[i], row_same_setting);
	for (guint i = 0; i < settings->len; i++) {
		g_autoptr(GPtrArray) groups = groups_of(bars, results,
							settings->pdata[i]);

		if (groups->len)
			new_panel(&to, ((struct group *)groups->pdata[0])->row);
		for (guint k = 0; k < groups->len; k++)
			put_group(&to, groups->pdata[k]);
	}
	if (!titles->len)
		return false;
	drawing_left_out(drawing, titles->len, to.wanted);
	g_string_append_printf(drawing->gp, "$data << EOD\n%sEOD\n", data->str);
	g_string_append_printf(drawing->gp, "array stack[%u] = [", bars->parts);
	for (guint i = 0; i < bars->parts; i++)
		g_string_append_printf(drawing->gp, "%s\"%s\"", i ? ", " : "",
				       bars->names[i]);
	g_string_append(drawing->gp, "]\n");
	gnuplot_strings(drawing->gp, "title", titles);
	gnuplot_numbers(drawing->gp, "first", first);
	gnuplot_numbers(drawing->gp, "last", last);
	gnuplot_numbers(drawing->gp, "peak", peak);
	gnuplot_strings(drawing->gp, "hypervisor", names);
	gnuplot_numbers(drawing->gp, "bars", sizes);
	return true;
}
