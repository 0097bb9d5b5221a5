/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/status.h"

#include <glib.h>
#include <string.h>

static const struct {
	const char *word;
	enum status_kind kind;
} table[] = {
	{ "ok", STATUS_OK },
	/* the guest's, of a row */
	{ "unsupported", STATUS_ABSENT },       /* the platform lacks it */
	{ "not-applicable", STATUS_ABSENT },    /* it cannot be asked anywhere */
	{ "lost", STATUS_SHORT },
	/* the guest's, of a run */
	{ "bad-plan", STATUS_SHORT },
	{ "no-cpus", STATUS_UNFINISHED },
	{ "fault", STATUS_UNFINISHED },
	/* the tool's, of a row */
	{ "mismatch", STATUS_SHORT },
	{ "incomplete", STATUS_UNFINISHED },
	/* the tool's, of a boot (failure.h) */
	{ "timeout", STATUS_UNFINISHED },
	{ "crashed", STATUS_UNFINISHED },
	{ "reset", STATUS_UNFINISHED },
	{ "triple-fault", STATUS_UNFINISHED },  /* what reset was called once */
	{ "interrupted", STATUS_UNFINISHED },
	{ "not-started", STATUS_UNFINISHED },
};

enum status_kind status_kind(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(table); i++)
		if (g_strcmp0(table[i].word, word) == 0)
			return table[i].kind;
	return STATUS_SHORT;
}

bool is_code_word(const char *word)
{
	return word && *word && strlen(word) ==
		strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-");
}
