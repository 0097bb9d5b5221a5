/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stream from the stage (../stage) inside a lab to the tool outside: framed
 * lines with the sign '&' (harness/README.md). Pure, like protocol.h.
 */
#ifndef IPIBENCH_RELAY_H
#define IPIBENCH_RELAY_H

#include "wire/frame.h"

struct relay {
	struct frame_reader frames;
	guint64 last_seq;
	bool gap, began, ended;
	char *failure;          /* what the stage says went wrong, or NULL */
	GHashTable *facts;      /* string to string */
	/* What the caller wants to know while it comes. id counts from 1. */
	void (*on_begin)(void *user, guint id);
	void (*on_data)(void *user, guint id, const guint8 *data, gsize len);
	void (*on_end)(void *user, guint id, GHashTable *words);
	void *user;
};

void relay_init(struct relay *relay);
void relay_feed(struct relay *relay, const void *data, gsize len);
void relay_clear(struct relay *relay);

#endif
