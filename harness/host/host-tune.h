/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * `run --tune`: settings of this machine changed for a run and put back after
 * it. A guardian process, started before the first change, waits for the end of
 * a pipe: when the tool ends, however it ends, it puts back what still is as the
 * tool left it.
 */
#ifndef IPIBENCH_HOST_TUNE_H
#define IPIBENCH_HOST_TUNE_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

struct host_tune;

/* NULL: no guardian, and nothing was changed. */
struct host_tune *host_tune_begin(GError **error);
/* What was changed, from what to what, and what could not be, and why. */
JsonArray *host_tune_changes(const struct host_tune *tune);
/* Puts everything back. False: something is not as it was; *error names it. */
bool host_tune_end(struct host_tune *tune, GError **error);

#endif
