// SPDX-License-Identifier: GPL-2.0-only
/* Behind each SIPI a hail of NMIs, which meets its processor in every mode on its
 * way. --wrap=apic_send */
#include "cpu/apic.h"

void __real_apic_send(u32 icr, u32 apic_id);
void __wrap_apic_send(u32 icr, u32 apic_id);

void __wrap_apic_send(u32 icr, u32 apic_id)
{
	__real_apic_send(icr, apic_id);
	if ((icr & 0x700) == ICR_STARTUP)
		for (u32 i = 0; i < 20000; i++)
			__real_apic_send(ICR_NMI | ICR_ASSERT, apic_id);
}
