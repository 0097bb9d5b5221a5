/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a result folder keeps so that its run can be done again from it alone:
 *
 *   experiment.ini   the experiments as they ran, every key named
 *   rerun.ini        options and environment of the run that matter
 *   patches/         further patches that the environment named
 *
 * The guest image is there anyway; everything else is in the provenance.
 */
#ifndef IPIBENCH_KEEP_H
#define IPIBENCH_KEEP_H

#include "plan/experiment.h"
#include "result/store.h"

#define KEEP_EXPERIMENT "experiment.ini"
#define KEEP_RERUN "rerun.ini"

/* The experiments in the language of experiment files; of the targets only
 * those of the list (commas between), NULL: all. */
char *keep_experiment_text(const GPtrArray *experiments, const char *targets);

bool keep_run(struct store *store, const GPtrArray *experiments,
	      const char *targets, bool no_meter, GError **error);

/* What else of a stored run is not this checkout's or Debian's, and can do on this machine
 * what its user can: "NAME=VALUE" of the environment that would be taken, and of the
 * experiments' hypervisors, emulators and patches. None: only the guest, which runs inside
 * a machine. NULL and an error where it cannot be told. */
GPtrArray *keep_brings(const char *directory, GError **error);

/* Sets the environment of a stored run, but for what is set already; *no_meter
 * as it was. A folder without rerun.ini had nothing to keep. */
bool keep_recall(const char *directory, bool *no_meter, GError **error);

#endif
