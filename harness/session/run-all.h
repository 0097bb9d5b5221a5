/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs what was asked for, target by target, into one result folder. */
#ifndef IPIBENCH_RUN_ALL_H
#define IPIBENCH_RUN_ALL_H

#include <stdbool.h>

#include "plan/experiment.h"

struct run_options {
	const char *place;      /* the result folder */
	bool replace;           /* place is a link, to the last one */
	const char *guest;      /* another image; NULL: the one that was built */
	const char *targets;    /* asked.h; what is kept of the experiments */
	guint32 order_seed;     /* plan.h */
	bool dry_run, no_meter, no_trace, tune;
	bool json, quiet;       /* result lines instead of tables; neither */
	int argc;               /* the command line, for the provenance */
	char **argv;
};

/* The settings' experiments are kept in the folder. The exit status; all that is to be
 * said has been said. */
int run_all(const struct run_options *options, const GPtrArray *experiments,
	    const GPtrArray *settings);

#endif
