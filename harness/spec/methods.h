/* SPDX-License-Identifier: GPL-2.0-only */
/* The send methods, from guest/spec/methods.def, and what they need of a target. */
#ifndef IPIBENCH_METHODS_H
#define IPIBENCH_METHODS_H

#include <glib.h>
#include <stdbool.h>

#include "../guest/spec/spec.h"
#include "spec/classes.h"

struct method {
	const char *name, *mode;
	guint exits;            /* of one send, in this order */
	int exit[3];
	guint32 send_classes;   /* bit for each class that sending can cause */
	guint can, quirks;      /* enum method_can, method_quirk */
	enum need needs;
	guint span;             /* processors that one multicast names; 0: any */
	const char *what;       /* one line for people */
};

extern const struct method methods[];   /* ends with name NULL */

struct need_spec {
	const char *where, *flag, *absent;      /* guest/spec/needs.def */
};

extern const struct need_spec needs[NEEDS];

const struct method *method_from_name(const char *name);

/* Of a sender's exits, those of the classes that the method can cause. */
guint64 method_send_exits(const struct exit_counts *sender, const char *name);

#endif
