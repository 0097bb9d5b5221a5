/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/attempts.h"

#include "base/emulator.h"
#include "base/progress.h"

static bool is_cause(const char *status, const char *code)
{
	return g_strcmp0(status, "lost") == 0 &&
	       g_strcmp0(code, ATTEMPTS_CODE) == 0;
}

/* NULL where there is none. */
static struct attempt *cause(const struct boot *boot)
{
	const GPtrArray *rows = boot->guest->rows;
	struct attempt *attempt = NULL;

	for (guint i = 0; i < rows->len && !attempt; i++) {
		const struct guest_row *row = rows->pdata[i];

		if (!row->complete || !is_cause(row->status, row->code))
			continue;
		attempt = g_new0(struct attempt, 1);
		attempt->reason = g_strdup_printf("row %u: %s", row->id,
			row->reason ? row->reason : row->status);
	}
	/* Or between two rows. */
	if (!attempt && is_cause(boot->failure.status, boot->failure.code)) {
		attempt = g_new0(struct attempt, 1);
		attempt->reason = g_strdup(boot->failure.reason);
	}
	if (attempt) {
		attempt->name = g_strdup(boot->name);
		attempt->code = g_strdup(ATTEMPTS_CODE);
	}
	return attempt;
}

void attempt_free(struct attempt *attempt)
{
	g_free(attempt->name);
	g_free(attempt->code);
	g_free(attempt->reason);
	g_free(attempt);
}

bool attempts_due(const struct boot *boot)
{
	struct attempt *attempt = cause(boot);
	guint earlier = boot->earlier ? boot->earlier->len : 0;

	if (!attempt)
		return false;
	attempt_free(attempt);
	return earlier + 1 < ATTEMPTS_MAX;
}

/* As it was before it ran, under another name. */
static void again(const struct run *run, struct boot *boot)
{
	struct attempt *attempt = cause(boot);
	g_autofree char *raw = g_strdup_printf("%s/raw/%s.txt", run->out,
					       boot->name);

	progress_clear();
	g_printerr("ipibench: %s: %s: %s; tried again\n", boot->name,
		   attempt->code, attempt->reason ? attempt->reason : "");
	/* What cannot be kept of a failed attempt is no reason to stop. */
	g_file_set_contents(raw, (const char *)boot->raw->data, boot->raw->len,
			    NULL);
	if (!boot->earlier)
		boot->earlier = g_ptr_array_new_with_free_func(
			(GDestroyNotify)attempt_free);
	g_ptr_array_add(boot->earlier, attempt);
	g_free(boot->name);
	boot->name = g_strdup_printf("%s-attempt%u", boot_planned_name(boot),
				     boot->earlier->len + 1);
	boot_forget(boot);
}

GPtrArray *attempts_again(const struct run *run, const GPtrArray *boots)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	for (guint i = 0; i < boots->len && !emulator_interrupted(); i++) {
		struct boot *boot = boots->pdata[i];

		if (attempts_due(boot)) {
			again(run, boot);
			g_ptr_array_add(list, boot);
		}
	}
	return list->len ? g_steal_pointer(&list) : NULL;
}
