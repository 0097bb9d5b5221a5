/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Figures: a function here takes from results what plots/NAME.gp draws. A new
 * figure is that script, a file figure-NAME.c and a row here.
 */
#ifndef IPIBENCH_REPORT_FIGURE_H
#define IPIBENCH_REPORT_FIGURE_H

#include "report/metric.h"

struct drawing {
	GString *gp;            /* gnuplot commands: data and variables */
	GPtrArray *rows;        /* struct result *: what is shown, for the
				 * caption */
	GString *notes;         /* sentences for the caption */
};

struct figure {
	const char *name;       /* plots/NAME.gp */
	const char *what;
	/* NULL, or why these results have nothing to draw; to be freed. */
	char *(*data)(const GPtrArray *results, struct drawing *drawing);
};

#define FIGURES(X) X(send_exits) X(hv_insns) X(latency_cdf) X(targets) X(pairs) X(model)

#define EXTERN(name) extern const struct figure figure_##name;
FIGURES(EXTERN)
#undef EXTERN
extern const struct figure *const figures[];     /* ends with NULL */

/* Draws into OUT what there is data for, as NAME.pdf, .svg, .png, with NAME.gp
 * from which it can be drawn again. DRAWN takes struct figure, NOT_DRAWN
 * strings, "NAME: REASON". False: gnuplot is missing or failed. */
bool figures_draw(const GPtrArray *results, const char *out, GPtrArray *drawn,
		  GPtrArray *not_drawn, GError **error);

/* The commands that NAME.gp holds, for one figure; NULL: *why. */
char *figure_commands(const struct figure *figure, const GPtrArray *results,
		      char **why);

/* A metric over commits, from text as plots/README.md describes it: OUT.pdf,
 * .svg, .png, .gp. An error of the text begins with "NAME:LINE: ". */
bool figure_history(const char *name, const char *text, const char *out,
		    GError **error);

/* --- for figure-NAME.c --- */

/* At most so many panels are put into a figure; what is left out is said. */
#define FIGURE_PANELS 4
void drawing_left_out(struct drawing *drawing, guint shown, guint of);
/* A row that is shown. */
void drawing_uses(struct drawing *drawing, const struct result *row);
/* "NAME: first target that a method sends to" and the like: the method, and
 * how targets were named where one setting has it in several ways. */
char *drawing_label(const GPtrArray *results, const struct result *row);
/* The row that stands for its boots: the first that is ok and measured. */
bool drawing_first_boot(const GPtrArray *results, guint index,
			double (*of)(const struct result *row));

#endif
