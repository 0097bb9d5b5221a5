/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many register writes or hypercalls a window takes.
 *
 * loop        one for each target
 * shorthand   one (SDM vol. 3, 11.6.1, "Destination Shorthand")
 * logical     one for each group that a logical destination can name: flat
 *             model, up to 8 processors, all of them (SDM 11.6.2.2); cluster
 *             model 4 (same place); x2APIC 16, by bits of the APIC id that
 *             the processor itself makes the logical id from (SDM 11.12.10.2).
 *             The guest numbers the processors of the first two in order.
 * multicast   the method's own (guest/spec/methods.def): one, or one for each span
 *             of APIC ids from the lowest on, or for each cluster of ids
 */
#include "judge/expect.h"

#include "spec/methods.h"
#include "spec/patterns.h"

static guint apic_id(const struct result *result, guint cpu)
{
	return cpu < result->apic_ids->len ?
		g_array_index(result->apic_ids, guint, cpu) : cpu;
}

/* The sender's targets: the first of all others, in order. */
static GArray *targets_of(const struct result *result, guint sender)
{
	GArray *cpus = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint cpu = 0; cpus->len < result->targets; cpu++)
		if (cpu != sender)
			g_array_append_val(cpus, cpu);
	return cpus;
}

static guint groups(const struct result *result, const GArray *cpus,
		    bool by_apic_id, guint size)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < cpus->len; i++) {
		guint cpu = g_array_index(cpus, guint, i);

		g_hash_table_add(seen, GUINT_TO_POINTER(
			(by_apic_id ? apic_id(result, cpu) : cpu) / size));
	}
	return g_hash_table_size(seen);
}

static int by_number(gconstpointer a, gconstpointer b)
{
	const guint *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

static guint spans(const struct result *result, const GArray *cpus, guint span)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint));
	guint n = 0, lowest = 0;

	for (guint i = 0; i < cpus->len; i++) {
		guint id = apic_id(result, g_array_index(cpus, guint, i));

		g_array_append_val(ids, id);
	}
	g_array_sort(ids, by_number);
	for (guint i = 0; i < ids->len; i++) {
		guint id = g_array_index(ids, guint, i);

		if (n && id - lowest < span)
			continue;
		lowest = id;
		n++;
	}
	return n;
}

guint expect_writes(const struct result *result, guint sender)
{
	const struct pattern *pattern = pattern_from_name(result->pattern);
	const struct method *method = method_from_name(result->method);
	g_autoptr(GArray) cpus = NULL;

	if (result->targets <= 1 || !pattern_to_many(pattern) ||
	    g_str_equal(result->dest, "shorthand"))
		return 1;
	if (g_str_equal(result->dest, "loop"))
		return result->targets;
	cpus = targets_of(result, sender);
	if (method && method->quirks & PER_CLUSTER)
		return groups(result, cpus, true, method->span);
	if (g_str_equal(result->dest, "logical")) {
		if (g_strcmp0(result->mode, "x2apic") == 0)
			return groups(result, cpus, true, LOGICAL_X2APIC);
		return result->vcpus <= LOGICAL_FLAT ? 1 :
			groups(result, cpus, false, LOGICAL_CLUSTER);
	}
	return method && method->quirks & PER_SPAN ?
		spans(result, cpus, method->span) : 1;
}

guint64 expect_all_writes(const struct result *result)
{
	guint64 writes = 0;

	if (pattern_from_name(result->pattern)->targets != TARGET_MESH)
		return result->ipis * expect_writes(result, 0);
	/* Every processor sends as many as any other. */
	for (guint sender = 0; sender < result->vcpus; sender++)
		writes += result->ipis / result->vcpus *
			expect_writes(result, sender);
	return writes;
}
