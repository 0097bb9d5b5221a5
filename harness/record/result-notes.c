/* SPDX-License-Identifier: GPL-2.0-only */
/* What a reader must know besides the figures, and how many attempts it took. */
#include "record/result-part.h"

#include "base/members.h"

static void note_mended(JsonArray *notes, const struct guest_row *row)
{
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
		result_note(notes, "interrupts: %" G_GUINT64_FORMAT " taken between "
			    "STI and HLT, a fault of the emulator; the HLTs were "
			    "stepped over", early);
	if (phantoms)
		result_note(notes, "interrupts: %" G_GUINT64_FORMAT " injected twice, "
			    "a fault of the emulator; not counted", phantoms);
	if (strays)
		result_note(notes, "interrupts: %" G_GUINT64_FORMAT " that nobody "
			    "expected, ended and not counted", strays);
}

/* Times have nothing of it; the counts may be of a machine that it slowed. */
static void note_trace_cost(JsonArray *notes, JsonObject *facts)
{
	JsonObject *cost = facts && json_object_has_member(facts, "trace_cost") ?
		json_object_get_object_member(facts, "trace_cost") : NULL;

	if (cost && json_object_has_member(cost, "ns_an_exit"))
		result_note(notes, "kvm-trace: the tracepoint was on in the "
			    "counting pass only; it makes an exit %.0f ns longer "
			    "here (%.0f to %.0f)",
			    json_object_get_double_member(cost, "ns_an_exit"),
			    json_object_get_double_member(cost, "least"),
			    json_object_get_double_member(cost, "most"));
}

static void note_attempts(JsonArray *notes, const struct boot *boot)
{
	for (guint i = 0; boot->earlier && i < boot->earlier->len; i++) {
		const struct attempt *one = boot->earlier->pdata[i];

		result_note(notes, "attempt %u (%s): %s: %s; the emulator did "
			    "that, so the boot was tried again", i + 1,
			    one->name, one->code,
			    one->reason ? one->reason : "");
	}
}

static const char *word_or(GHashTable *record, const char *key)
{
	const char *word = guest_word(record, key);

	return word ? word : "?";
}

/* Who got what nobody sends, until this row was over; who stopped where. */
static void note_trouble(JsonArray *notes, const struct guest_run *guest, guint row)
{
	g_autofree char *id = g_strdup_printf("%u", row);

	for (guint i = 0; i < guest->strays->len; i++) {
		GHashTable *one = guest->strays->pdata[i];

		if (g_strcmp0(guest_word(one, "row"), id))
			continue;
		result_note(notes, "stray: vCPU %s got %s interrupts of vector "
			    "%s that nobody expected",
			    word_or(one, "cpu"), word_or(one, "n"),
			    word_or(one, "vector"));
	}
	for (guint i = 0; i < guest->stuck->len; i++) {
		GHashTable *one = guest->stuck->pdata[i];

		result_note(notes, "stuck: vCPU %s did not answer at the end of "
			    "this boot: rip %s, verdict %s",
			    word_or(one, "cpu"), word_or(one, "rip"),
			    word_or(one, "verdict"));
	}
}

void result_set_notes(const struct result_part *part,
		      const struct target_report *report)
{
	JsonArray *notes = part->notes;
	const struct boot *boot = part->boot;
	const struct guest_row *row = part->row;

	if (row)
		note_mended(notes, row);
	if (report->regime_note)
		result_note(notes, "regime: %s", report->regime_note);
	if (row && !row->exits->len) {
		if (g_strcmp0(report->regime, "n/a") == 0)
			result_note(notes, "exits: no hypervisor, nothing to exit to");
		else if (g_str_equal(row->status, "ok"))
			result_note(notes, "exits: this hypervisor does not count "
			     "the guest's exits by class");
	}
	if (boot->windows && boot->vcpus > g_get_num_processors())
		result_note(notes, "hv_insns: more emulated processors than the host "
		     "has: waiting for locks is in it");
	if (boot->meter_problem)
		result_note(notes, "meter: %s", boot->meter_problem);
	if (g_str_equal(boot->target, "tcg") ||
	    g_str_has_prefix(boot->target, "lab-"))
		result_note(notes, "latency: measured under an emulated processor; "
		     "not meaningful in nanoseconds");
	note_trace_cost(notes, report->facts);
	if (boot->oversubscribed)
		result_note(notes, "oversubscribed: more vCPUs than processors; times "
		     "contain the scheduler's");
	else if (boot->shares_cores)
		result_note(notes, "SMT: more vCPUs than cores; some are threads of "
		     "one core");
	if (boot->steal_ticks)
		result_note(notes, "steal: the level above took %" G_GUINT64_FORMAT
		     " ticks during this boot", boot->steal_ticks);
	note_attempts(notes, boot);
	note_trouble(notes, boot->guest, part->row ? part->row->id : 0);
	if (row && boot->failure.status) {
		g_autofree char *text = failure_text(&boot->failure);

		result_note(notes, "boot: %s, after this row", text);
	}
}

void result_set_attempts(JsonObject *object, const struct boot *boot)
{
	JsonArray *causes;

	json_object_set_int_member(object, "attempts",
				   boot->earlier ? boot->earlier->len + 1 : 1);
	if (!boot->earlier)
		return;
	causes = json_array_new();
	for (guint i = 0; i < boot->earlier->len; i++) {
		const struct attempt *one = boot->earlier->pdata[i];
		JsonObject *cause = json_object_new();

		members_set_text(cause, "code", one->code);
		members_set_text(cause, "reason", one->reason);
		members_set_text(cause, "boot", one->name);
		json_array_add_object_element(causes, cause);
	}
	json_object_set_array_member(object, "attempt_causes", causes);
}
