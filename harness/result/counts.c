/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/counts.h"

#include <string.h>

const char *const source_names[SOURCES] = {
	"hypervisor", "meter", "kvm-stats", "kvm-trace"
};

#define NAME(name) #name,
const char *const tally_names[TALLY_PLACES] = {
	VAPIC_EXIT_NAMES(NAME)
	[TALLY_TOTAL] = "total", [TALLY_ASYNC] = "async",
	[TALLY_MSR_UNKNOWN] = "msr_unknown", [TALLY_UNCLASSIFIED] = "unclassified",
};

int tally_place(const char *name)
{
	for (int i = 0; i < TALLY_PLACES; i++)
		if (g_str_equal(tally_names[i], name))
			return i;
	return -1;
}

void tally_add(struct tally *to, int place, guint64 more)
{
	if (!memchr(to->order, place, to->named))
		to->order[to->named++] = place;
	to->n[place] += more;
}

void tally_add_all(struct tally *to, const struct tally *from)
{
	for (guint i = 0; i < from->named; i++)
		if (from->order[i] != TALLY_TOTAL)
			tally_add(to, from->order[i], from->n[from->order[i]]);
	tally_add(to, TALLY_TOTAL, from->n[TALLY_TOTAL]);
}

/* What the meter cannot tell apart goes where most of it belongs, so that the classes
 * add up. */
struct exit_counts tally_classes(const struct tally *tally)
{
	struct exit_counts counts = { .total = tally->n[TALLY_TOTAL] };

	memcpy(counts.by_class, tally->n, sizeof(counts.by_class));
	counts.by_class[VAPIC_EXIT_EXTERNAL_INTERRUPT] += tally->n[TALLY_ASYNC];
	counts.by_class[VAPIC_EXIT_MSR_OTHER] += tally->n[TALLY_MSR_UNKNOWN];
	return counts;
}

bool counted_sends(enum guest_role role)
{
	return role == ROLE_SENDER || role == ROLE_BOTH;
}

struct counts *counts_new(enum source source)
{
	struct counts *counts = codec_new(source == SOURCE_HYPERVISOR ?
		&counts_of_hypervisor_shape : &counts_shape);

	counts->source = source;
	counts->vcpus = g_ptr_array_new();
	return counts;
}

struct counted_cpu *counts_add(struct counts *counts, guint cpu, enum guest_role role)
{
	struct counted_cpu *one = codec_new(counts->source == SOURCE_HYPERVISOR ?
		&counted_cpu_of_hypervisor_shape : &counted_cpu_shape);

	one->cpu = cpu;
	one->role = role;
	g_ptr_array_add(counts->vcpus, one);
	return one;
}

/* The hypervisor names every class; the meter's idle vCPUs are with the receivers. */
void counts_sum(struct counts *counts)
{
	struct side *sender = counts->sender = codec_new(&side_shape);
	struct side *receivers = counts->receivers = codec_new(&side_shape);

	for (int i = 0; counts->source == SOURCE_HYPERVISOR && i < VAPIC_EXIT_CLASSES;
	     i++) {
		tally_add(&sender->tally, i, 0);
		tally_add(&receivers->tally, i, 0);
	}
	for (guint i = 0; i < counts->vcpus->len; i++) {
		const struct counted_cpu *one = counts->vcpus->pdata[i];

		if (one->role != ROLE_IDLE || counts->source == SOURCE_METER)
			tally_add_all(counted_sends(one->role) ? &sender->tally :
				      &receivers->tally, &one->tally);
	}
	tally_add(&sender->tally, TALLY_TOTAL, 0);
	tally_add(&receivers->tally, TALLY_TOTAL, 0);
}

const struct counted_cpu *counts_of_cpu(const struct counts *counts, guint cpu)
{
	for (guint i = 0; i < counts->vcpus->len; i++) {
		const struct counted_cpu *one = counts->vcpus->pdata[i];

		if (one->cpu == cpu)
			return one;
	}
	return NULL;
}

guint64 named_count_of(const GPtrArray *list, const char *name)
{
	for (guint i = 0; list && i < list->len; i++) {
		const struct named_count *one = list->pdata[i];

		if (g_str_equal(one->name, name))
			return one->n;
	}
	return 0;
}

void named_count_add(GPtrArray *list, const char *name, guint64 n)
{
	struct named_count *one = g_new(struct named_count, 1);

	*one = (struct named_count){ name, n };
	g_ptr_array_add(list, one);
}
