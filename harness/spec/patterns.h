/* SPDX-License-Identifier: GPL-2.0-only */
/* The patterns, from guest/spec/patterns.def, and what follows from them. */
#ifndef IPIBENCH_PATTERNS_H
#define IPIBENCH_PATTERNS_H

#include <glib.h>
#include <stdbool.h>

#include "../guest/spec/spec.h"

extern const struct pattern patterns[PATTERNS];

/* Never NULL: of a name that is not in the table nobody knows anything. */
const struct pattern *pattern_from_name(const char *name);

/* One IPI goes to several targets at once. */
bool pattern_to_many(const struct pattern *pattern);
/* The highest number of a processor that takes part. */
guint pattern_last_cpu(const struct pattern *pattern, guint k, guint vcpus);
/* One IPI names all processors but the sender. */
bool pattern_names_others(const struct pattern *pattern, guint k, guint vcpus);

#endif
