/* SPDX-License-Identifier: GPL-2.0-only */
/* A method that spec/methods.def does not know: it has no row there. */
#include "methods/xapic.h"

#define METHOD_OF_TEST(id, word, how, ...)					\
	static const struct method_spec spec_##id = {				\
		word, APIC_XAPIC, CAN_LOGICAL | CAN_SHORTHAND | CAN_NMI, 0	\
	};									\
	METHOD_ENTRY(id, &spec_##id, .encode = how,	\
		     .loops = &loops, ##__VA_ARGS__)
