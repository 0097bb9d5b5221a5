/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tables, figures and exports ask of a result line beyond struct result:
 * members that older lines do not have, and which lines belong together.
 */
#ifndef IPIBENCH_REPORT_ROW_H
#define IPIBENCH_REPORT_ROW_H

#include "base/histogram.h"
#include "result/result.h"

/* A member of the line; the default where it is missing, null or of another
 * type. Never NULL unless the default is. */
const char *row_word(const struct result *row, const char *name,
		     const char *otherwise);
gint64 row_number(const struct result *row, const char *name,
		  gint64 otherwise);
/* NULL: no such object. Path elements end with NULL. */
JsonObject *row_object(const struct result *row, const char *name, ...)
	G_GNUC_NULL_TERMINATED;
JsonArray *row_array(const struct result *row, const char *name);

/* A member of any object; what stands for it where OBJECT is NULL, or the member
 * is missing or of another type. */
const char *object_word(JsonObject *object, const char *name);  /* or "" */
gint64 object_count(JsonObject *object, const char *name, gint64 otherwise);
double object_number(JsonObject *object, const char *name);     /* or NAN */
bool object_flag(JsonObject *object, const char *name);         /* or false */
const char *array_word(JsonArray *array, guint i);              /* or NULL */

bool row_ok(const struct result *row);
/* Times of these are ticks of an emulated clock and never nanoseconds. */
bool row_emulated(const struct result *row);

/* Settings but for method, destination and target: what makes a table. */
bool row_same_setting(const struct result *a, const struct result *b);
/* ... method and destination too: what makes its lines. */
bool row_same_line(const struct result *a, const struct result *b);
bool row_same_target(const struct result *a, const struct result *b);
/* "lab-kvm-svm", "metal (iso-bios)". */
char *row_place(const struct result *row);
/* ... and all of it: boots of one row. */
bool row_same(const struct result *a, const struct result *b);

/* "unicast, 2 vCPUs, wait=spin", and what is not as usual. */
char *row_setting(const struct result *row);

/* Appends a row unless one is there that is the same. */
void row_add_once(GPtrArray *list, const struct result *row,
		  bool (*same)(const struct result *, const struct result *));

/* A time's histogram ("send", ...), of one line; NULL: not measured. */
struct histogram *row_histogram(const struct result *row, const char *what);
/* Of all boots of a row, merged exactly; *boots: how many had one. */
struct histogram *row_histogram_of_all(const GPtrArray *results,
				       const struct result *row,
				       const char *what, guint *boots);

/* Is a quantile of 0 of this time no time at all? Samples that took no longer
 * than reading the clock count as 0 (`clamped`). */
bool row_clamped(const struct result *row, const char *what);

/* What one tick of the row's histograms is on a figure's axis: 1 and "ticks",
 * or nanoseconds where the clock is real and its frequency is known. */
double row_tick(const struct result *row, const char **unit);

extern const char *const row_times[];   /* send, delivery, ...; NULL at end */

#endif
