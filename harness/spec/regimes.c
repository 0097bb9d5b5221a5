/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/regimes.h"

#define REGIME(...) { __VA_ARGS__ },
const struct regime regimes[] = {
#include "../guest/spec/regimes.def"
	{ NULL }
};

const struct regime *regime_from_name(const char *name)
{
	for (const struct regime *regime = regimes; regime->name; regime++)
		if (g_strcmp0(name, regime->name) == 0)
			return regime;
	return NULL;
}

static guint cell(const struct regime *regime, const struct method *method, int class)
{
	switch (class) {
	case VAPIC_EXIT_APIC_READ_ICR:
		return regime->read_icr;
	case VAPIC_EXIT_APIC_WRITE_ICR2:
		return regime->write_icr2;
	case VAPIC_EXIT_APIC_WRITE_ICR:
		return method->quirks & RESERVED_BITS ? regime->reserved :
			regime->write_icr;
	case VAPIC_EXIT_MSR_X2APIC_ICR:
		return regime->x2apic_icr;
	case VAPIC_EXIT_APIC_WRITE_EOI:
	case VAPIC_EXIT_MSR_X2APIC_EOI:
		return regime->eoi;
	default:
		return EXITS;
	}
}

enum regime_cost regime_cost(const struct regime *regime, const struct method *method,
			     int class, guint free)
{
	guint cost = cell(regime, method, class);

	return cost & UNKNOWN ? UNKNOWN : cost & (FREE | free) ? FREE : EXITS;
}
