/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON from outside: what is JSON is read, everything else refused, and nothing is a
 * crash. */
#include <string.h>

#include "base/json.h"
#include "base/members.h"

static void good(void)
{
	static const char *const texts[] = {
		"{}", "[]", " [ 1 , -2.5e3, 0, true, false, null, \"\" ] \n",
		"{\"a\":{\"b\":[{}]}}", "\"\\u00e9\\ud83d\\ude00\\n\\/\"",
		"9223372036854775807", "-9223372036854775808", "1e308", "1e-999",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(JsonNode) node = json_checked(texts[i], -1, &error);

		g_assert_no_error(error);
		g_assert_nonnull(node);
	}
}

static void refused(const char *text, gssize len, const char *why)
{
	g_autoptr(GError) error = NULL;

	g_test_message("%.60s", text);
	g_assert_null(json_checked(text, len, &error));
	g_assert_nonnull(strstr(error->message, why));
}

static void bad(void)
{
	static const struct { const char *text, *why; } cases[] = {
		{ "", "no value" }, { "[1,]", "no value" }, { "[1", "end of a list" },
		{ "{\"a\" 1}", "without its value" }, { "{1:2}", "no string" },
		{ "[1] [2]", "behind the value" }, { "nul", "no value" },
		{ "[1e999]", "too large" }, { "18446744073709551615", "too large" },
		{ "9223372036854775808", "too large" }, { "01", "behind the value" },
		{ "1.", "point" }, { "1e", "exponent" }, { "0x10", "behind" },
		{ "NaN", "no value" }, { "-Infinity", "no value" },
		{ "\"a", "without its end" }, { "\"\t\"", "control character" },
		{ "\"\\q\"", "escape" }, { "\"\\u12\"", "four digits" },
		{ "\"\\u0000\"", "of zero" }, { "\"\\ud800\\u0041\"", "surrogate" },
		{ "\"\\ud800\"", "surrogate" }, { "\"\\udc00\"", "surrogate" },
		{ "/* \" */ [1]", "no value" }, { "'a'", "no value" },
		{ "\"\xff\"", "UTF-8" }, { "var a = 1", "no value" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		refused(cases[i].text, -1, cases[i].why);
	refused("[\0]", 3, "UTF-8");
}

/* What a terminal would obey, however it is written; and what it would not. */
static void shown(void)
{
	static const struct { const char *text, *value; } cases[] = {
		{ "\"\\u001b[31m\\u0007\"", "?[31m?" }, { "\"a\\rb\\b\\f\"", "a\tb\t\t" },
		{ "\"\x7f\xc2\x9b" "1m\"", "???1m" }, { "\"\\u009b\\u007F\"", "??" },
		{ "\"\\n\\t\\\\u001b\"", "\n\t\\u001b" }, { "\"\xc3\xa9\\u00e9\xe2\x82\xac\"", "éé€" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(JsonNode) node = json_checked(cases[i].text, -1, &error);

		g_assert_no_error(error);
		g_assert_cmpstr(json_node_get_string(node), ==, cases[i].value);
	}
}

/* TIMES over, with END behind. */
static GString *many(const char *text, guint times, const char *end)
{
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < times; i++)
		g_string_append(all, text);
	return g_string_append(all, end);
}

static void deep(void)
{
	GString *most = many("[", JSON_DEPTH_MAX, ""), *arrays = many("[", 1000000, "");
	GString *objects = many("{\"a\":", 200000, "1");
	g_autoptr(JsonNode) node = NULL;

	refused(arrays->str, arrays->len, "nested too deep");
	refused(objects->str, objects->len, "nested too deep");
	for (guint i = 0; i < JSON_DEPTH_MAX; i++)
		g_string_append_c(most, ']');
	node = json_checked(most->str, most->len, NULL);
	g_assert_nonnull(node);
	g_string_prepend_c(most, '[');
	refused(most->str, most->len, "nested too deep");
	g_string_free(most, TRUE);
	g_string_free(arrays, TRUE);
	g_string_free(objects, TRUE);
}

static void flat(void)
{
	g_autoptr(JsonNode) node = json_checked("{\"b\":{\"c\":\"x\",\"d\":[1,2]},"
		"\"a\":1}", -1, NULL);
	g_autoptr(GTree) tree = members_flat(json_node_get_object(node));

	g_assert_cmpint(g_tree_nnodes(tree), ==, 3);
	g_assert_cmpstr(g_tree_lookup(tree, "a"), ==, "1");
	g_assert_cmpstr(g_tree_lookup(tree, "b.c"), ==, "x");
	g_assert_cmpstr(g_tree_lookup(tree, "b.d"), ==, "[1,2]");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/json/good", good);
	g_test_add_func("/json/bad", bad);
	g_test_add_func("/json/shown", shown);
	g_test_add_func("/json/deep", deep);
	g_test_add_func("/json/flat", flat);
	return g_test_run();
}
