/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Verdicts as test cases, for the CI of others: a list of them, and a file for each form
 * it is written in. What is a case, of which class and why it failed is said by whoever
 * judges (judge/verify-cases.c, compare/compare-cases.c); this knows of words only.
 *
 * Words may come from a hostile guest. All are copied as UTF-8 without control
 * characters (U+FFFD in their place), names and classes as one line.
 */
#ifndef IPIBENCH_CASES_H
#define IPIBENCH_CASES_H

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

enum case_status { CASE_PASSED, CASE_FAILED, CASE_SKIPPED, CASE_STATUSES };

struct test_case {
	char *class, *name;     /* together there is one of them in a list */
	enum case_status status;
	char *type;             /* of what failed: a code word, never a guest's; or NULL */
	char *message;          /* of what did not pass: lines; or NULL */
};

struct cases {
	char *suite;            /* what judged: "ipibench verify" */
	GPtrArray *all;         /* struct test_case, in the order they came */
	guint n[CASE_STATUSES];
	GPtrArray *notes;       /* char *, a line each: what is no case and must be known */
	GHashTable *taken;      /* class and name: the last number given to such a name */
};

struct cases *cases_new(const char *suite);
void cases_free(struct cases *cases);       /* NULL: nothing */

/* A name that its class has already gets a number: "NAME (2)". */
void cases_pass(struct cases *cases, const char *class, const char *name);
void cases_fail(struct cases *cases, const char *class, const char *name,
		const char *type, const char *message);
void cases_skip(struct cases *cases, const char *class, const char *name,
		const char *message);
void cases_note(struct cases *cases, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* JUnit's XML, as Jenkins and GitLab read it. The file is there whole or as it was
 * before. */
bool junit_write(const struct cases *cases, const char *file, GError **error);
/* The same as text; the caller frees it. */
char *junit_text(const struct cases *cases);

/* TAP, version 13; of what failed a block of YAML, notes as comments. Whether all could
 * be written is the stream's to say. */
void tap_print(const struct cases *cases, FILE *out);

#endif
