// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv-ipi-mem: HvCallSendSyntheticClusterIpi with its input in memory (Hyper-V
 * TLFS 11.3 and 3.7), the address in RDX; for up to 64 VPs.
 */
#include "methods/hv_ipi_forms.h"
#include "methods/method.h"
#define METHOD hv_ipi_mem

static ALWAYS_INLINE void send(u64 word)
{
	hyperv_call(HV_SEND_IPI, word, 0);
}

#include "patterns/loops.h"

METHOD_ROW(hv_ipi_mem, .probe = hv_ipi_probe,
	.enable = hyperv_enable, .disable = hyperv_disable,
	.encode = hv_ipi_encode, .multicast = hv_ipi_multicast,
	.loops = &loops);
