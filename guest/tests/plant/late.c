// SPDX-License-Identifier: GPL-2.0-only
/* The processor with APIC id 2 comes when it has been given up. --wrap=ap_main */
#include "cpu/apic.h"
#include "cpu/tsc.h"

void __real_ap_main(void);
void __wrap_ap_main(void);

void __wrap_ap_main(void)
{
	if (apic_own_id() == 2)
		tsc_delay_us(6500000);
	__real_ap_main();
}
