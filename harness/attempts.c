/* SPDX-License-Identifier: GPL-2.0-only */
#include "attempts.h"

#include "emulator.h"
#include "progress.h"

/* The guest's words (guest/run/row.c) for an interrupt that did not come. */
static bool waited_in_vain(const char *reason)
{
	return g_strcmp0(reason, "a processor does not answer any more") == 0 ||
	       g_strcmp0(reason, "an acknowledgement did not come in time") == 0;
}

static char *explained_by_emulator(const struct boot *boot)
{
	const GPtrArray *rows = boot->guest->rows;

	if (boot->failure && g_str_has_prefix(boot->failure, "triple-fault"))
		return g_strdup(boot->failure);
	for (guint i = 0; i < rows->len; i++) {
		const struct guest_row *row = rows->pdata[i];

		if (row->complete && g_strcmp0(row->status, "lost") == 0 &&
		    waited_in_vain(row->reason))
			return g_strdup_printf("row %u lost: %s", row->id,
					       row->reason);
	}
	return NULL;
}

/* As it was before it ran, under another name. */
static void again(const struct run *run, struct boot *boot, char *why)
{
	g_autofree char *raw = g_strdup_printf("%s/raw/%s.txt", run->out,
					       boot->name);
	g_autofree char *name = boot->name;

	progress_clear();
	g_printerr("ipibench: %s: %s; tried again\n", name, why);
	/* What cannot be kept of a failed attempt is no reason to stop. */
	g_file_set_contents(raw, (const char *)boot->raw->data, boot->raw->len,
			    NULL);
	if (!boot->earlier)
		boot->earlier = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(boot->earlier, g_strdup_printf("%s: %s", name, why));
	if (!boot->first_name)
		boot->first_name = g_strdup(name);
	boot->name = g_strdup_printf("%s-attempt%u", boot->first_name,
				     boot->earlier->len + 1);
	boot_forget(boot);
	g_free(why);
}

GPtrArray *attempts_again(const struct run *run, const GPtrArray *boots)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	for (guint i = 0; i < boots->len && !emulator_interrupted(); i++) {
		struct boot *boot = boots->pdata[i];
		char *why = explained_by_emulator(boot);

		if (why && (!boot->earlier ||
			    boot->earlier->len + 1 < ATTEMPTS_MAX)) {
			again(run, boot, why);
			g_ptr_array_add(list, boot);
		} else {
			g_free(why);
		}
	}
	return list->len ? g_steal_pointer(&list) : NULL;
}
