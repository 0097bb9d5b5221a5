/* SPDX-License-Identifier: GPL-2.0-only */
/* Test cases as XML and TAP: that readers find in them what was put in, whatever a
 * hostile guest's words are made of. XML is read back by GLib's parser, which takes some
 * of what XML 1.0 forbids, so that is looked for besides. */
#include <string.h>

#include "cases/cases.h"

/* What a reader finds. */
struct found {
	guint cases, failures, skipped, said_tests, said_failures, said_skipped;
	GHashTable *names;
	GString *name, *message, *type, *text;  /* of the last that had one */
	bool inside;
};

static const char *attribute(const char **names, const char **values, const char *name)
{
	for (; *names; names++, values++)
		if (g_str_equal(*names, name))
			return *values;
	g_error("no attribute %s", name);
}

static guint number(const char **names, const char **values, const char *name)
{
	return g_ascii_strtoull(attribute(names, values, name), NULL, 10);
}

static void on_start(GMarkupParseContext *context, const char *element, const char **names,
		     const char **values, gpointer user, GError **error)
{
	struct found *found = user;

	if (g_str_equal(element, "testsuite")) {
		found->said_tests = number(names, values, "tests");
		found->said_failures = number(names, values, "failures");
		found->said_skipped = number(names, values, "skipped");
	} else if (g_str_equal(element, "testcase")) {
		found->cases++;
		g_string_assign(found->name, attribute(names, values, "name"));
		g_assert_true(g_hash_table_add(found->names, g_strdup_printf("%s\n%s",
			attribute(names, values, "classname"), found->name->str)));
	} else if (g_str_equal(element, "failure") || g_str_equal(element, "skipped")) {
		found->inside = true;
		g_string_truncate(found->text, 0);
		g_string_assign(found->message, attribute(names, values, "message"));
		found->failures += *element == 'f';
		found->skipped += *element == 's';
		if (*element == 'f')
			g_string_assign(found->type, attribute(names, values, "type"));
	} else {
		g_assert_true(g_str_equal(element, "testsuites") ||
			      g_str_equal(element, "system-out"));
	}
}

static void on_end(GMarkupParseContext *context, const char *element, gpointer user,
		   GError **error)
{
	((struct found *)user)->inside = false;
}

static void on_text(GMarkupParseContext *context, const char *text, gsize len, gpointer user,
		    GError **error)
{
	struct found *found = user;

	if (found->inside)
		g_string_append_len(found->text, text, len);
}

static void found_clear(struct found *found)
{
	g_hash_table_unref(found->names);
	g_string_free(found->name, TRUE);
	g_string_free(found->message, TRUE);
	g_string_free(found->type, TRUE);
	g_string_free(found->text, TRUE);
}

/* No byte of what XML 1.0 does not have, and no reference to one: only the quote's. */
static void is_allowed(const char *xml)
{
	g_assert_true(g_utf8_validate(xml, -1, NULL));
	for (const char *at = xml; (at = strstr(at, "&#")); at++)
		g_assert_true(g_str_has_prefix(at, "&#39;"));
	for (const char *at = xml; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		g_assert_true(c == '\n' || (c >= ' ' && c < 0x7f) || (c > 0x9f && c < 0xfffe) ||
			      c > 0xffff);
	}
}

static struct found read_back(const struct cases *cases)
{
	static const GMarkupParser parser = { on_start, on_end, on_text };
	struct found found = {
		.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.name = g_string_new(NULL), .message = g_string_new(NULL),
		.type = g_string_new(NULL), .text = g_string_new(NULL),
	};
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &found, NULL);
	g_autofree char *xml = junit_text(cases);
	g_autoptr(GError) error = NULL;

	is_allowed(xml);
	g_markup_parse_context_parse(context, xml, -1, &error);
	g_assert_no_error(error);
	g_markup_parse_context_end_parse(context, &error);
	g_assert_no_error(error);
	g_markup_parse_context_free(context);
	g_assert_cmpuint(found.cases, ==, found.said_tests);
	g_assert_cmpuint(found.failures, ==, found.said_failures);
	g_assert_cmpuint(found.skipped, ==, found.said_skipped);
	g_assert_cmpuint(found.cases, ==, cases->all->len);
	return found;
}

static char *tap_of(const struct cases *cases)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	tap_print(cases, out);
	fclose(out);
	return text;
}

/* A line at a time, as TAP has it: nothing else may look like a test or a plan. */
static void holds_tap(const struct cases *cases)
{
	g_autofree char *text = tap_of(cases);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *plan = g_strdup_printf("1..%u", cases->all->len);
	guint n = 0, failed = 0, skipped = 0;

	g_assert_null(strpbrk(text, "\r\t\x1b"));
	g_assert_cmpstr(lines[0], ==, "TAP version 13");
	g_assert_cmpstr(lines[1], ==, plan);
	for (char **line = lines + 2; *line; line++) {
		bool bad = g_str_has_prefix(*line, "not ok ");

		if (bad || g_str_has_prefix(*line, "ok ")) {
			g_assert_cmpuint(g_ascii_strtoull(*line + (bad ? 7 : 3), NULL, 10),
					 ==, ++n);
			failed += bad;
			skipped += strstr(*line, " # SKIP ") != NULL;
		} else {
			g_assert_true(!**line || **line == '#' ||
				      g_str_has_prefix(*line, "  "));
		}
	}
	g_assert_cmpuint(n, ==, cases->all->len);
	g_assert_cmpuint(failed, ==, cases->n[CASE_FAILED]);
	g_assert_cmpuint(skipped, ==, cases->n[CASE_SKIPPED]);
}

