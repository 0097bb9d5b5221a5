/* SPDX-License-Identifier: GPL-2.0-only */
/* Stacked bars, methods across, hypervisors side by side, a panel a setting:
 * what send-exits.gp and hv-insns.gp have in common (plots/bars.gp). */
#ifndef IPIBENCH_REPORT_BARS_H
#define IPIBENCH_REPORT_BARS_H

#include "figures/figure.h"

struct bars {
	guint parts;                            /* of a stack */
	const char *const *names;               /* theirs */
	double (*total)(const struct result *row);      /* NAN: no bar */
	double (*part)(const struct bars *bars, const struct result *row,
		       guint part);
	const guint *classes;                   /* for part, if it likes */
};

/* False: no row has a bar. */
bool bars_put(const struct bars *bars, const GPtrArray *results,
	      struct drawing *drawing);

#endif
