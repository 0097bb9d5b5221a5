/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The send methods: which exit classes a send by each belongs to. A new
 * method is a row here, one in expect.c for what it costs, and its file in
 * guest/methods/.
 */
#ifndef IPIBENCH_METHODS_H
#define IPIBENCH_METHODS_H

#include <glib.h>
#include "spec/classes.h"

struct method {
	const char *name;
	guint32 send_classes;   /* bit for each class that sending can cause */
	const char *what;       /* one line for people */
};

extern const struct method methods[];   /* ends with name NULL */

const struct method *method_from_name(const char *name);

/* Of a sender's exits, those of the classes that the method can cause. */
guint64 method_send_exits(const struct exit_counts *sender, const char *name);

#define EXIT_BIT(class) (1u << VAPIC_EXIT_##class)

#endif
