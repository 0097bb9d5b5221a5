/* SPDX-License-Identifier: GPL-2.0-only */
/* verify's verdicts as test cases: one a row. */
#include "judge/verify.h"

#include <string.h>

#include "result/row.h"
#include "spec/status.h"

static const char *type_of(const struct result *row)
{
	return status_kind(row->status) == STATUS_ABSENT ? "absent" :
	       g_str_equal(row->status, "ok") ? "counts" : "status";
}

/* Without file, line and label, which the case's name and the last line say. */
static char *message_of(const struct result *row, const GPtrArray *differences, guint first)
{
	g_autofree char *place = verify_place(row);
	GString *text = g_string_new(NULL);

	for (guint i = first; i < differences->len; i++) {
		const char *line = differences->pdata[i];

		if (g_str_has_prefix(line, place))
			line += strlen(place);
		g_string_append_printf(text, "%s%s", i == first ? "" : "\n", line);
	}
	g_string_append_printf(text, "\n%s:%u", row->file, row->line);
	return g_string_free(text, FALSE);
}

void verify_case(struct cases *cases, const struct result *row, enum verdict verdict,
		 const GPtrArray *differences, guint first)
{
	g_autofree char *name = row_label(row), *message = NULL;

	switch (verdict) {
	case AS_EXPECTED:
		cases_pass(cases, row->target, name);
		break;
	case UNSUPPORTED_AS_EXPECTED:
	case NOT_APPLICABLE_AS_EXPECTED:
		message = g_strdup_printf("%s%s%s", row->status, row->reason ? ": " : "",
					  row->reason ? row->reason : "");
		cases_skip(cases, row->target, name, message);
		break;
	case NOT_COUNTED:
		cases_skip(cases, row->target, name, "not counted: nothing here counts exits");
		break;
	case DIFFERS:
		message = message_of(row, differences, first);
		cases_fail(cases, row->target, name, type_of(row), message);
		break;
	}
}
