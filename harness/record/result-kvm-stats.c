/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM counts all exits of a vCPU, and some of them by what they were; what it
 * does not tell apart (accesses to the APIC page, MSRs, page faults, ...) is
 * `unclassified` here, so that the classes add up to `total`.
 *
 * What the stops themselves cost is known from the empty windows before the
 * real one: the median of each counter over them is taken out and said.
 */
#include "record/result-part.h"

#include "plan/kvm-stats.h"
#include "spec/receiving.h"

/* KVM's counter and the class of the same exits (arch/x86/kvm/x86.c,
 * kvm_vcpu_stats_desc, and where each of them is incremented). */
static const struct { const char *counter, *class; } told[] = {
	{ "halt_exits", "hlt" },
	{ "hypercalls", "hypercall" },
	{ "io_exits", "io" },
	{ "irq_exits", "external_interrupt" },
	{ "irq_window_exits", "interrupt_window" },
};

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
	counted->counters = json_object_new();
	counted->taken_out = json_object_new();
	counted->value = g_new0(gint64, stats->names->len);
	for (guint i = 0; i < stats->names->len; i++) {
		const char *name = stats->names->pdata[i];
		guint64 more, cost;

		if (!kvm_stats_window(stats, row->first_stop,
				      row->empty_windows, vcpu, i, &more, &cost))
			return false;
		counted->value[i] = more;
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
				   result_number(object, name));
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

static bool add_vcpu(const struct result_part *part, JsonObject *source,
		     guint vcpu)
{
	struct counted counted = { 0 };
	const struct kvm_stats *stats = part->boot->stats;
	bool done = count(stats, part->row, vcpu, &counted);
	enum guest_role role = result_role_of(part, vcpu);

	if (done) {
		JsonObject *cpu = json_object_new();

		json_object_set_int_member(cpu, "cpu", vcpu);
		json_object_set_string_member(cpu, "role",
					      guest_role_names[role]);
		json_object_set_int_member(cpu, "reading_taken_out",
			result_number(counted.taken_out, "exits"));
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

/* Of an IPI: what KVM does not tell apart and hypercalls, on vCPUs that send, less
 * an EOI for each interrupt that they got. */
static void set_send_exits(const struct result_part *part, JsonObject *source)
{
	JsonArray *vcpus = json_object_get_array_member(source, "per_vcpu");
	const struct ending as = {
		.deliver = part->asked->value[KEY_DELIVER],
		.regime = json_object_get_string_member(part->object, "regime"),
		.method = part->method,
		.mode = json_object_get_string_member(part->object, "mode"),
	};
	gint64 exits = 0, emulated = 0, total = 0;

	for (guint i = 0; i < json_array_get_length(vcpus); i++) {
		JsonObject *vcpu = json_array_get_object_element(vcpus, i);
		guint cpu = result_number(vcpu, "cpu");
		enum guest_role role = result_role_of(part, cpu);
		const struct guest_received *received =
			result_received_of(part->row, cpu, false);

		emulated += result_number(json_object_get_object_member(vcpu,
			"counters"), "insn_emulation");
		total += result_number(vcpu, "total");
		if (role != ROLE_SENDER && role != ROLE_BOTH)
			continue;
		exits += result_number(vcpu, "unclassified") +
			 result_number(vcpu, "hypercall");
		if (received && end_class(&as) >= 0)
			exits -= received->got;
	}
	if (!as.regime || g_strcmp0(as.deliver, "fixed") || !part->ipis ||
	    emulated > KVM_INTERPRETED * total ||
	    !json_object_get_null_member(part->object, "send_exits_per_ipi"))
		return;
	json_object_set_double_member(part->object, "send_exits_per_ipi",
				      (double)exits / part->ipis);
	result_note(part->notes, "send_exits_per_ipi: from KVM's own counters, by "
		    "what they leave untold; page faults and the like are in it");
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
		set_send_exits(part, source);
		return;
	}
	json_object_unref(source);
	result_note(part->notes, "kvm-stats: a reading of KVM's counters is "
		    "missing");
}
