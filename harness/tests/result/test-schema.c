/* SPDX-License-Identifier: GPL-2.0-only */
/* results/schema.json holds of the results in git and of those the tool writes, and
 * says what the tool's own table says; what is planted is found. */
#include <string.h>

#include "base/json.h"
#include "base/root.h"
#include "tests/result/schema.h"
#include "tests/samples/baselines.h"
#include "tests/samples/sample-result.h"

static JsonNode *schema_node;

static char *file_in(const char *name)
{
	g_autofree char *root = tool_root();

	return g_build_filename(root, "..", "..", "results", name, NULL);
}

static char *wrong_with(const char *line)
{
	g_autoptr(JsonNode) node = json_checked(line, -1, NULL);
	JsonObject *schema = json_node_get_object(schema_node);

	g_assert_nonnull(node);
	return schema_check(schema, schema, node);
}

static void check_lines(const char *name, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; *lines[i]; i++) {
		g_autofree char *wrong = wrong_with(lines[i]);

		if (wrong)
			g_test_message("%s:%u: %s", name, i + 1, wrong);
		g_assert_null(wrong);
	}
}

static void baselines(void)
{
	each_baseline(check_lines);
}

static char *own_lines(void)
{
	GString *guest = sample_guest();
	char *lines = sample_lines(SAMPLE_EXPERIMENT, "none", guest);

	g_string_free(guest, TRUE);
	return lines;
}

static void own(void)
{
	g_autofree char *lines = own_lines();

	check_lines("own", lines);
}

static void planted(void)
{
	static const struct { const char *what, *by, *where; } cases[] = {
		{ "\"vcpus\":2", "\"vcpus\":\"2\"", ".vcpus: type" },
		{ "\"vcpus\":2", "\"vcpus\":0", ".vcpus: minimum" },
		{ "\"vcpus\":2", "\"vcpus\":4097", ".vcpus: maximum" },
		{ "\"schema\":1", "\"schema\":2", ".schema: const" },
		{ "\"wait\":\"spin\"", "\"wait\":\"nap\"", ".wait: enum" },
		{ "\"code\":null", "\"code\":\"No Code\"", ".code: pattern" },
		{ "\"schema\":1", "\"schema\":1,\"colour\":1", ".colour: nobody" },
		{ "\"got\":100", "\"got\":100,\"lost\":0", ".received[0].lost: nobody" },
		{ "\"seed\":1,", "", ".seed: is missing" },
		{ "\"role\":\"sender\",", "", ".exits.hypervisor.per_vcpu[0].role: is missing" },
		{ "\"total\":302", "\"total\":-1", ".exits.hypervisor.sender.total: minimum" },
		{ "\"sub_bits\":7", "\"sub_bits\":true", ".latency.send.histogram.sub_bits: type" },
	};
	g_autofree char *lines = own_lines();

	*strchr(lines, '\n') = '\0';
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *at = strstr(lines, cases[i].what);
		g_autofree char *line = NULL, *wrong = NULL;

		g_test_message("%s", cases[i].by);
		g_assert_nonnull(at);
		line = g_strdup_printf("%.*s%s%s", (int)(at - lines), lines,
				       cases[i].by, at + strlen(cases[i].what));
		wrong = wrong_with(line);
		g_assert_nonnull(wrong);
		g_test_message("%s", wrong);
		g_assert_true(g_str_has_prefix(wrong, cases[i].where));
	}
}

/* Two lists of the members would drift apart. */
static void same_members(void)
{
	JsonObject *schema = json_node_get_object(schema_node);
	JsonObject *members = json_object_get_object_member(schema, "properties");
	JsonArray *required = json_object_get_array_member(schema, "required");

	g_assert_cmpuint(json_object_get_size(members), ==, result_shape.n);
	for (guint i = 0; i < result_shape.n; i++) {
		const struct field *field = &result_shape.fields[i];
		bool named = false;

		g_test_message("%s", field->name);
		g_assert_true(json_object_has_member(members, field->name));
		for (guint k = 0; k < json_array_get_length(required); k++)
			named |= g_str_equal(json_array_get_string_element(required, k),
					     field->name);
		g_assert_true(named || !(field->flags & NEEDED));
	}
}

int main(int argc, char **argv)
{
	g_autofree char *path = file_in("schema.json"), *text = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	schema_node = json_checked(text, -1, NULL);
	g_assert_nonnull(schema_node);
	g_test_add_func("/schema/baselines", baselines);
	g_test_add_func("/schema/own", own);
	g_test_add_func("/schema/planted", planted);
	g_test_add_func("/schema/same-members", same_members);
	status = g_test_run();
	json_node_unref(schema_node);
	return status;
}
