/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exits by reason, as the tracepoint kvm:kvm_exit names them. What the stops
 * themselves cost is taken out as in result-kvm-stats.c: the median over the empty
 * windows, reason by reason.
 */
#include "plan/kvm-stats.h"
#include "record/result-part.h"

static JsonObject *vcpu_object(const struct result_part *part, guint vcpu)
{
	const struct kvm_stats *counts = part->boot->reasons;
	const struct guest_row *row = part->row;
	JsonObject *cpu = json_object_new();
	JsonObject *reasons = json_object_new();
	guint64 total = 0, taken_out = 0;

	for (guint i = 0; i < counts->names->len; i++) {
		guint64 more = 0, cost = 0;

		/* A vCPU that never had an exit is not in the counts. */
		if (vcpu < counts->vcpus &&
		    !kvm_stats_window(counts, row->first_stop,
				      row->empty_windows, vcpu, i, &more,
				      &cost)) {
			json_object_unref(cpu);
			json_object_unref(reasons);
			return NULL;
		}
		if (more)
			json_object_set_int_member(reasons,
				counts->names->pdata[i], more);
		total += more;
		taken_out += cost;
	}
	json_object_set_int_member(cpu, "cpu", vcpu);
	json_object_set_string_member(cpu, "role", guest_role_names[
		result_role_of(part, vcpu)]);
	json_object_set_int_member(cpu, "reading_taken_out", taken_out);
	json_object_set_int_member(cpu, "total", total);
	json_object_set_object_member(cpu, "reasons", reasons);
	return cpu;
}

static JsonObject *source_object(const struct result_part *part)
{
	JsonObject *source = json_object_new();
	JsonArray *vcpus = json_array_new();

	json_object_set_string_member(source, "pass", "count");
	json_object_set_int_member(source, "empty_windows",
				   part->row->empty_windows);
	json_object_set_array_member(source, "per_vcpu", vcpus);
	for (guint i = 0; i < part->boot->vcpus; i++) {
		JsonObject *cpu = vcpu_object(part, i);

		if (!cpu) {
			json_object_unref(source);
			return NULL;
		}
		json_array_add_object_element(vcpus, cpu);
	}
	return source;
}

void result_set_kvm_trace(const struct result_part *part)
{
	JsonObject *exits = json_object_get_object_member(part->object, "exits");
	const struct boot *boot = part->boot;
	const struct kvm_stats *counts = boot->reasons;
	JsonObject *source = NULL;

	json_object_set_null_member(exits, "kvm-trace");
	if (!boot->standstill || !part->row || !part->row->first_stop)
		return;
	if (!boot->trace_problem && counts && !counts->problem)
		source = source_object(part);
	if (source)
		json_object_set_object_member(exits, "kvm-trace", source);
	else
		result_note(part->notes, "kvm-trace: %s", boot->trace_problem ?
			    boot->trace_problem : counts && counts->problem ?
			    counts->problem : "a reading is missing");
}
