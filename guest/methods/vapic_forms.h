/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the two forms of the single-write register have in common:
 * hv-patches/README.md. Enabled on the senders of a row only, and only for
 * as long as it takes.
 */
#include "cpu/hypervisor.h"
#include "methods/naming.h"
#include "vapic.h"

static const struct reason *vapic_probe(u64 feature)
{
	if (!hypervisor.vapic_cap)
		return UNSUPPORTED("no-vapic", "no vAPIC register (VAPIC_MSR_CAP)");
	if (!(hypervisor.vapic_cap & feature))
		return UNSUPPORTED("no-vapic-form",
			"the hypervisor does not offer this form (VAPIC_MSR_CAP)");
	return NULL;
}

static void vapic_disable(void)
{
	wrmsr(VAPIC_MSR_CTRL, 0);
}
