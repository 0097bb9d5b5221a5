/* SPDX-License-Identifier: GPL-2.0-only */
/* Two sides of a comparison: the same experiments twice, but for what each side is given. */
#ifndef IPIBENCH_SIDES_H
#define IPIBENCH_SIDES_H

#include "plan/experiment.h"

/* Each [SIDE=]WHAT (plan/subject.h), NULL at the end; NULL: none. The first without a name
 * is for side "base", the second for "new". */
struct sides_asked {
	char **kernel, **xen, **qemu, **patches;
	char *targets;          /* asked.h */
};

struct sides {
	char *name[2];          /* what is compared, and with what */
	GPtrArray *fields;      /* of rows, that are to differ: result/row.h; NULL at the end */
};

/* argv as asked_settings takes it, and SIDE:KEY=VALUE for one side alone. order: the whole
 * command line; the side that is named first there is the base, unless one is called so.
 * NULL and an error as there. */
GPtrArray *sides_settings(const struct sides_asked *asked, int argc, char **argv,
			  char *const *order, GPtrArray *experiments, struct sides *sides,
			  GError **error);
void sides_clear(struct sides *sides);

#endif
