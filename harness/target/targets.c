/* SPDX-License-Identifier: GPL-2.0-only */
#include "target/target.h"

const struct target *const targets[] = {
#define TARGET(id, name, offers) &target_##id,
#include "spec/targets.def"
	NULL
};

const struct target *target_from_name(const char *name)
{
	for (guint i = 0; targets[i]; i++)
		if (g_strcmp0(targets[i]->name, name) == 0)
			return targets[i];
	return NULL;
}
