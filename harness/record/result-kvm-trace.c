/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exits by reason, as the tracepoint kvm:kvm_exit names them. What the stops
 * themselves cost is taken out as in result-kvm-stats.c: the median over the empty
 * windows, reason by reason.
 */
#include "plan/kvm-stats.h"
#include "record/result-part.h"

static bool add_vcpu(const struct result_part *part, struct counts *counts, guint vcpu)
{
	const struct kvm_stats *reasons = part->boot->reasons;
	struct counted_cpu *cpu = counts_add(counts, vcpu, result_role_of(part, vcpu));

	cpu->reasons = g_ptr_array_new();
	tally_add(&cpu->tally, TALLY_TOTAL, 0);
	/* A vCPU that never had an exit is not in the counts. */
	for (guint i = 0; vcpu < reasons->vcpus && i < reasons->names->len; i++) {
		guint64 more, cost;

		if (!kvm_stats_window(reasons, part->row->first_stop,
				      part->row->empty_windows, vcpu, i, &more, &cost))
			return false;
		if (more)
			named_count_add(cpu->reasons, reasons->names->pdata[i], more);
		tally_add(&cpu->tally, TALLY_TOTAL, more);
		cpu->reading += cost;
	}
	return true;
}

static struct counts *count(const struct result_part *part)
{
	struct counts *counts = counts_new(SOURCE_KVM_TRACE);

	counts->pass = "count";
	counts->empty_windows = part->row->empty_windows;
	codec_want(&counts_shape, counts, "empty_windows");
	for (guint i = 0; counts && i < part->boot->vcpus; i++)
		if (!add_vcpu(part, counts, i)) {
			codec_free(&counts_shape, counts);
			counts = NULL;
		}
	return counts;
}

void result_set_kvm_trace(const struct result_part *part)
{
	const struct boot *boot = part->boot;
	const struct kvm_stats *reasons = boot->reasons;
	struct counts *counts = NULL;

	if (!boot->standstill || !part->row || !part->row->first_stop)
		return;
	if (!boot->trace_problem && reasons && !reasons->problem)
		counts = count(part);
	part->result->exits.of[SOURCE_KVM_TRACE] = counts;
	if (!counts)
		result_note(part, "kvm-trace: %s", boot->trace_problem ?
			    boot->trace_problem : reasons && reasons->problem ?
			    reasons->problem : "a reading is missing");
}
