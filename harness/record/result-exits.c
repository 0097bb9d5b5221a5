/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits as the hypervisor counted them, interrupts as the targets did. */
#include "record/result-part.h"

#include "spec/methods.h"
#include "spec/receiving.h"

/* What counting itself put into the window (hv-patches/README.md, "What
 * reading costs") is taken out here and nowhere else. */
static void add_exits(struct counts *counts, const struct guest_exits *exits)
{
	struct counted_cpu *cpu = counts_add(counts, exits->cpu, exits->role);
	guint64 other = exits->counts.by_class[VAPIC_EXIT_MSR_OTHER];
	bool out = other >= exits->reading && exits->counts.total >= exits->reading;

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++) {
		guint64 n = exits->counts.by_class[i];

		if (out && i == VAPIC_EXIT_MSR_OTHER)
			n -= exits->reading;
		if (n)
			tally_add(&cpu->tally, i, n);
	}
	tally_add(&cpu->tally, TALLY_TOTAL,
		  exits->counts.total - (out ? exits->reading : 0));
	cpu->reading = exits->reading;
	counts->reading += exits->reading;
}

void result_set_exits(const struct result_part *part)
{
	struct result *result = part->result;
	const struct guest_row *row = part->row;
	struct counts *counts;
	struct exit_counts sender;

	if (!row || !row->exits->len)
		return;
	counts = result->exits.of[SOURCE_HYPERVISOR] = counts_new(SOURCE_HYPERVISOR);
	for (guint i = 0; i < row->exits->len; i++)
		add_exits(counts, row->exits->pdata[i]);
	counts_sum(counts);
	codec_want(&counts_of_hypervisor_shape, counts, "reading_taken_out");
	sender = tally_classes(&counts->sender->tally);
	result->send_exits_per_ipi =
		(double)method_send_exits(&sender, result->method) / result->ipis;
}

void result_set_received(const struct result_part *part)
{
	const struct guest_row *row = part->row;

	part->result->received = g_ptr_array_new();
	for (guint i = 0; row && i < row->received->len; i++) {
		const struct guest_received *one = row->received->pdata[i];
		struct received *entry = codec_new(&received_shape);

		entry->cpu = one->cpu;
		entry->pass = one->timing ? "time" : "count";
		entry->sent = one->sent;
		entry->got = one->got;
		entry->coalesced = one->coalesced;
		codec_want(&received_shape, entry, one->one_vector ? "vector" : "vectors");
		if (one->one_vector) {
			entry->vector = one->vector;
		} else {
			entry->vectors = one->vectors;
			entry->woken_early = one->woken_early;
			entry->phantoms = one->phantoms;
			entry->strays = one->strays;
		}
		g_ptr_array_add(part->result->received, entry);
	}
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

static void add_halted(const struct result_part *part, struct halted *halted,
		       const struct counted_cpu *cpu, bool timing)
{
	const struct result *result = part->result;
	const struct guest_received *received = result_received_of(part->row, cpu->cpu,
								   timing);
	struct halted_cpu *one;
	guint64 low, high;

	if (!received)
		return;
	sleeps_hlt(&(struct sleeps){
		.method = result->method, .pattern = result->pattern,
		.k = result->k, .vcpus = result->vcpus,
		.sent = received->sent, .got = received->got,
		.woken_early = received->woken_early,
	}, &low, &high);
	one = codec_new(&halted_cpu_shape);
	one->cpu = cpu->cpu;
	one->hlt = cpu->tally.n[VAPIC_EXIT_HLT];
	one->received = received->got;
	halted->matches = halted->matches && one->hlt >= low && one->hlt <= high;
	g_ptr_array_add(halted->cpus, one);
}

/* Where the hypervisor counts, its counts; else the meter's, else KVM's own. */
void result_set_halted(const struct result_part *part)
{
	struct result *result = part->result;
	enum source source = SOURCE_HYPERVISOR;
	const struct counts *counts;
	struct halted *halted;

	while (source < SOURCE_KVM_STATS && !result->exits.of[source])
		source++;
	counts = result->exits.of[source];
	if (!g_str_equal(result->wait, "halt") || !counts)
		return;
	result->halted = halted = codec_new(&halted_shape);
	halted->source = source_names[source];
	halted->cpus = g_ptr_array_new();
	halted->matches = true;
	for (guint i = 0; i < counts->vcpus->len; i++)
		add_halted(part, halted, counts->vcpus->pdata[i],
			   g_strcmp0(counts->pass, "time") == 0);
}
