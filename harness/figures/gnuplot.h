/* SPDX-License-Identifier: GPL-2.0-only */
/* What is written for gnuplot, and running it. */
#ifndef IPIBENCH_REPORT_GNUPLOT_H
#define IPIBENCH_REPORT_GNUPLOT_H

#include <glib.h>
#include <stdbool.h>

/* "TEXT" with nothing in it that gnuplot would take for more than a letter:
 * results come from strangers, and gnuplot runs what stands in backticks. */
void gnuplot_string(GString *out, const char *text);
/* array NAME[n] = ["...", ...]; the strings of LIST. */
void gnuplot_strings(GString *out, const char *name, const GPtrArray *list);
/* array NAME[n] = [...]; list of guint. */
void gnuplot_numbers(GString *out, const char *name, const GArray *list);
/* The same for doubles. */
void gnuplot_doubles(GString *out, const char *name, const GArray *list);
/* caption and lines: the text in lines short enough for a figure's width. */
void gnuplot_caption(GString *out, const char *text);
/* ... for one of another width, in letters. */
void gnuplot_caption_in(GString *out, const char *text, guint columns);

/* Runs COMMANDS and then plots/SCRIPT.gp: OUT.pdf, .svg, .png, and the commands
 * as OUT.gp. Each of them appears whole. Refused where OUT.gp is one of the scripts. */
bool gnuplot_draw(const char *script, const char *commands, const char *out,
		  GError **error);

#endif
