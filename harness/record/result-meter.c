/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exit meter's part of a result line. The meter sees which instruction
 * exited; where the processor exited for a reason that is no instruction's
 * (interrupt, interrupt window, page fault) it can only say `async`.
 */
#include "record/result-part.h"

#include "plan/boot.h"
#include "spec/methods.h"
#include "spec/roles.h"

/* What a vCPU does in a row: as the guest said it, or, where no hypervisor
 * counted and so the guest did not say it, as the pattern has it. */
static enum guest_role role_of(const struct guest_row *row, const char *pattern,
			       guint cpu, guint sender)
{
	for (guint i = 0; i < row->exits->len; i++) {
		const struct guest_exits *one = row->exits->pdata[i];

		if (one->cpu == cpu)
			return one->role;
	}
	return guest_role_in(pattern, cpu, cpu == sender);
}

/* Adds the kinds of one vCPU to a sum, and returns the instructions. */
static gint64 add_kinds(JsonObject *sum, JsonObject *kinds)
{
	g_autoptr(GList) names = json_object_get_members(kinds);
	gint64 insns = 0;

	for (GList *name = names; name; name = name->next) {
		JsonObject *kind = json_object_get_object_member(kinds,
								 name->data);

		json_object_set_int_member(sum, name->data,
			result_number(sum, name->data) + result_number(kind, "n"));
		insns += result_number(kind, "sum");
	}
	return insns;
}

static void set_insns(JsonObject *object, gint64 sender, gint64 receivers,
		      guint64 ipis)
{
	JsonObject *insns = json_object_new();

	json_object_set_double_member(insns, "sender", (double)sender / ipis);
	json_object_set_double_member(insns, "receivers",
				      (double)receivers / ipis);
	json_object_set_object_member(object, "hv_insns", insns);
	json_object_set_double_member(object, "hv_insns_per_ipi",
				      (double)(sender + receivers) / ipis);
}

static guint64 send_exits(JsonObject *sender, const char *method)
{
	struct exit_counts counts = { 0 };

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		counts.by_class[i] = result_number(sender, exit_class_names[i]);
	return method_send_exits(&counts, method);
}

void result_set_meter(const struct result_part *part)
{
	JsonObject *object = part->object;
	JsonObject *exits = json_object_get_object_member(object, "exits");
	const struct guest_row *row = part->row;
	JsonObject *window = NULL, *source, *sender, *receivers;
	const char *pass = "count";
	JsonArray *vcpus, *cpus;
	gint64 sender_insns = 0, receivers_insns = 0;

	json_object_set_null_member(exits, "meter");
	json_object_set_null_member(object, "hv_insns");
	json_object_set_null_member(object, "hv_insns_per_ipi");
	if (!row)
		return;
	window = boot_window(part->boot, row->id, pass);
	if (!window)
		window = boot_window(part->boot, row->id, pass = "time");
	if (!window)
		return;

	source = json_object_new();
	sender = json_object_new();
	receivers = json_object_new();
	cpus = json_array_new();
	vcpus = json_object_get_array_member(window, "vcpus");
	for (guint i = 0; i < json_array_get_length(vcpus); i++) {
		JsonObject *vcpu = json_array_get_object_element(vcpus, i);
		JsonObject *kinds = json_object_get_object_member(vcpu, "kinds");
		JsonObject *cpu = json_object_new();
		guint index = result_number(vcpu, "cpu");
		enum guest_role role = role_of(row, part->pattern, index,
					       result_number(window, "sender"));
		bool sends = role == ROLE_SENDER || role == ROLE_BOTH;
		JsonObject *side = sends ? sender : receivers;
		gint64 insns = add_kinds(side, kinds);

		*(sends ? &sender_insns : &receivers_insns) += insns;
		json_object_set_int_member(side, "total",
			result_number(side, "total") + result_number(vcpu, "total"));
		json_object_set_int_member(cpu, "cpu", index);
		json_object_set_string_member(cpu, "role",
					      guest_role_names[role]);
		json_object_set_int_member(cpu, "reading_taken_out", 0);
		json_object_set_int_member(cpu, "total",
					   result_number(vcpu, "total"));
		add_kinds(cpu, kinds);
		json_object_set_object_member(cpu, "insns",
					      json_object_ref(kinds));
		json_array_add_object_element(cpus, cpu);
	}
	json_object_set_string_member(source, "pass", pass);
	json_object_set_int_member(sender, "total",
				   result_number(sender, "total"));
	json_object_set_int_member(receivers, "total",
				   result_number(receivers, "total"));
	json_object_set_object_member(source, "sender", sender);
	json_object_set_object_member(source, "receivers", receivers);
	json_object_set_array_member(source, "per_vcpu", cpus);
	json_object_set_object_member(exits, "meter", source);
	set_insns(object, sender_insns, receivers_insns, part->ipis);
	/* Where no hypervisor counts, the meter is the only source. */
	if (json_object_get_null_member(object, "send_exits_per_ipi"))
		json_object_set_double_member(object, "send_exits_per_ipi",
			(double)send_exits(sender, part->method) / part->ipis);
}
