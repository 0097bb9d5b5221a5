/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Baselines: results as they were at a commit, in git, one folder a target.
 * A baseline is a file of ordinary result lines from which everything is left
 * out that `compare` and `history` do not ask for (histograms, command lines,
 * notes), so that it is kilobytes and any command reads it.
 */
#ifndef IPIBENCH_BASELINE_H
#define IPIBENCH_BASELINE_H

#include "result/result.h"

/* One line, without newline. */
char *baseline_line(const struct result *result);

/* Writes folder/TARGET/TIME-COMMIT.jsonl for each target of the results; the
 * names sort by time. Appends the paths to `files`. An existing one is
 * replaced. */
bool baseline_add(const GPtrArray *results, const char *folder,
		  GPtrArray *files, GError **error);

#endif
