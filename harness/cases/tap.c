/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TAP 13 (testanything.org), which readers of version 14 take as well. YAML has its words
 * in single quotes, where nothing but the quote itself means anything: the small readers
 * of YAML that TAP tools bring know little else.
 */
#include "cases/cases.h"

/* In a description # begins a directive. */
static void put_description(const char *text, FILE *out)
{
	for (; *text; text++) {
		if (*text == '#' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
}

static void put_quoted(const char *text, FILE *out)
{
	fputc('\'', out);
	for (; *text; text++) {
		if (*text == '\'')
			fputc('\'', out);
		fputc(*text, out);
	}
	fputs("'\n", out);
}

static void put_why(const struct test_case *one, FILE *out)
{
	g_auto(GStrv) lines = g_strsplit(one->message ? one->message : "", "\n", -1);

	fputs("  ---\n  message: ", out);
	put_quoted(lines[0] ? lines[0] : "", out);
	if (one->type) {
		fputs("  type: ", out);
		put_quoted(one->type, out);
	}
	if (lines[0] && lines[1])
		fputs("  more:\n", out);
	for (guint i = 1; lines[0] && lines[i]; i++) {
		fputs("    - ", out);
		put_quoted(lines[i], out);
	}
	fputs("  ...\n", out);
}

static void put_case(const struct test_case *one, guint number, FILE *out)
{
	fprintf(out, "%sok %u - ", one->status == CASE_FAILED ? "not " : "", number);
	put_description(one->name, out);
	if (one->status == CASE_SKIPPED) {
		g_autofree char *why = g_strdelimit(g_strdup(one->message ? one->message : ""),
						    "\n", ' ');

		fprintf(out, " # SKIP %s", why);
	}
	fputc('\n', out);
	if (one->status == CASE_FAILED)
		put_why(one, out);
}

void tap_print(const struct cases *cases, FILE *out)
{
	fprintf(out, "TAP version 13\n1..%u\n", cases->all->len);
	for (guint i = 0; i < cases->all->len; i++)
		put_case(cases->all->pdata[i], i + 1, out);
	for (guint i = 0; i < cases->notes->len; i++)
		fprintf(out, "# %s\n", (char *)cases->notes->pdata[i]);
}
