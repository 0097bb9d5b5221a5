/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Folders that a run left before its end (store.h): what there should be, what is
 * there, and where they lie. A marker has a line for each boot that was planned,
 *
 *     TARGET NAME ROWS
 *
 * NAME as provenance.boot_name has it; `- 0` where nobody knew. # begins a comment.
 */
#ifndef IPIBENCH_PARTIAL_H
#define IPIBENCH_PARTIAL_H

#include <glib.h>
#include <stdbool.h>

#define PARTIAL_MARKER "partial"
#define PARTIAL_INFIX ".partial-"       /* between a place and six digits */

/* The marker of a folder; NULL: it is whole. */
char *partial_read(const char *directory);

/* In words, with the folder's name: how many of the planned boots are there,
 * from how many rows each name has. torn: its last line was cut off. */
char *partial_describe(const char *directory, const char *marker,
		       GHashTable *rows_of_name, bool torn);

/* Folders (char *) that runs into this place left, and that none fills now. */
GPtrArray *partial_leftovers(const char *place);

#endif