static void three(void)
{
	struct cases *cases = cases_new("ipibench verify");
	g_autofree char *tap = NULL;
	struct found found;

	cases_pass(cases, "tcg", "tcg xapic boot=1");
	cases_skip(cases, "tcg", "tcg vapic-mmio boot=1", "unsupported: no such register");
	cases_fail(cases, "tcg", "tcg x2apic boot=1", "counts",
		   "sender hlt: 3, expected 2\nvCPU 1's hlt: 4\nr.jsonl:3");
	cases_note(cases, "%d rows", 3);
	found = read_back(cases);
	g_assert_cmpuint(found.failures, ==, 1);
	g_assert_cmpuint(found.skipped, ==, 1);
	g_assert_cmpstr(found.name->str, ==, "tcg x2apic boot=1");
	g_assert_cmpstr(found.type->str, ==, "counts");
	g_assert_cmpstr(found.message->str, ==, "sender hlt: 3, expected 2");
	g_assert_cmpstr(found.text->str, ==,
			"sender hlt: 3, expected 2\nvCPU 1's hlt: 4\nr.jsonl:3");
	tap = tap_of(cases);
	g_assert_cmpstr(tap, ==, "TAP version 13\n1..3\n"
		"ok 1 - tcg xapic boot=1\n"
		"ok 2 - tcg vapic-mmio boot=1 # SKIP unsupported: no such register\n"
		"not ok 3 - tcg x2apic boot=1\n"
		"  ---\n"
		"  message: 'sender hlt: 3, expected 2'\n"
		"  type: 'counts'\n"
		"  more:\n"
		"    - 'vCPU 1''s hlt: 4'\n"
		"    - 'r.jsonl:3'\n"
		"  ...\n"
		"# 3 rows\n");
	found_clear(&found);
	cases_free(cases);
}

#define HOSTILE "]]></failure><failure type='yaml'>&#0;&lt;\x01\x1b[31m\x7f\xc2\x85" \
	"\xe2\x80\xa8\xef\xbf\xbf\xff # SKIP \\ 'q' \"q\"\nok 9 - forged\n1..0\n  ...\r\t"

static void hostile(void)
{
	struct cases *cases = cases_new(HOSTILE);
	struct found found;

	cases_pass(cases, HOSTILE, HOSTILE);
	cases_skip(cases, HOSTILE, HOSTILE, HOSTILE);
	cases_fail(cases, HOSTILE, HOSTILE, HOSTILE, HOSTILE);
	cases_note(cases, "%s", HOSTILE);
	found = read_back(cases);
	/* What is harmless is there as it was. */
	g_assert_nonnull(strstr(found.text->str, "]]></failure><failure type='yaml'>&#0;&lt;"));
	g_assert_nonnull(strstr(found.text->str, "\nok 9 - forged\n1..0\n"));
	g_assert_nonnull(strstr(found.name->str, "\\ 'q' \"q\" ok 9 - forged 1..0   ..."));
	holds_tap(cases);
	found_clear(&found);
	cases_free(cases);
}

/* Whatever bytes: well-formed, counts right. */
static void any_bytes(void)
{
	for (guint i = 0; i < 300; i++) {
		struct cases *cases = cases_new("s");
		struct found found;

		for (guint k = 0; k < 5; k++) {
			char bytes[64] = { 0 };

			for (guint b = 0; b < sizeof bytes - 1; b++)
				bytes[b] = g_test_rand_int_range(0, 256);
			if (k % 2)
				cases_fail(cases, bytes + 32, bytes, "counts", bytes);
			else
				cases_skip(cases, bytes + 32, bytes, bytes);
			cases_note(cases, "%s", bytes);
		}
		found = read_back(cases);
		holds_tap(cases);
		found_clear(&found);
		cases_free(cases);
	}
}

/* GitLab drops all but the first of a name. */
static void names(void)
{
	struct cases *cases = cases_new("s");
	struct found found;

	cases_pass(cases, "a", "one (2)");
	for (guint i = 0; i < 3; i++)
		cases_pass(cases, "a", "one");
	cases_pass(cases, "b", "one");
	found = read_back(cases);
	g_assert_cmpuint(g_hash_table_size(found.names), ==, 5);
	g_assert_true(g_hash_table_contains(found.names, "a\none"));
	g_assert_true(g_hash_table_contains(found.names, "a\none (3)"));
	g_assert_true(g_hash_table_contains(found.names, "a\none (4)"));
	g_assert_true(g_hash_table_contains(found.names, "b\none"));
	found_clear(&found);
	cases_free(cases);
}

static void nothing(void)
{
	struct cases *cases = cases_new("s");
	struct found found = read_back(cases);

	holds_tap(cases);
	found_clear(&found);
	cases_free(cases);
}

static void unwritable(void)
{
	struct cases *cases = cases_new("s");
	g_autoptr(GError) error = NULL;

	g_assert_false(junit_write(cases, "/nowhere/x.xml", &error));
	g_assert_nonnull(strstr(error->message, "/nowhere/x.xml"));
	cases_free(cases);
	cases_free(NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/cases/three", three);
	g_test_add_func("/cases/hostile", hostile);
	g_test_add_func("/cases/any-bytes", any_bytes);
	g_test_add_func("/cases/names", names);
	g_test_add_func("/cases/nothing", nothing);
	g_test_add_func("/cases/unwritable", unwritable);
	return g_test_run();
}
