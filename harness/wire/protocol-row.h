/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the reader of the guest's protocol: records that belong to a row. */
#ifndef IPIBENCH_PROTOCOL_ROW_H
#define IPIBENCH_PROTOCOL_ROW_H

#include "wire/protocol.h"

#define CPUS_MAX 4096

/* Takes a record into the row that is open; false: it cannot be read. */
typedef bool (*row_taker)(struct guest_row *row, GHashTable *words);

/* NULL: no record of a row has this name. */
row_taker guest_row_taker(const char *name);

struct guest_row *guest_row_new(guint id, GHashTable *begin);
void guest_row_free(struct guest_row *row);
/* The first reason counts; row may be NULL. */
void guest_row_damage(struct guest_row *row, const char *why);

/* A word that must be there and be a number. */
bool guest_number(GHashTable *words, const char *key, guint64 max,
		  guint64 *out);
bool guest_signed(GHashTable *words, const char *key, gint64 *out);

#endif
