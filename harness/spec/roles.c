/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/roles.h"

#include "spec/patterns.h"

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

enum guest_role guest_role_in(const char *name, guint cpu, bool first)
{
	const struct pattern *pattern = pattern_from_name(name);

	switch (pattern->targets) {
	case TARGET_SELF:
	case TARGET_RING:
	case TARGET_MESH:
	case TARGET_PAIRS:
		return ROLE_BOTH;
	case TARGET_FUNNEL:
		return cpu == 1 ? ROLE_RECEIVER : ROLE_SENDER;
	default:
		return pattern->senders == SEND_ANSWER ? ROLE_BOTH :
			first ? ROLE_SENDER : ROLE_RECEIVER;
	}
}
