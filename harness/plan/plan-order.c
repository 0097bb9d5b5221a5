/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The order in which things are measured. A machine drifts: it warms up, others
 * come and go. Where an experiment is repeated, the rows of each boot stand in
 * a random order of their own and repetitions take turns, so that what comes
 * first in the file is not what always runs on the cold machine. The same seed
 * gives the same order.
 */
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

static int by_number(gconstpointer a, gconstpointer b)
{
	const struct boot *one = *(struct boot *const *)a;
	const struct boot *other = *(struct boot *const *)b;

	return one->number < other->number ? -1 : one->number > other->number;
}

static guint row_id(const char *line)
{
	return strtoul(line + strlen("row id="), NULL, 10);
}

static int by_id(gconstpointer a, gconstpointer b)
{
	guint one = row_id(*(char *const *)a), other = row_id(*(char *const *)b);

	return one < other ? -1 : one > other;
}

static bool is_repeated(const struct boot *boot)
{
	for (guint i = 0; i < boot->settings->len; i++)
		if (setting_number(boot->settings->pdata[i], KEY_BOOTS) > 1)
			return true;
	return false;
}

/* Fisher and Yates: every order is as likely as any other. */
static void shuffle(char **lines, guint n, guint32 seed)
{
	GRand *random = g_rand_new_with_seed(seed);

	for (guint i = n; i > 1; i--) {
		guint k = g_rand_int_range(random, 0, i);
		char *line = lines[i - 1];

		lines[i - 1] = lines[k];
		lines[k] = line;
	}
	g_rand_free(random);
}

static void order_rows(struct boot *boot, guint32 seed)
{
	g_auto(GStrv) lines = NULL;
	guint n = boot->settings->len;

	if (boot->plan->len)
		g_string_truncate(boot->plan, boot->plan->len - 1);
	lines = g_strsplit(boot->plan->str, "\n", -1);
	qsort(lines, n, sizeof(*lines), by_id);
	if (is_repeated(boot))
		shuffle(lines, n, seed + boot->number * 2654435761u);
	g_string_truncate(boot->plan, 0);
	g_array_set_size(boot->order, n);
	for (guint i = 0; i < n; i++) {
		g_string_append_printf(boot->plan, "%s\n", lines[i]);
		g_array_index(boot->order, guint, row_id(lines[i]) - 1) = i + 1;
	}
}

void plan_order(GPtrArray *boots, guint32 seed)
{
	g_ptr_array_sort(boots, by_number);     /* stable: GLib sorts by merging */
	for (guint i = 0; i < boots->len; i++)
		order_rows(boots->pdata[i], seed);
}
