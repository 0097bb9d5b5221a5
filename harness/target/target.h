/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the guest can run. A new target is one file and a row in spec/targets.def. */
#ifndef IPIBENCH_TARGET_H
#define IPIBENCH_TARGET_H

#include "plan/machine.h"

struct target {
	const char *name, *summary;
	/* NULL: it can run. Otherwise why not; *help: what would help. */
	char *(*missing)(const struct target *target, const struct run *run,
			 char **help);
	/* Fills commands of each boot; writes files unless run->dry. */
	bool (*prepare)(const struct target *target, struct run *run,
			GPtrArray *boots, GError **error);
	/* Fills what came of each boot and hands it over (target_boot_done)
	 * when it is over. False: what came so far is all. */
	bool (*run)(struct run *run, GPtrArray *boots,
		    struct target_report *report, GError **error);
	/* Instead: adds what they run in (struct machine). */
	bool (*machines)(struct run *run, GPtrArray *boots, GPtrArray *machines,
			 GError **error);
	const char *script;     /* a lab's: harness/lab/SCRIPT makes its hypervisor */
	bool exact;             /* what runs beside its machines does not show */
	bool elsewhere;         /* run only says how; `import` makes the rows */
};

extern const struct target *const targets[];    /* ends with NULL */
#define TARGET(id, name, offers) extern const struct target target_##id;
#include "spec/targets.def"

const struct target *target_from_name(const char *name);

#endif
