/* SPDX-License-Identifier: GPL-2.0-only */
/* What virtualises the APIC, and what it leaves of a sequence: guest/spec/regimes.def. */
#ifndef IPIBENCH_REGIMES_H
#define IPIBENCH_REGIMES_H

#include <glib.h>

#include "spec/methods.h"

struct regime {
	const char *name;
	guint read_icr, write_icr2, write_icr, x2apic_icr, reserved, eoi;
	const char *what;       /* virtualises the APIC */
};

extern const struct regime regimes[];   /* ends with name NULL */

const struct regime *regime_from_name(const char *name);        /* NULL: none */
/* Of one access of a method's; `free` is what the IPI is of FREE_TO_SELF, FREE_TO_ONE
 * and FREE_FIXED. EXITS, FREE or UNKNOWN. */
enum regime_cost regime_cost(const struct regime *regime, const struct method *method,
			     int class, guint free);

#endif
