/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts, each source's by vCPU, and what every vCPU received. */
#include "result/result-read.h"

/* A class that is not named is zero; one that is must be a number. */
static bool read_counts(JsonObject *object, struct exit_counts *counts)
{
	if (!object || !result_count(object, "total", G_MAXINT64, &counts->total))
		return false;
	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (json_object_has_member(object, exit_class_names[i]) &&
		    !result_count(object, exit_class_names[i], G_MAXINT64,
			   &counts->by_class[i]))
			return false;
	return true;
}

static bool read_cpu(JsonObject *object, struct result_cpu *cpu)
{
	const char *role;
	guint64 index;

	if (!object || !result_count(object, "cpu", 4096, &index) ||
	    !result_text(object, "role", &role) ||
	    !result_count(object, "reading_taken_out", G_MAXINT64, &cpu->reading) ||
	    !read_counts(object, &cpu->counts))
		return false;
	cpu->cpu = index;
	return guest_role_from_name(role, &cpu->role);
}

/* Of the pass that was counted; entries of one vector only say what is in their
 * cpu's sum already. */
static bool read_received(JsonArray *array, const char *counted, GArray *cpus)
{
	for (guint i = 0; i < json_array_get_length(array); i++) {
		JsonObject *entry = result_element(array, i);
		const char *pass;
		guint64 cpu, sent = 0, got, early = 0;

		if (!entry || !result_text(entry, "pass", &pass) ||
		    !result_count(entry, "cpu", 4096, &cpu) ||
		    !result_count(entry, "got", G_MAXINT64, &got) ||
		    (json_object_has_member(entry, "sent") &&
		     !result_count(entry, "sent", G_MAXINT64, &sent)) ||
		    (json_object_has_member(entry, "woken_early") &&
		     !result_count(entry, "woken_early", G_MAXINT64, &early)))
			return false;
		if (json_object_has_member(entry, "vector") ||
		    !g_str_equal(pass, counted))
			continue;
		for (guint k = 0; k < cpus->len; k++) {
			struct result_cpu *one =
				&g_array_index(cpus, struct result_cpu, k);

			if (one->cpu == cpu) {
				one->sent = sent;
				one->received = got;
				one->woken_early = early;
				one->receives = true;
			}
		}
	}
	return true;
}

/* One source of counts: the two sums, and every vCPU. */
static bool read_source(JsonObject *source, struct result *result)
{
	JsonArray *array = source ? result_array(source, "per_vcpu") : NULL;

	if (!array || !read_counts(result_object(source, "sender"),
				   &result->sender) ||
	    !read_counts(result_object(source, "receivers"), &result->receivers))
		return false;
	for (guint i = 0; i < json_array_get_length(array); i++) {
		struct result_cpu cpu = { 0 };

		if (!read_cpu(result_element(array, i), &cpu))
			return false;
		g_array_append_val(result->cpus, cpu);
	}
	return true;
}

static bool read_meter(JsonObject *source, GArray *meter)
{
	JsonArray *array = source ? result_array(source, "per_vcpu") : NULL;

	for (guint i = 0; array && i < json_array_get_length(array); i++) {
		JsonObject *object = result_element(array, i);
		struct result_cpu cpu = { 0 };
		struct result_meter one = { 0 };

		if (!read_cpu(object, &cpu))
			return false;
		one.cpu = cpu.cpu;
		one.role = cpu.role;
		one.counts = cpu.counts;
		if ((json_object_has_member(object, "async") &&
		     !result_count(object, "async", G_MAXINT64, &one.async)) ||
		    (json_object_has_member(object, "msr_unknown") &&
		     !result_count(object, "msr_unknown", G_MAXINT64,
			    &one.msr_unknown)))
			return false;
		g_array_append_val(meter, one);
	}
	return array != NULL;
}

/* The meter's counts in the hypervisor's classes: what it cannot tell apart
 * goes where most of it belongs, so that the sums hold. */
static void fold(JsonObject *from, struct exit_counts *counts)
{
	guint64 more;

	if (json_object_has_member(from, "async") &&
	    result_count(from, "async", G_MAXINT64, &more))
		counts->by_class[VAPIC_EXIT_EXTERNAL_INTERRUPT] += more;
	if (json_object_has_member(from, "msr_unknown") &&
	    result_count(from, "msr_unknown", G_MAXINT64, &more))
		counts->by_class[VAPIC_EXIT_MSR_OTHER] += more;
}

static void fold_meter(JsonObject *source, struct result *result)
{
	JsonArray *array = result_array(source, "per_vcpu");

	fold(result_object(source, "sender"), &result->sender);
	fold(result_object(source, "receivers"), &result->receivers);
	for (guint i = 0; i < result->cpus->len; i++)
		fold(result_element(array, i), &g_array_index(result->cpus,
			struct result_cpu, i).counts);
}

const char *result_read_exits(struct result *result, JsonObject *object)
{
	JsonObject *exits = result_object(object, "exits");
	bool counted, metered;
	const char *pass = "count";
	JsonArray *array;

	if (!exits || !json_object_has_member(exits, "hypervisor"))
		return "exits.hypervisor is missing";
	counted = !json_object_get_null_member(exits, "hypervisor");
	metered = json_object_has_member(exits, "meter") &&
		!json_object_get_null_member(exits, "meter");
	if (metered && !read_meter(result_object(exits, "meter"), result->meter))
		return "exits.meter cannot be read";
	if (counted) {
		if (!read_source(result_object(exits, "hypervisor"), result))
			return "exits.hypervisor cannot be read";
		result->source = "hypervisor";
	} else if (metered) {
		if (!read_source(result_object(exits, "meter"), result))
			return "exits.meter cannot be read";
		fold_meter(result_object(exits, "meter"), result);
		result->source = "meter";
		result_text(result_object(exits, "meter"), "pass", &pass);
	} else {
		return NULL;
	}
	array = result_array(object, "received");
	return array && pass && read_received(array, pass, result->cpus) ? NULL :
		"received cannot be read";
}
