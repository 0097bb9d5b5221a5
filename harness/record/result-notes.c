/* SPDX-License-Identifier: GPL-2.0-only */
/* What a reader must know besides the figures. */
#include "record/result-part.h"

#include "base/members.h"
#include "spec/target-names.h"

static void note_mended(const struct result_part *part)
{
	const struct guest_row *row = part->row;
	guint64 early = 0, phantoms = 0, strays = 0;

	for (guint i = 0; i < row->received->len; i++) {
		const struct guest_received *one = row->received->pdata[i];

		if (one->one_vector)
			continue;
		early += one->woken_early;
		phantoms += one->phantoms;
		strays += one->strays;
	}
	if (early)
		result_note(part, "interrupts: %" G_GUINT64_FORMAT " taken between "
			    "STI and HLT, a fault of the emulator; the HLTs were "
			    "stepped over", early);
	if (phantoms)
		result_note(part, "interrupts: %" G_GUINT64_FORMAT " injected twice, "
			    "a fault of the emulator; not counted", phantoms);
	if (strays)
		result_note(part, "interrupts: %" G_GUINT64_FORMAT " that nobody "
			    "expected, ended and not counted", strays);
}

/* Times have nothing of it; the counts may be of a machine that it slowed. */
static void note_trace_cost(const struct result_part *part, JsonObject *facts)
{
	JsonObject *cost = member_object(facts, "trace_cost");

	if (cost && json_object_has_member(cost, "ns_an_exit"))
		result_note(part, "kvm-trace: the tracepoint was on in the "
			    "counting pass only; it makes an exit %.0f ns longer "
			    "here (%.0f to %.0f)",
			    json_object_get_double_member(cost, "ns_an_exit"),
			    json_object_get_double_member(cost, "least"),
			    json_object_get_double_member(cost, "most"));
}

static const char *word_or(GHashTable *record, const char *key)
{
	const char *word = guest_word(record, key);

	return word ? word : "?";
}

/* Who got what nobody sends, until this row was over; who stopped where. */
static void note_trouble(const struct result_part *part)
{
	const struct guest_run *guest = part->boot->guest;
	g_autofree char *id = g_strdup_printf("%u", part->row ? part->row->id : 0);

	for (guint i = 0; i < guest->strays->len; i++) {
		GHashTable *one = guest->strays->pdata[i];

		if (g_strcmp0(guest_word(one, "row"), id))
			continue;
		result_note(part, "stray: vCPU %s got %s interrupts of vector "
			    "%s that nobody expected",
			    word_or(one, "cpu"), word_or(one, "n"),
			    word_or(one, "vector"));
	}
	for (guint i = 0; i < guest->stuck->len; i++) {
		GHashTable *one = guest->stuck->pdata[i];

		result_note(part, "stuck: vCPU %s did not answer at the end of "
			    "this boot: rip %s, verdict %s",
			    word_or(one, "cpu"), word_or(one, "rip"),
			    word_or(one, "verdict"));
	}
}

void result_set_notes(const struct result_part *part,
		      const struct target_report *report)
{
	const struct boot *boot = part->boot;
	const struct guest_row *row = part->row;

	if (row)
		note_mended(part);
	if (report->regime_note)
		result_note(part, "regime: %s", report->regime_note);
	if (row && !row->exits->len) {
		if (g_strcmp0(report->regime, "n/a") == 0)
			result_note(part, "exits: no hypervisor, nothing to exit to");
		else if (g_str_equal(row->status, "ok"))
			result_note(part, "exits: this hypervisor does not count "
			     "the guest's exits by class");
	}
	if (boot->windows && !target_is_exact(boot->target) &&
	    boot->vcpus > g_get_num_processors())
		result_note(part, "hv_insns: more emulated processors than the host "
		     "has: waiting for locks is in it");
	if (boot->meter_problem)
		result_note(part, "meter: %s", boot->meter_problem);
	if (target_is_exact(boot->target))
		result_note(part, "latency: path lengths in instructions, one a tick "
			     "of every processor; no caches, no pipeline, and an exit "
			     "itself takes none");
	else if (target_is_emulated(boot->target))
		result_note(part, "latency: measured under an emulated processor; "
		     "not meaningful in nanoseconds");
	note_trace_cost(part, report->facts);
	if (boot->given[KEY_OVERCOMMIT] && boot->oversubscribed)
		result_note(part, "oversubscribed: %u vCPUs share a processor (overcommit); "
			     "times contain the scheduler's", boot_overcommit(boot));
	else if (boot->oversubscribed)
		result_note(part, "oversubscribed: more vCPUs than processors; times "
		     "contain the scheduler's");
	else if (boot->shares_cores)
		result_note(part, "SMT: more vCPUs than cores; some are threads of "
		     "one core");
	if (boot->steal_ticks)
		result_note(part, "steal: the level above took %" G_GUINT64_FORMAT
		     " ticks during this boot", boot->steal_ticks);
	note_trouble(part);
	if (row && boot->failure.status) {
		g_autofree char *text = failure_text(&boot->failure);

		result_note(part, "boot: %s, after this row", text);
	}
}
