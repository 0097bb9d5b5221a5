/* SPDX-License-Identifier: GPL-2.0-only */
/* What the labs share: the scripts in harness/lab/ that fetch and build
 * hypervisors, and the provenance they leave. */
#ifndef IPIBENCH_LAB_H
#define IPIBENCH_LAB_H

#include "plan/run.h"

/* Runs harness/lab/SCRIPT [ARGUMENT]; returns the path it names last. */
char *lab_script(struct run *run, const char *script, const char *argument,
		 GError **error);
char *lab_missing(const struct run *run, const char *script, char **help);
/* The JSON file beside what a script built goes with the boots ... */
void lab_remember_sidecar(GPtrArray *boots, const char *sidecar);
/* ... and into the result; with no file, just the name. */
JsonObject *lab_hypervisor(const struct boot *boot, const char *name);

#endif
