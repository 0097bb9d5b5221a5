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

#include <math.h>

#include "plan/kvm-stats.h"
#include "spec/receiving.h"

/* KVM's counter and the class of the same exits (arch/x86/kvm/x86.c,
 * kvm_vcpu_stats_desc, and where each of them is incremented). */
static const struct { const char *counter; int class; } told[] = {
	{ "halt_exits", VAPIC_EXIT_HLT },
	{ "hypercalls", VAPIC_EXIT_HYPERCALL },
	{ "io_exits", VAPIC_EXIT_IO },
	{ "irq_exits", VAPIC_EXIT_EXTERNAL_INTERRUPT },
	{ "irq_window_exits", VAPIC_EXIT_INTERRUPT_WINDOW },
};

static bool add_vcpu(const struct result_part *part, struct counts *counts, guint vcpu)
{
	const struct kvm_stats *stats = part->boot->stats;
	const struct guest_row *row = part->row;
	struct counted_cpu *cpu = counts_add(counts, vcpu, result_role_of(part, vcpu));
	gint64 total, left;

	cpu->counters = g_ptr_array_new();
	cpu->taken_out = g_ptr_array_new();
	for (guint i = 0; i < stats->names->len; i++) {
		guint64 more, cost;

		if (!kvm_stats_window(stats, row->first_stop, row->empty_windows, vcpu,
				      i, &more, &cost))
			return false;
		if (more)
			named_count_add(cpu->counters, stats->names->pdata[i], more);
		if (cost)
			named_count_add(cpu->taken_out, stats->names->pdata[i], cost);
	}
	total = left = named_count_of(cpu->counters, "exits");
	for (guint i = 0; i < G_N_ELEMENTS(told); i++) {
		guint64 n = named_count_of(cpu->counters, told[i].counter);

		if (n)
			tally_add(&cpu->tally, told[i].class, n);
		left -= n;
	}
	if (left)
		tally_add(&cpu->tally, TALLY_UNCLASSIFIED, left);
	tally_add(&cpu->tally, TALLY_TOTAL, total);
	cpu->reading = named_count_of(cpu->taken_out, "exits");
	return true;
}

/* Of an IPI: what KVM does not tell apart and hypercalls, on vCPUs that send, less
 * an EOI for each interrupt that they got. */
static void set_send_exits(const struct result_part *part, const struct counts *counts)
{
	struct result *result = part->result;
	const struct ending as = {
		.deliver = result->deliver, .regime = result->regime,
		.method = result->method, .mode = result->mode,
	};
	gint64 exits = 0, emulated = 0, total = 0;

	for (guint i = 0; i < counts->vcpus->len; i++) {
		const struct counted_cpu *cpu = counts->vcpus->pdata[i];
		const struct guest_received *received =
			result_received_of(part->row, cpu->cpu, false);

		emulated += named_count_of(cpu->counters, "insn_emulation");
		total += cpu->tally.n[TALLY_TOTAL];
		if (!counted_sends(cpu->role))
			continue;
		exits += cpu->tally.n[TALLY_UNCLASSIFIED] +
			cpu->tally.n[VAPIC_EXIT_HYPERCALL];
		if (received && end_class(&as) >= 0)
			exits -= received->got;
	}
	if (!as.regime || g_strcmp0(as.deliver, "fixed") ||
	    emulated > KVM_INTERPRETED * total || !isnan(result->send_exits_per_ipi))
		return;
	result->send_exits_per_ipi = (double)exits / result->ipis;
	result_note(part, "send_exits_per_ipi: from KVM's own counters, by "
		    "what they leave untold; page faults and the like are in it");
}

void result_set_kvm_stats(const struct result_part *part)
{
	const struct boot *boot = part->boot;
	const struct guest_row *row = part->row;
	struct counts *counts;
	bool done = true;

	if (!boot->standstill || !row)
		return;
	if (!boot->stats || boot->stats->problem || !row->first_stop) {
		result_note(part, "kvm-stats: %s",
			boot->stats && boot->stats->problem ?
			boot->stats->problem :
			"the guest did not stand still for this row");
		return;
	}
	counts = counts_new(SOURCE_KVM_STATS);
	counts->pass = "count";
	counts->empty_windows = row->empty_windows;
	codec_want(&counts_shape, counts, "empty_windows");
	for (guint i = 0; i < boot->vcpus && done; i++)
		done = add_vcpu(part, counts, i);
	if (done) {
		counts_sum(counts);
		part->result->exits.of[SOURCE_KVM_STATS] = counts;
		set_send_exits(part, counts);
		return;
	}
	codec_free(&counts_shape, counts);
	result_note(part, "kvm-stats: a reading of KVM's counters is missing");
}
