/* SPDX-License-Identifier: GPL-2.0-only */
/* One page with everything: needs no network and no other file. */
#ifndef IPIBENCH_REPORT_HTML_H
#define IPIBENCH_REPORT_HTML_H

#include "result/result.h"

struct html_page {
	const GPtrArray *results;
	const char *figures;            /* folder of the SVGs; NULL: none */
	GPtrArray *drawn;               /* const struct figure * */
	GPtrArray *not_drawn;           /* char *, "NAME: REASON" */
};

/* Appears whole or not at all. */
bool html_write(const char *file, const struct html_page *page,
		GError **error);

/* --- parts of it, each a file html-NAME.c --- */
void html_figures(const struct html_page *page, GString *out);
/* What the checkout has of releases/; nothing, where it has nothing. */
bool html_releases(const struct html_page *page, GString *out, GError **error);
/* What rows say of themselves: failed ones, notes. */
void html_rows(const GPtrArray *results, GString *out);
/* Where it ran; what is not the same for all targets and rows. */
void html_provenance(const GPtrArray *results, GString *out);

/* FOLDER/NAME.svg as a figure; nothing where there is none. */
void html_svg(const char *folder, const char *name, const char *what, GString *out);
/* TEXT escaped between <TAG> and </TAG>. */
void html_element(GString *out, const char *tag, const char *text);

#endif
