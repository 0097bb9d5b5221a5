/* SPDX-License-Identifier: GPL-2.0-only */
/* The sender's exits that the send causes, per IPI, stacked by class. */
#include <math.h>

#include "figures/bars.h"
#include "spec/methods.h"

static double total(const struct result *row)
{
	return row->source && method_from_name(row->method) ?
		metric_send_exits(row) : NAN;
}

static double of_class(const struct result *row, guint class)
{
	const struct method *method = method_from_name(row->method);

	return method->send_classes & 1u << class ?
		(double)row->sender.by_class[class] / row->ipis : 0;
}

static double part(const struct bars *bars, const struct result *row,
		   guint part)
{
	return of_class(row, bars->classes[part]);
}

static bool occurs(const GPtrArray *results, guint class)
{
	for (guint i = 0; i < results->len; i++)
		if (row_ok(results->pdata[i]) &&
		    !isnan(total(results->pdata[i])) &&
		    of_class(results->pdata[i], class) > 0)
			return true;
	return false;
}

static char *data(const GPtrArray *results, struct drawing *drawing)
{
	const char *names[VAPIC_EXIT_CLASSES];
	guint classes[VAPIC_EXIT_CLASSES];
	struct bars bars = { 0, names, total, part, classes };

	for (guint class = 0; class < VAPIC_EXIT_CLASSES; class++)
		if (occurs(results, class)) {
			names[bars.parts] = exit_class_names[class];
			classes[bars.parts++] = class;
		}
	return bars.parts && bars_put(&bars, results, drawing) ? NULL :
		g_strdup("no exits were counted here");
}

const struct figure figure_send_exits = {
	"send-exits", "VM exits per IPI that the send causes, by class", data
};
