/* SPDX-License-Identifier: GPL-2.0-only */
/* What the forms of Hyper-V's IPI hypercall have in common. */
#include "hyperv/hyperv.h"
#include "methods/args.h"
#include "methods/naming.h"

static const struct reason *hv_ipi_probe(void)
{
	if (!hyperv_there())
		return UNSUPPORTED("no-hyperv",
			"no Hyper-V interface (CPUID 0x40000001)");
	if (!hyperv_recommends_ipi())
		return UNSUPPORTED("no-hyperv-ipi",
			"no Hyper-V IPI hypercall (CPUID 0x40000004 EAX[10])");
	return hyperv_find_vp_indices();
}

/* The first two quadwords of the input of HvCallSendSyntheticClusterIpi:
 * vector, target VTL (0) and the set of VPs 0 to 63. */
static u64 hv_ipi_word(u8 vector, u64 mask)
{
	u64 *args = args_new();

	if (args) {
		args[0] = vector;
		args[1] = mask;
	}
	return (u64)args;
}

static __attribute__((unused)) u64 hv_ipi_encode(const struct dest *d)
{
	return d->cpu->vp_index < METHOD_SPAN_hv_ipi
		? hv_ipi_word(d->vector, 1ull << d->cpu->vp_index) : 0;
}

static __attribute__((unused)) const struct reason *hv_ipi_multicast(struct naming *n)
{
	u64 mask = 0;

	for (u32 i = 0; i < n->targets; i++) {
		if (n->target[i]->vp_index >= METHOD_SPAN_hv_ipi)
			return NOT_APPLICABLE("vp-above-63",
				"the call names VPs 0 to 63 only (hv-ipi-ex names any)");
		mask |= 1ull << n->target[i]->vp_index;
	}
	return naming_add(n, hv_ipi_word(n->vector, mask));
}
