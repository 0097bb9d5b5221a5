/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JUnit's XML. Nobody owns the format; this keeps to what Jenkins' schema (junit-10.xsd of
 * its xUnit plugin) allows and GitLab's reader looks at: one suite; class and name of a
 * case; `message` and `type` of what failed, and all lines as text, for GitLab reads
 * that alone, of what was skipped, too. Times are those of the verdict, which is 0 s.
 */
#include <string.h>

#include "cases/cases.h"

/* NAME="VALUE" behind a blank. */
static void put_attribute(GString *out, const char *name, const char *value)
{
	g_autofree char *escaped = g_markup_escape_text(value, -1);

	g_string_append_printf(out, " %s=\"%s\"", name, escaped);
}

static void put_counts(GString *out, const struct cases *cases)
{
	g_string_append_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"0\" time=\"0\"",
			       cases->all->len, cases->n[CASE_FAILED]);
}

static void put_text(GString *out, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);

	g_string_append(out, escaped);
}

/* failure, skipped */
static void put_why(GString *out, const char *element, const struct test_case *one)
{
	const char *message = one->message ? one->message : "";
	g_autofree char *first = g_strndup(message, strcspn(message, "\n"));

	g_string_append_printf(out, "><%s", element);
	put_attribute(out, "message", first);
	if (one->type)
		put_attribute(out, "type", one->type);
	g_string_append_c(out, '>');
	put_text(out, message);
	g_string_append_printf(out, "</%s></testcase>\n", element);
}

static void put_case(GString *out, const struct test_case *one)
{
	g_string_append(out, "<testcase");
	put_attribute(out, "classname", one->class);
	put_attribute(out, "name", one->name);
	g_string_append(out, " time=\"0\"");
	if (one->status == CASE_PASSED)
		g_string_append(out, "/>\n");
	else
		put_why(out, one->status == CASE_FAILED ? "failure" : "skipped", one);
}

char *junit_text(const struct cases *cases)
{
	GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");

	put_attribute(out, "name", cases->suite);
	put_counts(out, cases);
	g_string_append(out, ">\n<testsuite");
	put_attribute(out, "name", cases->suite);
	put_counts(out, cases);
	g_string_append_printf(out, " skipped=\"%u\">\n", cases->n[CASE_SKIPPED]);
	for (guint i = 0; i < cases->all->len; i++)
		put_case(out, cases->all->pdata[i]);
	if (cases->notes->len)
		g_string_append(out, "<system-out>");
	for (guint i = 0; i < cases->notes->len; i++) {
		put_text(out, cases->notes->pdata[i]);
		g_string_append_c(out, '\n');
	}
	if (cases->notes->len)
		g_string_append(out, "</system-out>\n");
	g_string_append(out, "</testsuite>\n</testsuites>\n");
	return g_string_free(out, FALSE);
}

bool junit_write(const struct cases *cases, const char *file, GError **error)
{
	g_autofree char *text = junit_text(cases);

	return g_file_set_contents(file, text, -1, error);
}
