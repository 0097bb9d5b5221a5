/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/metric.h"

#include <math.h>

#include "compare/insns.h"
#include "spec/methods.h"

const struct metric metrics[] = {
	{ "send-exits", "send exits per IPI", "exits/IPI", metric_send_exits,
	  "%.6g" },
	{ "hv-insns", "instructions the hypervisor executes per IPI, sender's "
	  "and receivers' side", "instructions/IPI", metric_insns, "%.0f" },
	{ "kvm-senders", "exits per IPI by KVM's own count, sending vCPUs",
	  "exits/IPI", metric_kvm_senders, "%.4g" },
	{ "kvm-receivers", "exits per IPI by KVM's own count, receiving vCPUs",
	  "exits/IPI", metric_kvm_receivers, "%.4g" },
	{ "send", "send time, p50 / p99 of all boots", "", NULL, NULL, "send" },
	{ "delivery", "delivery time, p50 / p99 of all boots", "", NULL, NULL,
	  "delivery" },
	{ "roundtrip", "round trip, p50 / p99 of all boots", "", NULL, NULL,
	  "roundtrip" },
	{ "eoi", "time to EOI, p50 / p99 of all boots", "", NULL, NULL, "eoi" },
	{ "roundtrip-boots", "round trip, median of the boots' p50 and its interval",
	  "", NULL, NULL, "roundtrip", true },
	{ "delivery-boots", "delivery time, median of the boots' p50 and its "
	  "interval", "", NULL, NULL, "delivery", true },
	{ "send-boots", "send time, median of the boots' p50 and its interval",
	  "", NULL, NULL, "send", true },
	{ NULL }
};
const guint metrics_n = G_N_ELEMENTS(metrics) - 1;

static double kvm_total(const struct result *row, const char *side)
{
	JsonObject *counts = row_object(row, "exits", "kvm-stats", side, NULL);

	return counts ? (double)json_object_get_int_member_with_default(counts,
		"total", 0) / row->ipis : NAN;
}

double metric_kvm_senders(const struct result *row)
{
	return kvm_total(row, "sender");
}

/* Where every vCPU sends there are none that only receive. */
double metric_kvm_receivers(const struct result *row)
{
	double exits = kvm_total(row, "receivers");

	return exits > 0 ? exits : NAN;
}

double metric_send_exits(const struct result *row)
{
	return row->send_exits_per_ipi;
}

double metric_insns(const struct result *row)
{
	return insns_crowded(row) ? NAN : row->sender_insns + row->receivers_insns;
}

/* Σ over the kinds of exit that sending causes: number × lower quartile. */
static double send_insns_of(JsonObject *kinds, guint32 classes)
{
	double sum = 0;

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++) {
		JsonNode *node = json_object_get_member(kinds,
							exit_class_names[i]);
		JsonObject *kind = node && JSON_NODE_HOLDS_OBJECT(node) ?
			json_node_get_object(node) : NULL;

		if (kind && (classes & 1u << i))
			sum += object_number(kind, "n") *
				object_number(kind, "p25");
	}
	return sum;
}

double metric_send_insns(const struct result *row)
{
	const struct method *method = method_from_name(row->method);
	JsonObject *meter = row_object(row, "exits", "meter", NULL);
	JsonNode *node = meter ? json_object_get_member(meter, "per_vcpu") :
		NULL;
	double sum = 0;

	if (!method || !node || !JSON_NODE_HOLDS_ARRAY(node))
		return NAN;
	for (guint i = 0; i < json_array_get_length(
			json_node_get_array(node)); i++) {
		JsonNode *entry = json_array_get_element(
			json_node_get_array(node), i);
		JsonObject *cpu = JSON_NODE_HOLDS_OBJECT(entry) ?
			json_node_get_object(entry) : NULL;
		const char *role = object_word(cpu, "role");
		JsonNode *insns;

		if (!g_str_equal(role, "sender") && !g_str_equal(role, "both"))
			continue;
		insns = json_object_get_member(cpu, "insns");
		if (!insns || !JSON_NODE_HOLDS_OBJECT(insns))
			return NAN;
		sum += send_insns_of(json_node_get_object(insns),
				     method->send_classes);
	}
	return sum / row->ipis;
}
