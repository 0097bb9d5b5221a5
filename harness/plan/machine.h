/* SPDX-License-Identifier: GPL-2.0-only */
/* What boots run in: an emulator, and what becomes of what it says. */
#ifndef IPIBENCH_MACHINE_H
#define IPIBENCH_MACHINE_H

#include "base/emulator.h"
#include "plan/run.h"

struct machine {
		struct emulator emulator;
	char *doing;                    /* shown when it starts */
	struct run *run;
	GPtrArray *boots;               /* struct boot */
	struct target_report report;
	GPtrArray *scratch;             /* char *: files below run->out that go when it
					 * is over */

	void (*take)(struct machine *machine, const guint8 *data, gsize len);
	/* It has ended. False: a boot of it cannot be kept. */
	bool (*over)(struct machine *machine, GError **error);
	void (*clear)(struct machine *machine); /* what is beyond this struct; or NULL */
	GError *error;                  /* ends all machines' run; also for take */
};

/* A struct of size bytes that begins with a struct machine, for the first of the boot's
 * command lines. */
void *machine_new(gsize size, struct run *run, const struct boot *boot, guint limit,
		  GError **error);
/* What is large of raw/NAME-*, and can be made again, goes when it is over. */
void machine_scratch(struct machine *machine, const char *name);
void machine_free(gpointer machine);

/* In this order, at_once of them side by side. False: a boot could not be kept, and
 * those that had not ended were stopped. */
bool machines_run(GPtrArray *machines, guint at_once, GError **error);

#endif
