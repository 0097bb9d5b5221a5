/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/patterns.h"

#define PATTERN PATTERN_ROW
const struct pattern patterns[PATTERNS] = {
#include "../guest/spec/patterns.def"
};

const struct pattern *pattern_from_name(const char *name)
{
	static const struct pattern unknown = { "", .targets = TARGET_LOT };

	for (guint i = 0; i < PATTERNS; i++)
		if (g_strcmp0(name, patterns[i].name) == 0)
			return &patterns[i];
	return &unknown;
}

bool pattern_to_many(const struct pattern *pattern)
{
	return pattern->targets == TARGET_SOME || pattern->targets == TARGET_OTHERS ||
	       pattern->targets == TARGET_MESH;
}

guint pattern_last_cpu(const struct pattern *pattern, guint k, guint vcpus)
{
	switch (pattern->targets) {
	case TARGET_SELF:
		return 0;
	case TARGET_NEXT:
	case TARGET_FUNNEL:
		return 1;
	case TARGET_SOME:
		return k ? k : vcpus / 2;
	default:
		return vcpus - 1;
	}
}

bool pattern_names_others(const struct pattern *pattern, guint k, guint vcpus)
{
	return vcpus == 2 || (pattern_to_many(pattern) &&
			      pattern_last_cpu(pattern, k, vcpus) == vcpus - 1);
}
