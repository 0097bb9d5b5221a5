// SPDX-License-Identifier: GPL-2.0-only
#include "methods/method.h"

#define METHOD(id, name, mode, exits, can, needs, quirks, span, says)	\
	{ name, APIC_##mode, can, quirks },
const struct method_spec method_specs[METHODS] = {
#include "spec/methods.def"
};
