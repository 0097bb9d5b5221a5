/* SPDX-License-Identifier: GPL-2.0-only */
/* What ran where, and who counted: under every table and figure. */
#ifndef IPIBENCH_REPORT_CAPTION_H
#define IPIBENCH_REPORT_CAPTION_H

#include "report/rows.h"

/* char *: a line for each target, one for what they have in common. */
GPtrArray *caption_lines(const GPtrArray *results);

/* The same in few words, for under a figure of these rows. */
char *caption_brief(const GPtrArray *rows);

/* What a reader knows a target by: "KVM", "stock Xen"; to be freed. */
char *caption_target(const char *target);
/* ... and how it was booted, where that is not as usual. */
char *caption_place(const struct result *row);

#endif
