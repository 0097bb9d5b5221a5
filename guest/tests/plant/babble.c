// SPDX-License-Identifier: GPL-2.0-only
/* The first processor writes records without end while another one raises #UD.
 * --wrap=smp_wait_ready, with method test-ud */
#include "console/record.h"
#include "cpu/smp.h"

bool __wrap_smp_wait_ready(const struct percpu *p);

bool __wrap_smp_wait_ready(const struct percpu *p)
{
	for (;;) {
		record_begin("babble");
		record_u64("cpu", p->index);
		record_text("text", "abcdefghijklmnopqrstuvwxyz0123456789");
		record_end();
	}
}
