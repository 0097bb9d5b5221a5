/* SPDX-License-Identifier: GPL-2.0-only */
/* What a vCPU does in a row. */
#ifndef IPIBENCH_ROLES_H
#define IPIBENCH_ROLES_H

#include <glib.h>
#include <stdbool.h>

enum guest_role { ROLE_IDLE, ROLE_SENDER, ROLE_RECEIVER, ROLE_BOTH };
extern const char *const guest_role_names[ROLE_BOTH + 1];

/* False: no role is called so; NULL is none. */
bool guest_role_from_name(const char *name, enum guest_role *role);

/* In a pattern; `first` is the one that opens the window. */
enum guest_role guest_role_in(const char *pattern, guint cpu, bool first);

#endif
