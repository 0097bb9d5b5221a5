/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exit meter's part of a result line. In QEMU the meter sees which instruction
 * exited; where the processor exited for a reason that is no instruction's
 * (interrupt, interrupt window, page fault) it can only say `async`. In Bochs the
 * processor gives the reason.
 */
#include "record/result-part.h"

#include <math.h>

#include "base/members.h"
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

/* The place in a tally of a kind; the rest cannot be told. */
static int place_of(const char *kind)
{
	return g_str_equal(kind, "tick") ? VAPIC_EXIT_EXTERNAL_INTERRUPT :
		tally_place(kind);
}

/* Instructions of a side in the window. */
struct insns {
	guint64 sum;            /* all of them */
	guint64 typical;        /* number of exits x median path, ticks apart */
};

/* How many exits of a kind are the row's own. Timer ticks of the level below are
 * not: they come as they like. Where they cannot be told from the kicks by which
 * interrupts arrive (`async`), there are as many of those as interrupts at the most. */
static guint64 own_exits(const struct path_lengths *kind, guint64 received)
{
	if (g_str_equal(kind->name, "tick"))
		return 0;
	return g_str_equal(kind->name, "async") ? MIN(kind->n, received) : kind->n;
}

/* NULL, or what is wrong. */
static char *add_vcpu(const struct result_part *part, struct counts *counts,
		      JsonObject *vcpu, guint sender, struct insns sides[2])
{
	JsonObject *kinds = member_object(vcpu, "kinds");
	struct result *result = part->result;
	guint index = member_count(vcpu, "cpu", 0);
	struct counted_cpu *cpu = counts_add(counts, index,
		role_of(part->row, result->pattern, index, sender));
	const struct guest_received *received = result_received_of(part->row, index,
		counts->pass && g_str_equal(counts->pass, "time"));
	struct insns *insns = &sides[!counted_sends(cpu->role)];
	char *wrong = NULL;

	tally_add(&cpu->tally, TALLY_TOTAL, member_count(vcpu, "total", 0));
	cpu->insns = g_ptr_array_new();
	if (kinds)
		wrong = codec_read_named(&path_lengths_shape, kinds, cpu->insns,
					 result->strings);
	for (guint i = 0; !wrong && i < cpu->insns->len; i++) {
		const struct path_lengths *kind = cpu->insns->pdata[i];
		int place = place_of(kind->name);

		if (place >= 0)
			tally_add(&cpu->tally, place, kind->n);
		insns->sum += kind->sum;
		insns->typical += kind->p50 *
			own_exits(kind, received ? received->got : 0);
	}
	return wrong;
}

static void set_insns(struct result *result, const struct insns sides[2])
{
	double ipis = result->ipis;

	result->hv_insns = codec_new(&hv_insns_shape);
	result->hv_insns->sender = sides[0].typical / ipis;
	result->hv_insns->receivers = sides[1].typical / ipis;
	result->hv_insns_per_ipi = (sides[0].typical + sides[1].typical) / ipis;
	result->hv_insns_window_per_ipi = (sides[0].sum + sides[1].sum) / ipis;
}

static struct counts *take_window(const struct result_part *part, JsonObject *window,
				  const char *pass)
{
	JsonArray *vcpus = member_array(window, "vcpus");
	struct counts *counts = counts_new(SOURCE_METER);
	struct insns sides[2] = { { 0 } };      /* sender, receivers */
	g_autofree char *wrong = NULL;

	counts->pass = pass;
	for (guint i = 0; vcpus && !wrong && i < json_array_get_length(vcpus); i++)
		wrong = add_vcpu(part, counts, element_object(vcpus, i),
				 member_count(window, "sender", 0), sides);
	if (!wrong) {
		counts_sum(counts);
		set_insns(part->result, sides);
		return counts;
	}
	result_note(part, "meter: %s", wrong);
	codec_free(&counts_shape, counts);
	return NULL;
}

void result_set_meter(const struct result_part *part)
{
	struct result *result = part->result;
	JsonObject *window = NULL;
	const char *pass = "count";
	struct counts *counts;

	if (part->row)
		window = boot_window(part->boot, part->row->id, pass);
	if (part->row && !window)
		window = boot_window(part->boot, part->row->id, pass = "time");
	if (!window)
		return;
	counts = result->exits.of[SOURCE_METER] = take_window(part, window, pass);
	/* Where no hypervisor counts, the meter is the only source. */
	if (counts && isnan(result->send_exits_per_ipi)) {
		struct exit_counts sender = tally_classes(&counts->sender->tally);

		result->send_exits_per_ipi = (double)method_send_exits(&sender,
			result->method) / result->ipis;
	}
}
