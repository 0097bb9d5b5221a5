/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Experiment files, INI like fio's job files: [global] holds defaults, every
 * other section is an experiment. A comma list of values makes a sweep.
 * harness/README.md describes them, experiment-keys.c lists the keys.
 */
#ifndef IPIBENCH_EXPERIMENT_H
#define IPIBENCH_EXPERIMENT_H

#include "spec/experiment-keys.h"

#define EXPERIMENT_NAME_MAX 48  /* bytes of a name */

struct experiment {
	char *file, *name;
	guint line;
	GStrv values[KEY_COUNT];        /* each with one value or more */
};

/* One cell of the cross product of all sweeps. */
struct setting {
	const struct experiment *experiment;
	const char *value[KEY_COUNT];
};

/* Both append to what they are given. An error's message begins with
 * "FILE:LINE: ". */
bool experiment_load(const char *file, GPtrArray *experiments, GError **error);
bool experiment_parse(const char *file, const char *text, gsize len,
		      GPtrArray *experiments, GError **error);
GPtrArray *experiment_list_new(void);
/* Words KEY=VALUE[,VALUE] instead of what all of them say; each has a sign. An error's
 * message begins with "command line:WORD: ". */
bool experiment_override(GPtrArray *experiments, char **words, GError **error);

#endif
