// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv-ipi: HvCallSendSyntheticClusterIpi with its input in registers, the fast
 * form (Hyper-V TLFS): vector in RDX, a mask of VPs 0 to 63 in R8.
 */
#include "methods/hv_ipi_forms.h"
#include "methods/method.h"
#define METHOD hv_ipi

static ALWAYS_INLINE void send(u64 word)
{
	const u64 *args = (const u64 *)word;

	hyperv_call(HV_FAST | HV_SEND_IPI, args[0], args[1]);
}

#include "patterns/loops.h"

METHOD_ROW(hv_ipi, .probe = hv_ipi_probe,
	.enable = hyperv_enable, .disable = hyperv_disable,
	.encode = hv_ipi_encode, .multicast = hv_ipi_multicast,
	.loops = &loops);
