// SPDX-License-Identifier: GPL-2.0-only
/*
 * xapic: the legacy sequence, as operating systems have written it since the
 * first APICs: wait until the last IPI is out (ICR, delivery status), write
 * the target to ICR2, write ICR, which sends (Intel SDM vol. 3, 11.6.1).
 */
#include "methods/method.h"
#define METHOD xapic

static ALWAYS_INLINE void send(u64 word)
{
	for (u32 looks = 1; unlikely(xapic_read(APIC_ICR) & ICR_BUSY); )
		if (!(looks = run_icr_still_busy(looks)))
			break;
	xapic_write(APIC_ICR2, (u32)(word >> 32));
	xapic_write(APIC_ICR, (u32)word);
}

#include "patterns/loops.h"
#include "methods/xapic.h"

METHOD_ROW(xapic, .encode = xapic_encode, .loops = &loops);
