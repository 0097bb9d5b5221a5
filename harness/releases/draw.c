/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bars over releases, stacked by kind of exit: a panel a target and regime; the labs of
 * one machine and regime stand beside one another.
 */
#include <math.h>
#include <string.h>

#include "figures/gnuplot.h"
#include "releases/print.h"
#include "spec/classes.h"
#include "spec/target-names.h"

/* Letters of 7 pt across the page of plots/releases.gp. */
#define COLUMNS 122
#define GAP 1.0                 /* between methods, in bars */
#define NAME 5.5                /* room for a method's name, in bars */
#define AXIS 11.0                /* room for a panel's axis, in bars */

struct panel {
	guint first, end;               /* rows */
	const struct release *head;     /* the first */
	guint line;                     /* of panels, from 1 */
	double bars, left, right;       /* its width, and its edges in it, from 0 to 1 */
};

struct page {
	const GPtrArray *rows;
	GArray *panels;                 /* struct panel */
	GPtrArray *parts;               /* kinds of exit: exit_class_names' */
	GString *data;
	GPtrArray *names;               /* of methods, and where they stand */
	GArray *name_panel, *name_at;
};

static const struct release *row_at(const struct page *page, guint i)
{
	return page->rows->pdata[i];
}

/* Panels of one machine and regime stand side by side, whoever runs there. */
static int machine_order(const struct panel *a, const struct panel *b)
{
	int order = target_is_exact(a->head->target) - target_is_exact(b->head->target);

	return order ? order : strcmp(a->head->regime, b->head->regime);
}

static gint by_machine(gconstpointer a, gconstpointer b)
{
	const struct panel *one = a, *other = b;
	int order = machine_order(one, other);

	return order ? order : (int)one->first - (int)other->first;
}

static void find_panels(struct page *page)
{
	for (guint i = 0; i < page->rows->len; i++) {
		const struct release *row = row_at(page, i), *before = i ? row_at(page, i - 1) : NULL;

		if (!before || !release_same_table(before, row)) {
			struct panel one = { .first = i, .head = row };

			g_array_append_val(page->panels, one);
		}
		g_array_index(page->panels, struct panel, page->panels->len - 1).end = i + 1;
	}
	g_array_sort(page->panels, by_machine);
}

/* Those of one machine share a line, by their bars. */
static void place_panels(struct page *page)
{
	struct panel *panels = (struct panel *)page->panels->data;
	guint line = 0, end;

	for (guint first = 0; first < page->panels->len; first = end) {
		double all = 0, so_far = 0;

		line++;
		for (end = first; end < page->panels->len &&
		     machine_order(&panels[first], &panels[end]) == 0; end++)
			all += panels[end].bars + GAP + AXIS;
		for (guint i = first; i < end; i++) {
			panels[i].line = line;
			panels[i].left = so_far / all;
			so_far += panels[i].bars + GAP + AXIS;
			panels[i].right = so_far / all;
		}
	}
}

static void find_parts(struct page *page)
{
	for (guint class = 0; class < VAPIC_EXIT_CLASSES; class++)
		for (guint i = 0; i < page->rows->len; i++)
			if (release_kind(row_at(page, i), exit_class_names[class]) > 0) {
				g_ptr_array_add(page->parts, (gpointer)exit_class_names[class]);
				break;
			}
}

static void put_number(GString *out, double value)
{
	if (isnan(value))
		g_string_append(out, " NaN");
	else
		g_string_append_printf(out, " %.9g", value);
}

/* Two blocks: what is stacked (x, from, to, part); what stands on and under each bar (x,
 * release, top of what is drawn, exits, delivery). And how wide all is. */
static void put_panel(struct page *page, guint number)
{
	struct panel *panel = &g_array_index(page->panels, struct panel, number - 1);
	g_autoptr(GString) bars = g_string_new(NULL);
	double x = 0, method = 0;

	g_string_append(page->data, page->data->len ? "\n\n" : "");
	for (guint i = panel->first; i < panel->end; i++, x++) {
		const struct release *row = row_at(page, i);
		double top = 0;

		if (i == panel->first || !g_str_equal(row->method, row_at(page, i - 1)->method)) {
			x = i == panel->first ? 0 : fmax(x + GAP, method + NAME);
			method = x;
			g_ptr_array_add(page->names, (gpointer)row->method);
			g_array_append_val(page->name_panel, number);
			g_array_append_val(page->name_at, x);
		}
		for (guint part = 0; part < page->parts->len; part++) {
			double height = release_kind(row, page->parts->pdata[part]);

			if (isnan(height))
				continue;
			g_string_append_printf(page->data, "%g %.9g %.9g %u\n", x, top,
					       top + height, part + 1);
			top += height;
		}
		g_string_append_printf(bars, "%g ", x);
		gnuplot_string(bars, row->version);
		put_number(bars, fmax(top, row->delivery));
		put_number(bars, row->exits);
		put_number(bars, row->delivery);
		g_string_append_c(bars, '\n');
	}
	panel->bars = fmax(x, method + NAME);
	g_string_append_printf(page->data, "\n\n%s", bars->str);
}

