// SPDX-License-Identifier: GPL-2.0-only
/* An exception in long mode, before there is a console. --wrap=boot_main */
#include "lib/types.h"

void __wrap_boot_main(u32 magic, u64 info);

void __wrap_boot_main(u32 magic, u64 info)
{
	(void)magic, (void)info;
	__asm__ volatile("ud2");
}
