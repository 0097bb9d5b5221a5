/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A result folder appears whole or not at all: it is filled under another
 * name beside its place and renamed when everything is on the disk.
 */
#ifndef IPIBENCH_STORE_H
#define IPIBENCH_STORE_H

#include <glib.h>
#include <stdbool.h>

struct store {
	char *place;            /* where it is to appear, absolute */
	char *draft;            /* where it is filled, absolute */
	bool replace;           /* an earlier one is moved aside, not refused */
};

bool store_open(struct store *store, const char *place, bool replace,
		GError **error);
bool store_write(struct store *store, const char *name, const void *data,
		 gsize len, GError **error);
/* Renames. *aside is where an earlier folder went, or NULL. */
bool store_commit(struct store *store, char **aside, GError **error);
/* Removes a draft that was not committed. */
void store_close(struct store *store);

#endif
