/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/methods.h"

#define BIT(class) (1u << VAPIC_EXIT_##class)
#define E0 0, { 0 }, 0
#define E1(a) 1, { VAPIC_EXIT_##a }, BIT(a)
#define E2(a, b) 2, { VAPIC_EXIT_##a, VAPIC_EXIT_##b }, BIT(a) | BIT(b)
#define E3(a, b, c) 3, { VAPIC_EXIT_##a, VAPIC_EXIT_##b, VAPIC_EXIT_##c },	\
	BIT(a) | BIT(b) | BIT(c)
#define MODE_XAPIC "xapic"
#define MODE_X2APIC "x2apic"
#define METHOD(id, name, mode, exits, can, needs, quirks, span, says)		\
	{ name, MODE_##mode, exits, can, quirks, NEED_##needs, span, says },
const struct method methods[] = {
#include "../guest/spec/methods.def"
	{ NULL }
};

#define NEED(id, where, flag, absent) { where, flag, absent },
const struct need_spec needs[NEEDS] = {
#include "../guest/spec/needs.def"
};

const struct method *method_from_name(const char *name)
{
	for (const struct method *method = methods; method->name; method++)
		if (g_strcmp0(name, method->name) == 0)
			return method;
	return NULL;
}

guint64 method_send_exits(const struct exit_counts *sender, const char *name)
{
	const struct method *method = method_from_name(name);
	guint64 sum = 0;

	for (int i = 0; method && i < VAPIC_EXIT_CLASSES; i++)
		if (method->send_classes & 1u << i)
			sum += sender->by_class[i];
	return sum;
}