static void put_panels(const struct page *page, GString *out)
{
	g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) lefts = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) rights = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) bars = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < page->panels->len; i++) {
		const struct panel *one = &g_array_index(page->panels, struct panel, i);

		g_ptr_array_add(titles, g_strdup_printf("%s (%s)", one->head->target,
							one->head->regime));
		g_array_append_val(lines, one->line);
		g_array_append_val(lefts, one->left);
		g_array_append_val(rights, one->right);
		g_array_append_val(bars, one->bars);
	}
	gnuplot_strings(out, "title", titles);
	gnuplot_numbers(out, "row", lines);
	gnuplot_doubles(out, "left", lefts);
	gnuplot_doubles(out, "right", rights);
	gnuplot_doubles(out, "bars", bars);
}

static char *caption_of(const struct page *page)
{
	const struct release *first = row_at(page, 0);
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autoptr(GPtrArray) dates = g_ptr_array_new();
	GString *text = g_string_new("Instructions of the hypervisor on the sender's processor "
		"for an IPI (medians), by kind of exit, over releases; on each bar the exits of "
		"a send. Dots: the least time from the send to the target's handler, on the "
		"exact labs, in instructions as well. Emulated SVM gives no next RIP: an MSR exit "
		"or hypercall is decoded, and costs more there than on hardware. ");

	for (guint i = 0; i < page->rows->len; i++) {
		const struct release *row = row_at(page, i);

		if (!g_ptr_array_find_with_equal_func(all, row->hypervisor, g_str_equal, NULL))
			g_ptr_array_add(all, (gpointer)row->hypervisor);
		if (row->commit && !g_ptr_array_find_with_equal_func(dates, row->commit,
								     g_str_equal, NULL))
			g_ptr_array_add(dates, (gpointer)row->commit);
	}
	g_string_append_printf(text, "%s.", first->setting);
	for (guint i = 0; i < all->len; i++)
		g_string_append_printf(text, "%s %s", i ? "," : "", (char *)all->pdata[i]);
	g_string_append(text, ". ipibench");
	for (guint i = 0; i < dates->len; i++)
		g_string_append_printf(text, "%s %s", i ? "," : "", (char *)dates->pdata[i]);
	return g_string_free(text, FALSE);
}

static char *commands_of(const struct page *page)
{
	GString *out = g_string_new(NULL);
	g_autofree char *caption = caption_of(page);

	g_string_append_printf(out, "$data << EOD\n%sEOD\n", page->data->str);
	gnuplot_strings(out, "part", page->parts);
	put_panels(page, out);
	gnuplot_strings(out, "name", page->names);
	gnuplot_numbers(out, "name_panel", page->name_panel);
	gnuplot_doubles(out, "name_at", page->name_at);
	gnuplot_caption_in(out, caption, COLUMNS);
	return g_string_free(out, FALSE);
}

bool releases_draw(const struct releases *releases, const char *out, GError **error)
{
	g_autoptr(GArray) panels = g_array_new(FALSE, FALSE, sizeof(struct panel));
	g_autoptr(GPtrArray) parts = g_ptr_array_new(), names = g_ptr_array_new();
	g_autoptr(GString) data = g_string_new(NULL);
	g_autoptr(GArray) name_panel = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) name_at = g_array_new(FALSE, FALSE, sizeof(double));
	struct page page = { releases->rows, panels, parts, data, names, name_panel, name_at };
	g_autofree char *commands = NULL;

	find_panels(&page);
	find_parts(&page);
	for (guint i = 1; i <= panels->len; i++)
		put_panel(&page, i);
	place_panels(&page);
	commands = commands_of(&page);
	return gnuplot_draw("releases", commands, out, error);
}
