/* SPDX-License-Identifier: GPL-2.0-only */
/* How `run` and `import` make a result folder of boots. */
#ifndef IPIBENCH_CMD_RUN_H
#define IPIBENCH_CMD_RUN_H

#include "result.h"
#include "store.h"

/* Writes a boot's output into the folder and appends its rows to lines. */
bool run_keep_boot(struct store *store, struct boot *boot,
		   const struct target_report *report, JsonObject *of_run,
		   GString *lines, GError **error);
/* Puts the folder in place and says what is in it. The exit status: status,
 * or a worse one that the rows give. */
int run_conclude(struct store *store, const GString *lines, bool json,
		 int status);

#endif
