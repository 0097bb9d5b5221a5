/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/roles.h"

const char *const guest_role_names[ROLE_BOTH + 1] = {
	[ROLE_IDLE] = "idle", [ROLE_SENDER] = "sender",
	[ROLE_RECEIVER] = "receiver", [ROLE_BOTH] = "both",
};

bool guest_role_from_name(const char *name, enum guest_role *role)
{
	for (guint i = 0; name && i < G_N_ELEMENTS(guest_role_names); i++)
		if (g_str_equal(name, guest_role_names[i])) {
			*role = i;
			return true;
		}
	return false;
}

enum guest_role guest_role_in(const char *pattern, guint cpu, bool first)
{
	static const char *const both[] = {
		"self", "pingpong", "ring", "mesh", "pairs", NULL
	};

	if (g_strv_contains(both, pattern))
		return ROLE_BOTH;
	if (g_str_equal(pattern, "incast"))
		return cpu == 1 ? ROLE_RECEIVER : ROLE_SENDER;
	return first ? ROLE_SENDER : ROLE_RECEIVER;
}
