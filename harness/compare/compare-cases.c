/* SPDX-License-Identifier: GPL-2.0-only */
/* What changed, as test cases: one a finding, of no change as well. What makes the command
 * end with 1 failed, and nothing else did. */
#include "compare/compare.h"

#include <string.h>

/* A label begins with the target (result/row.h). */
static char *target_of(const char *label)
{
	return g_strndup(label, strcspn(label, " "));
}

static bool fails(enum change change, bool strict)
{
	return change == CHANGE_WORSE || (strict && change == CHANGE_BETTER);
}

static void add_finding(struct cases *cases, const struct finding *finding, bool strict)
{
	const char *label = finding->row->label;
	g_autofree char *target = target_of(label);
	/* Exits and instructions are found in the same classes. */
	bool same = g_str_equal(finding->about, finding->what);
	g_autofree char *name = g_strdup_printf("%s: %s%s%s", label, finding->about,
		same ? "" : ": ", same ? "" : finding->what);

	if (fails(finding->change, strict)) {
		const char *change = change_names[finding->change];
		g_autofree char *type = g_strdup_printf("%s-%s", change, finding->about);
		g_autofree char *text = finding_text(finding);
		g_autofree char *message = g_strdup_printf("%s: %s", change, text);

		cases_fail(cases, target, name, type, message);
	} else {
		cases_pass(cases, target, name);
	}
}

static void add_missing(struct cases *cases, const char *label, bool strict)
{
	g_autofree char *target = target_of(label);

	if (strict)
		cases_fail(cases, target, label, "missing", "only in BASE");
	else
		cases_skip(cases, target, label, "only in BASE");
}

static void add_notes(struct cases *cases, const char *what, const GPtrArray *lines)
{
	for (guint i = 0; i < lines->len; i++)
		cases_note(cases, "%s%s", what, (char *)lines->pdata[i]);
}

void compare_cases(struct cases *cases, const struct comparison *comparison, bool strict)
{
	for (guint i = 0; i < comparison->findings->len; i++)
		add_finding(cases, comparison->findings->pdata[i], strict);
	for (guint i = 0; i < comparison->only_base->len; i++)
		add_missing(cases, comparison->only_base->pdata[i], strict);
	for (guint i = 0; i < comparison->only_now->len; i++) {
		g_autofree char *target = target_of(comparison->only_now->pdata[i]);

		cases_skip(cases, target, comparison->only_now->pdata[i], "only in NEW");
	}
	add_notes(cases, "differs: ", comparison->differs);
	add_notes(cases, "differs: ", comparison->background);
	add_notes(cases, "not the same: ", comparison->refused);
	add_notes(cases, "", comparison->notes);
}
