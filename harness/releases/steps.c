/* SPDX-License-Identifier: GPL-2.0-only */
#include "releases/steps.h"

#include <math.h>
#include <string.h>

static double exits(const struct release *row)
{
	return row->exits;
}

double release_kind(const struct release *row, const char *exit)
{
	double sum = NAN;

	for (guint i = 0; i < row->paths->len; i++) {
		const struct release_path *one = row->paths->pdata[i];

		if (!g_str_equal(one->side, "sender") ||
		    (exit && !g_str_equal(one->exit, exit)))
			continue;
		sum = (isnan(sum) ? 0 : sum) + one->exits * one->insns;
	}
	return sum;
}

static double sender_insns(const struct release *row)
{
	return release_kind(row, NULL);
}

static double send(const struct release *row)
{
	return row->send;
}

static double delivery(const struct release *row)
{
	return row->delivery;
}

const struct release_metric release_metrics[] = {
	{ "exits", "exits", exits },
	{ "sender-insns", "instructions of the hypervisor, sender", sender_insns },
	{ "send", "send, least", send },
	{ "delivery", "delivery, least", delivery },
	{ NULL }
};

/* Two rows of one line of a table. */
static bool neighbours(const struct release *a, const struct release *b)
{
	return release_same_table(a, b) && g_str_equal(a->method, b->method);
}

/* What was not measured in one of two releases is no step. */
static bool is_step(double before, double now)
{
	return !isnan(before) && !isnan(now) && fabs(now - before) > RELEASE_STEP * before;
}

GPtrArray *releases_steps(const struct releases *releases,
			  const struct explanations *explanations)
{
	GPtrArray *steps = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i + 1 < releases->rows->len; i++) {
		const struct release *a = releases->rows->pdata[i], *b = releases->rows->pdata[i + 1];

		for (guint m = 0; neighbours(a, b) && release_metrics[m].name; m++) {
			double before = release_metrics[m].of(a), now = release_metrics[m].of(b);
			struct release_step *step;

			if (!is_step(before, now))
				continue;
			step = g_new0(struct release_step, 1);
			step->from = a;
			step->to = b;
			step->metric = &release_metrics[m];
			step->change = before ? now / before - 1 : INFINITY;
			step->why = explanation_of(explanations, step);
			g_ptr_array_add(steps, step);
		}
	}
	return steps;
}
