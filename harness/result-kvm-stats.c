/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM counts all exits of a vCPU, and some of them by what they were; what it
 * does not tell apart (accesses to the APIC page, MSRs, page faults, ...) is
 * `unclassified` here, so that the classes add up to `total`.
 *
 * What the stops themselves cost is known from the empty windows before the
 * real one: the median of each counter over them is taken out and said.
 */
#include "result-part.h"

#include <stdlib.h>

#include "expect.h"
#include "kvm-stats.h"

#define EMPTY_MAX 64

/* KVM's counter and the class of the same exits (arch/x86/kvm/x86.c,
 * kvm_vcpu_stats_desc, and where each of them is incremented). */
static const struct { const char *counter, *class; } told[] = {
	{ "halt_exits", "hlt" },
	{ "hypercalls", "hypercall" },
	{ "io_exits", "io" },
	{ "irq_exits", "external_interrupt" },
	{ "irq_window_exits", "interrupt_window" },
};

static int by_size(gconstpointer a, gconstpointer b)
{
	guint64 one = *(const guint64 *)a, other = *(const guint64 *)b;

	return one < other ? -1 : one > other;
}

/* Median over the empty windows; false: a stop is missing. */
static bool cost_of_stop(const struct kvm_stats *stats,
			 const struct guest_row *row, guint vcpu, guint name,
			 guint64 *median)
{
	guint64 values[EMPTY_MAX];
	guint n = MIN(row->empty_windows, EMPTY_MAX);

	*median = 0;
	for (guint i = 0; i < n; i++)
		if (!kvm_stats_between(stats, row->first_stop + i,
				       row->first_stop + i + 1, vcpu, name,
				       &values[i]))
			return false;
	if (n) {
		qsort(values, n, sizeof(*values), by_size);
		*median = values[(n - 1) / 2];
	}
	return true;
}

/* What happened in the window, as one vCPU's counters show it. */
struct counted {
	JsonObject *counters, *taken_out;
	gint64 *value;          /* by place in names */
};

static void counted_clear(struct counted *counted)
{
	g_clear_pointer(&counted->counters, json_object_unref);
	g_clear_pointer(&counted->taken_out, json_object_unref);
	g_free(counted->value);
}

static bool count(const struct kvm_stats *stats, const struct guest_row *row,
		  guint vcpu, struct counted *counted)
{
	guint begin = row->first_stop + row->empty_windows;

	counted->counters = json_object_new();
	counted->taken_out = json_object_new();
	counted->value = g_new0(gint64, stats->names->len);
	for (guint i = 0; i < stats->names->len; i++) {
		const char *name = stats->names->pdata[i];
		guint64 more, cost;

		if (!kvm_stats_between(stats, begin, begin + 1, vcpu, i,
				       &more) ||
		    !cost_of_stop(stats, row, vcpu, i, &cost))
			return false;
		/* An empty window of a waiting vCPU can be longer than the
		 * real one: no less than nothing. */
		cost = MIN(cost, more);
		counted->value[i] = more - cost;
		if (counted->value[i])
			json_object_set_int_member(counted->counters, name,
						   counted->value[i]);
		if (cost)
			json_object_set_int_member(counted->taken_out, name,
						   cost);
	}
	return true;
}

static void add(JsonObject *object, const char *name, gint64 more)
{
	json_object_set_int_member(object, name, more +
		json_object_get_int_member_with_default(object, name, 0));
}

static void set_classes(JsonObject *cpu, const struct kvm_stats *stats,
			const struct counted *counted)
{
	gint64 total = counted->value[kvm_stats_find(stats, "exits")];
	gint64 left = total;

	for (guint i = 0; i < G_N_ELEMENTS(told); i++) {
		int at = kvm_stats_find(stats, told[i].counter);

		if (at < 0 || !counted->value[at])
			continue;
		add(cpu, told[i].class, counted->value[at]);
		left -= counted->value[at];
	}
	if (left)
		add(cpu, "unclassified", left);
	add(cpu, "total", total);
}

/* Who neither sends nor receives is idle, whatever the pattern says. */
static enum guest_role role_of(const struct result_part *part, guint vcpu)
{
	enum guest_role role = expect_role(part->pattern, vcpu, vcpu == 0);

	if (role == ROLE_SENDER)
		return role;
	for (guint i = 0; i < part->row->received->len; i++) {
		const struct guest_received *one = part->row->received->pdata[i];

		if (one->cpu == vcpu)
			return role;
	}
	return ROLE_IDLE;
}

static bool add_vcpu(const struct result_part *part, JsonObject *source,
		     guint vcpu)
{
	struct counted counted = { 0 };
	const struct kvm_stats *stats = part->boot->stats;
	bool done = count(stats, part->row, vcpu, &counted);
	enum guest_role role = role_of(part, vcpu);

	if (done) {
		JsonObject *cpu = json_object_new();

		json_object_set_int_member(cpu, "cpu", vcpu);
		json_object_set_string_member(cpu, "role",
					      guest_role_names[role]);
		json_object_set_int_member(cpu, "reading_taken_out",
			json_object_get_int_member_with_default(
				counted.taken_out, "exits", 0));
		set_classes(cpu, stats, &counted);
		if (role != ROLE_IDLE)
			set_classes(json_object_get_object_member(source,
				role == ROLE_RECEIVER ? "receivers" : "sender"),
				stats, &counted);
		json_object_set_object_member(cpu, "counters",
			json_object_ref(counted.counters));
		json_object_set_object_member(cpu, "taken_out",
			json_object_ref(counted.taken_out));
		json_array_add_object_element(json_object_get_array_member(
			source, "per_vcpu"), cpu);
	}
	counted_clear(&counted);
	return done;
}

void result_set_kvm_stats(const struct result_part *part)
{
	JsonObject *exits = json_object_get_object_member(part->object, "exits");
	const struct boot *boot = part->boot;
	const struct guest_row *row = part->row;
	JsonObject *source;
	bool done = true;

	json_object_set_null_member(exits, "kvm-stats");
	if (!boot->standstill || !row)
		return;
	if (!boot->stats || boot->stats->problem || !row->first_stop) {
		result_note(part->notes, "kvm-stats: %s",
			boot->stats && boot->stats->problem ?
			boot->stats->problem :
			"the guest did not stand still for this row");
		return;
	}
	source = json_object_new();
	json_object_set_string_member(source, "pass", "count");
	json_object_set_int_member(source, "empty_windows",
				   row->empty_windows);
	json_object_set_object_member(source, "sender", json_object_new());
	json_object_set_object_member(source, "receivers", json_object_new());
	json_object_set_array_member(source, "per_vcpu", json_array_new());
	for (guint i = 0; i < boot->vcpus && done; i++)
		done = add_vcpu(part, source, i);
	add(json_object_get_object_member(source, "sender"), "total", 0);
	add(json_object_get_object_member(source, "receivers"), "total", 0);
	if (done) {
		json_object_set_object_member(exits, "kvm-stats", source);
		return;
	}
	json_object_unref(source);
	result_note(part->notes, "kvm-stats: a reading of KVM's counters is "
		    "missing");
}
