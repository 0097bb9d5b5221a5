/* SPDX-License-Identifier: GPL-2.0-only */
/* Fields of CSV after RFC 4180, but for the line's end, which is LF. */
#ifndef IPIBENCH_REPORT_CSV_H
#define IPIBENCH_REPORT_CSV_H

#include <glib.h>

/* Quoted where it must be. The first field of a line has no comma before it. */
void csv_word(GString *line, const char *text);
void csv_number(GString *line, double value);   /* empty where NAN */
void csv_count(GString *line, gint64 value);
void csv_end(GString *line);

#endif
