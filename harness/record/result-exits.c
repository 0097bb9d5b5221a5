/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits as the hypervisor counted them, interrupts as the targets did. */
#include "record/result-part.h"

#include "spec/methods.h"
#include "spec/receiving.h"

static JsonObject *counts_object(const struct exit_counts *counts, bool all)
{
	JsonObject *object = json_object_new();

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (all || counts->by_class[i])
			json_object_set_int_member(object, exit_class_names[i],
						   counts->by_class[i]);
	json_object_set_int_member(object, "total", counts->total);
	return object;
}

/* What counting itself put into the window (hv-patches/README.md, "What
 * reading costs") is taken out here and nowhere else. */
static struct exit_counts without_reading(const struct guest_exits *exits)
{
	struct exit_counts counts = exits->counts;
	guint64 *other = &counts.by_class[VAPIC_EXIT_MSR_OTHER];

	if (*other >= exits->reading && counts.total >= exits->reading) {
		*other -= exits->reading;
		counts.total -= exits->reading;
	}
	return counts;
}

void result_set_exits(const struct result_part *part)
{
	JsonObject *object = part->object;
	const struct guest_row *row = part->row;
	struct exit_counts sender = { 0 }, receivers = { 0 };
	JsonObject *exits = json_object_new(), *source;
	JsonArray *cpus;
	guint64 reading = 0;

	json_object_set_object_member(object, "exits", exits);
	if (!row || !row->exits->len) {
		json_object_set_null_member(exits, "hypervisor");
		json_object_set_null_member(object, "send_exits_per_ipi");
		return;
	}
	source = json_object_new();
	cpus = json_array_new();
	for (guint i = 0; i < row->exits->len; i++) {
		const struct guest_exits *one = row->exits->pdata[i];
		struct exit_counts counts = without_reading(one);
		JsonObject *cpu = counts_object(&counts, false);

		json_object_set_int_member(cpu, "cpu", one->cpu);
		json_object_set_string_member(cpu, "role",
					      guest_role_names[one->role]);
		json_object_set_int_member(cpu, "reading_taken_out",
					   one->reading);
		json_array_add_object_element(cpus, cpu);
		reading += one->reading;
		if (one->role == ROLE_SENDER || one->role == ROLE_BOTH)
			exit_counts_add(&sender, &counts);
		else if (one->role == ROLE_RECEIVER)
			exit_counts_add(&receivers, &counts);
	}
	json_object_set_object_member(source, "sender",
				      counts_object(&sender, true));
	json_object_set_object_member(source, "receivers",
				      counts_object(&receivers, true));
	json_object_set_array_member(source, "per_vcpu", cpus);
	json_object_set_int_member(source, "reading_taken_out", reading);
	json_object_set_object_member(exits, "hypervisor", source);
	json_object_set_double_member(object, "send_exits_per_ipi",
		(double)method_send_exits(&sender, part->method) / part->ipis);
}

void result_set_received(const struct result_part *part)
{
	const struct guest_row *row = part->row;
	JsonArray *array = json_array_new();

	for (guint i = 0; row && i < row->received->len; i++) {
		const struct guest_received *one = row->received->pdata[i];
		JsonObject *entry = json_object_new();

		json_object_set_int_member(entry, "cpu", one->cpu);
		json_object_set_string_member(entry, "pass",
			one->timing ? "time" : "count");
		if (one->one_vector)
			json_object_set_int_member(entry, "vector",
						   one->vector);
		else
			json_object_set_int_member(entry, "vectors",
						   one->vectors);
		json_object_set_int_member(entry, "sent", one->sent);
		json_object_set_int_member(entry, "got", one->got);
		json_object_set_int_member(entry, "coalesced", one->coalesced);
		if (!one->one_vector && one->woken_early)
			json_object_set_int_member(entry, "woken_early",
						   one->woken_early);
		if (!one->one_vector && one->phantoms)
			json_object_set_int_member(entry, "phantoms",
						   one->phantoms);
		if (!one->one_vector && one->strays)
			json_object_set_int_member(entry, "strays",
						   one->strays);
		json_array_add_object_element(array, entry);
	}
	json_object_set_array_member(part->object, "received", array);
}

const struct guest_received *result_received_of(const struct guest_row *row,
						guint cpu, bool timing)
{
	for (guint i = 0; i < row->received->len; i++) {
		const struct guest_received *one = row->received->pdata[i];

		if (one->cpu == cpu && one->timing == timing &&
		    !one->one_vector)
			return one;
	}
	return NULL;
}

/* Where the hypervisor counts, its counts; else the meter's, else KVM's own. */
void result_set_halted(const struct result_part *part)
{
	JsonObject *exits = json_object_get_object_member(part->object,
							  "exits");
	const char *source = !json_object_get_null_member(exits, "hypervisor") ?
		"hypervisor" :
		!json_object_get_null_member(exits, "meter") ? "meter" :
		"kvm-stats";
	JsonObject *counts, *halted;
	JsonArray *vcpus, *cpus;
	bool timing, matches = true;

	json_object_set_null_member(part->object, "halted");
	if (!g_str_equal(part->asked->value[KEY_WAIT], "halt") ||
	    json_object_get_null_member(exits, source))
		return;
	counts = json_object_get_object_member(exits, source);
	timing = g_strcmp0(json_object_get_string_member_with_default(counts,
				"pass", "count"), "time") == 0;
	vcpus = json_object_get_array_member(counts, "per_vcpu");
	halted = json_object_new();
	cpus = json_array_new();
	for (guint i = 0; i < json_array_get_length(vcpus); i++) {
		JsonObject *vcpu = json_array_get_object_element(vcpus, i);
		guint cpu = json_object_get_int_member(vcpu, "cpu");
		const struct guest_received *received =
			result_received_of(part->row, cpu, timing);
		guint64 hlt = json_object_get_int_member_with_default(vcpu,
			"hlt", 0), low, high;
		JsonObject *one;

		if (!received)
			continue;
		sleeps_hlt(&(struct sleeps){
			.method = part->method, .pattern = part->pattern,
			.k = json_object_get_int_member(part->object, "k"),
			.vcpus = part->boot->vcpus,
			.sent = received->sent, .got = received->got,
			.woken_early = received->woken_early,
		}, &low, &high);
		matches = matches && hlt >= low && hlt <= high;
		one = json_object_new();
		json_object_set_int_member(one, "cpu", cpu);
		json_object_set_int_member(one, "hlt", hlt);
		json_object_set_int_member(one, "received", received->got);
		json_array_add_object_element(cpus, one);
	}
	json_object_set_string_member(halted, "source", source);
	json_object_set_array_member(halted, "cpus", cpus);
	json_object_set_boolean_member(halted, "matches", matches);
	json_object_set_object_member(part->object, "halted", halted);
}
