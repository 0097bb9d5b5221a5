/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/failure.h"

#include "plan/boot.h"

void failure_set(struct failure *failure, const char *status, const char *code,
		 const char *format, ...)
{
	va_list args;

	if (failure->status)
		return;
	failure->status = g_strdup(status);
	failure->code = g_strdup(code);
	if (!format)
		return;
	va_start(args, format);
	failure->reason = g_strdup_vprintf(format, args);
	va_end(args);
}

void failure_clear(struct failure *failure)
{
	g_clear_pointer(&failure->status, g_free);
	g_clear_pointer(&failure->code, g_free);
	g_clear_pointer(&failure->reason, g_free);
}

char *failure_text(const struct failure *failure)
{
	GString *text = g_string_new(failure->status);

	if (failure->code)
		g_string_append_printf(text, " (%s)", failure->code);
	if (failure->reason)
		g_string_append_printf(text, ": %s", failure->reason);
	return g_string_free(text, FALSE);
}

/* A guest that says `begin` first is older than `hello`. */
const char *failure_stage(const struct guest_run *guest, const char **words)
{
	static const struct { const char *code, *words; } stages[] = {
		{ "no-word", "before the guest's first word: firmware, loader "
		  "or the first instructions" },
		{ "in-entry", "after the guest's first word, before it started "
		  "other processors" },
		{ "in-start", "while the guest started the other processors" },
		{ "in-rows", "while the guest measured" },
	};
	guint at = guest->begin ? 3 : guest->start ? 2 : guest->last_seq ? 1 : 0;

	*words = stages[at].words;
	return stages[at].code;
}

bool failure_of_guest(struct boot *boot)
{
	GHashTable *end = boot->guest->end;
	const char *status = guest_word(end, "status");
	const char *reason = guest_word(end, "reason");

	if (!status)
		return false;
	if (g_str_equal(status, "ok"))
		return true;
	if (!reason)
		reason = boot->guest->fault;
	failure_set(&boot->failure, status, guest_code(end),
		    reason ? "%s" : NULL, reason);
	return true;
}

void failure_judge(struct boot *boot)
{
	const char *words, *code = failure_stage(boot->guest, &words);
	const char *fault = boot->guest->fault, *status, *what;

	if (failure_of_guest(boot))
		return;
	if (boot->end == EMULATOR_TIMEOUT) {
		status = "timeout";
		what = "the limit was over";
	} else if (boot->end == EMULATOR_INTERRUPTED) {
		status = "interrupted";
		what = "the tool was told to end";
	} else if (boot->end == EMULATOR_EXITED && boot->exit_status == 0) {
		/* -no-reboot turns a reset into an end without error: a triple
		 * fault, or firmware that gave up. */
		status = "reset";
		what = "the machine was reset";
	} else if (boot->end == EMULATOR_NOT_STARTED) {
		status = "not-started";
		what = "what was to run the machine did not start";
	} else {
		status = "crashed";
		what = "what ran the machine ended";
	}
	failure_set(&boot->failure, status, code, "%s %s%s%s", what, words,
		    fault ? "; the guest's last word: " : "",
		    fault ? fault : "");
}
