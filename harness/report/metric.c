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
	{ "send", "send time, p50 / p99 of all boots", "", NULL, NULL, TIME_SEND },
	{ "delivery", "delivery time, p50 / p99 of all boots", "", NULL, NULL,
	  TIME_DELIVERY },
	{ "roundtrip", "round trip, p50 / p99 of all boots", "", NULL, NULL,
	  TIME_ROUNDTRIP },
	{ "eoi", "time to EOI, p50 / p99 of all boots", "", NULL, NULL, TIME_EOI },
	{ "roundtrip-boots", "round trip, median of the boots' p50 and its interval",
	  "", NULL, NULL, TIME_ROUNDTRIP, true },
	{ "delivery-boots", "delivery time, median of the boots' p50 and its "
	  "interval", "", NULL, NULL, TIME_DELIVERY, true },
	{ "send-boots", "send time, median of the boots' p50 and its interval",
	  "", NULL, NULL, TIME_SEND, true },
	{ NULL }
};
const guint metrics_n = G_N_ELEMENTS(metrics) - 1;

static double kvm_total(const struct result *row, bool sender)
{
	const struct counts *counts = row->exits.of[SOURCE_KVM_STATS];
	const struct side *side = !counts ? NULL : sender ? counts->sender :
		counts->receivers;

	return side ? (double)side->tally.n[TALLY_TOTAL] / row->ipis : NAN;
}

double metric_kvm_senders(const struct result *row)
{
	return kvm_total(row, true);
}

/* Where every vCPU sends there are none that only receive. */
double metric_kvm_receivers(const struct result *row)
{
	double exits = kvm_total(row, false);

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
static double send_insns_of(const GPtrArray *kinds, guint32 classes)
{
	double sum = 0;

	for (guint i = 0; i < kinds->len; i++) {
		const struct path_lengths *kind = kinds->pdata[i];
		int class = exit_class_from_name(kind->name);

		if (class < 0 || !(classes & 1u << class))
			continue;
		if (!codec_has(&path_lengths_shape, kind, "p25"))
			return NAN;
		sum += (double)kind->n * kind->p25;
	}
	return sum;
}

double metric_send_insns(const struct result *row)
{
	const struct method *method = method_from_name(row->method);
	const struct counts *meter = row->exits.of[SOURCE_METER];
	double sum = 0;

	if (!method || !meter)
		return NAN;
	for (guint i = 0; i < meter->vcpus->len; i++) {
		const struct counted_cpu *cpu = meter->vcpus->pdata[i];

		if (counted_sends(cpu->role))
			sum += cpu->insns ? send_insns_of(cpu->insns,
				method->send_classes) : NAN;
	}
	return sum / row->ipis;
}
