/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/classes.h"

#define NAME(name) #name,
const char *const exit_class_names[VAPIC_EXIT_CLASSES] = {
	VAPIC_EXIT_NAMES(NAME)
};

int exit_class_from_name(const char *name)
{
	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (g_str_equal(name, exit_class_names[i]))
			return i;
	return -1;
}

void exit_counts_add(struct exit_counts *to, const struct exit_counts *from)
{
	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		to->by_class[i] += from->by_class[i];
	to->total += from->total;
}

guint64 exit_counts_sum(const struct exit_counts *counts)
{
	guint64 sum = 0;

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		sum += counts->by_class[i];
	return sum;
}
