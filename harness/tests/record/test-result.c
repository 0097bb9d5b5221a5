/* SPDX-License-Identifier: GPL-2.0-only */
/* From the guest's words to a result line, back, and through verify: as
 * expected when true, a difference when any figure is changed. */
#include <string.h>

#include "judge/verify.h"
#include "tests/samples/sample-result.h"

static char *make_lines(const char *regime)
{
	GString *guest = sample_guest();
	char *lines = sample_lines(SAMPLE_EXPERIMENT, regime, guest);

	g_string_free(guest, TRUE);
	return lines;
}

static guint differences_in(const char *lines)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GPtrArray) differences =
		g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;

	result_parse("r", lines, strlen(lines), results, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < results->len; i++)
		verify_row(results->pdata[i], differences);
	for (guint i = 0; i < differences->len; i++)
		g_test_message("%s", (char *)differences->pdata[i]);
	return differences->len;
}

static char *replace(const char *text, const char *what, const char *by)
{
	const char *at = strstr(text, what);

	g_assert_nonnull(at);
	return g_strdup_printf("%.*s%s%s", (int)(at - text), text, by,
			       at + strlen(what));
}

static void round_trip(void)
{
	g_autofree char *lines = make_lines("none");
	g_autoptr(GPtrArray) results = result_list_new();
	struct result *result;

	g_assert_true(result_parse("r", lines, strlen(lines), results, NULL));
	g_assert_cmpuint(results->len, ==, 3);
	result = results->pdata[0];
	g_assert_cmpstr(result->status, ==, "ok");
	g_assert_cmpfloat(result->send_exits_per_ipi, ==, 3);
	/* reading is out: 303 - 1 */
	g_assert_cmpuint(result->sender.total, ==, 302);
	g_assert_cmpuint(result->sender.by_class[VAPIC_EXIT_MSR_OTHER], ==, 0);
	result = results->pdata[1];
	g_assert_cmpstr(result->status, ==, "unsupported");
	result = results->pdata[2];
	g_assert_cmpfloat(result->send_exits_per_ipi, ==, 1);
}

/* Only vapic-mmio, which the patched lab must offer, is wrong in the sample. */
static void verify_finds(void)
{
	static const char *const changes[][2] = {
		{ "\"apic_read_icr\":100", "\"apic_read_icr\":101" },
		{ "\"send_exits_per_ipi\":3.0", "\"send_exits_per_ipi\":2.0" },
		{ "\"total\":302", "\"total\":301" },
		{ "\"apic_write_eoi\":100", "\"apic_write_eoi\":99" },
		{ "\"page_fault\":0", "\"page_fault\":1" },
		{ "\"regime\":\"none\"", "\"regime\":\"apicv\"" },
		{ "\"regime\":\"none\"", "\"regime\":null" },
		{ "\"status\":\"ok\"", "\"status\":\"lost\"" },
		{ "\"msr_x2apic_icr\":100", "\"msr_x2apic_icr\":7" },
	};
	g_autofree char *lines = make_lines("none");

	g_assert_cmpuint(differences_in(lines), ==, 1);
	for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autofree char *wrong = replace(lines, changes[i][0],
						 changes[i][1]);

		g_assert_cmpuint(differences_in(wrong), >, 1);
	}
}

static void damage_refused(void)
{
	static const char *const changes[][2] = {
		{ "\"schema\":1", "\"schema\":2" },
		{ "\"schema\":1", "\"scheme\":1" },
		{ "\"ipis\":100", "\"ipis\":\"x\"" },
		{ "\"method\":\"xapic\"", "\"method\":5" },
		{ "\"total\":302", "\"total\":-1" },
		{ "{", "" },
	};
	g_autofree char *lines = make_lines("none");

	for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autofree char *wrong = replace(lines, changes[i][0],
						 changes[i][1]);
		g_autoptr(GPtrArray) results = result_list_new();
		g_autoptr(GError) error = NULL;

		g_assert_false(result_parse("r", wrong, strlen(wrong), results,
					    &error));
		g_assert_true(g_str_has_prefix(error->message, "r:1: "));
	}
	/* Cut anywhere: either at a line's end, or refused. */
	for (gsize len = 0; len < strlen(lines); len += 7) {
		g_autoptr(GPtrArray) results = result_list_new();

		if (result_parse("r", lines, len, results, NULL))
			g_assert_cmpint(lines[len - 1], ==, '\n');
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/result/round-trip", round_trip);
	g_test_add_func("/result/verify-finds", verify_finds);
	g_test_add_func("/result/damage-refused", damage_refused);
	return g_test_run();
}
