/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A result folder is whole, or marked partial. It is filled beside its place as
 * PLACE.partial-XXXXXX, with a file `partial` in it from the start (partial.h).
 * Lines are on the disk before the next boot runs; at the good end the marker
 * goes and the folder is renamed, to PLACE, or, where PLACE may be there already, to
 * PLACE-TIME, and PLACE becomes a link to it: two runs at once for one place are both kept.
 * What kills the tool, or the machine, leaves the folder with everything that was finished.
 */
#ifndef IPIBENCH_STORE_H
#define IPIBENCH_STORE_H

#include <glib.h>
#include <stdbool.h>

struct store {
	char *place;            /* where it is to appear, absolute */
	char *draft;            /* where it is filled, absolute */
	bool replace;           /* place is a link to the last one; no earlier one is lost */
	int marker;             /* the marker, locked while we live; -1: none */
	int lines;              /* results.jsonl; -1: nothing appended yet */
	GPtrArray *staged;      /* char *: names that wait for their lines */
};

/* marker: the text of the file `partial`. */
bool store_open(struct store *store, const char *place, bool replace,
		const char *marker, GError **error);
bool store_write(struct store *store, const char *name, const void *data,
		 gsize len, GError **error);
/* The same, but under its name only when the next store_append is done: a
 * console that is there has its rows in results.jsonl. */
bool store_stage(struct store *store, const char *name, const void *data,
		 gsize len, GError **error);
/* Lines that are on the disk when it returns. False: none of them is there. */
bool store_append(struct store *store, const char *text, gsize len,
		  GError **error);
/* Renames. *aside is where an earlier folder is now, or NULL. */
bool store_commit(struct store *store, char **aside, GError **error);
/* Removes a draft that was not committed; leaves it, marked partial, where lines
 * are in it. True: it was left. */
bool store_close(struct store *store);
/* Removes it in any case. */
void store_discard(struct store *store);
/* A folder with all that is in it. */
void store_remove(const char *folder);

#endif
