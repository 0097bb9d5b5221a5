/* SPDX-License-Identifier: GPL-2.0-only */
/* Curves in panels, one above the other: what latency-cdf.gp and targets.gp
 * have in common (plots/curves.gp). */
#ifndef IPIBENCH_REPORT_CURVES_H
#define IPIBENCH_REPORT_CURVES_H

#include "figures/figure.h"

#define CURVES_PANELS 6

struct curves {
	GPtrArray *titles, *axes;       /* of panels: char * */
	GArray *first, *last;           /* of panels: their curves, from 1 */
	GArray *low, *high;             /* of panels: double, what x shows */
	GPtrArray *labels;              /* all there are, each once */
	GArray *look;                   /* of curves: place in labels, from 1 */
	GString *data;                  /* a block a curve, a line a point */
	guint wanted;                   /* panels, also those left out */
};

void curves_open(struct curves *curves);
/* A panel with what stands at its axis; false: no room for it. */
bool curves_panel(struct curves *curves, const char *title, const char *axis);
/* A curve of the newest panel; its points go into curves->data after that. */
void curves_curve(struct curves *curves, const char *label);
/* The newest panel's axis reaches to X at least. */
void curves_extend(struct curves *curves, double x);
/* Into the drawing, and done. False: there is none. */
bool curves_close(struct curves *curves, struct drawing *drawing);

#endif
