/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The history of releases: what the same IPIs cost on a list of kernels and Xens. A
 * result line is condensed to what tables and figures of it need; results/releases/ has a
 * file a target, TARGET.jsonl, a line a method, regime and release.
 */
#ifndef IPIBENCH_RELEASE_H
#define IPIBENCH_RELEASE_H

#include "result/result.h"

/* A kind of exit on one side: how often an IPI, and how long each. */
struct release_path {
	struct coded coded;
	const char *side;               /* sender, receivers */
	const char *exit;               /* an exit class, or the meter's word */
	double exits, insns;
};

struct release {
	struct coded coded;
	const char *target, *regime, *method;
	const char *setting;            /* row_setting: one for all */
	const char *version;            /* "6.12"; what has a name of its own: that */
	const char *hypervisor, *source, *commit, *time, *machine_sha256;
	guint64 ipis;
	double exits;                   /* of a send; NAN: not counted */
	double send, delivery, roundtrip, eoi;  /* the least, exact labs; NAN elsewhere */
	GPtrArray *paths;               /* struct release_path */
};

struct releases {
	GPtrArray *rows;                /* struct release, in their order: release_order */
	GStringChunk *strings;
};

void releases_free(struct releases *releases);
typedef struct releases releases_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(releases_t, releases_free)

/* Of two versions, by their numbers: 5.10 < 6.1 < 6.12 < 7.3; names behind them. */
int release_version_order(const char *a, const char *b);
/* Target, regime, method, version. */
int release_order(const struct release *a, const struct release *b);
/* Whether they stand in one table: target and regime. */
bool release_same_table(const struct release *a, const struct release *b);

/* A folder's rows; one that is not there has none. An error names file and line. */
struct releases *releases_load(const char *folder, GError **error);
/* What is ok among the results, in the place of what was there of the same target,
 * regime, method and version. Appends the paths of the files to files; the number of
 * results left out, because they are not ok, is *left_out. */
bool releases_add(const GPtrArray *results, const char *folder, GPtrArray *files,
		  guint *left_out, GError **error);

#endif
