/* SPDX-License-Identifier: GPL-2.0-only */
/* A line read and written is the line, byte for byte: those in git, those of this
 * tool's writer. What is no such line is refused by file, line and field. */
#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>

#include "tests/samples/baselines.h"
#include "tests/samples/made-up.h"
#include "tests/samples/sample-result.h"

static void same_again(const char *name, const char *text)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GError) error = NULL;

	result_parse(name, text, strlen(text), results, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < results->len; i++) {
		g_autofree char *again = result_line(results->pdata[i]);

		g_assert_cmpstr(again, ==, lines[i]);
	}
}

static void baselines(void)
{
	g_assert_cmpuint(each_baseline(same_again), >=, 10);
}

static void own(void)
{
	GString *guest = sample_guest();
	g_autofree char *lines = sample_lines(SAMPLE_EXPERIMENT, "none", guest);

	same_again("own", lines);
	g_string_free(guest, TRUE);
}

/* What was written by tools that did not know a field yet has not got it after. */
static void earlier(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) results = result_list_new();
	const struct result *one;
	g_autofree char *again = NULL;

	made_up_line(text, &made_up_usual);
	g_assert_true(result_parse("m", text->str, text->len, results, NULL));
	one = results->pdata[0];
	g_assert_cmpstr(one->deliver, ==, "fixed");
	g_assert_cmpuint(one->attempts, ==, 1);
	g_assert_false(one->coded);
	again = result_line(one);
	g_assert_null(strstr(again, "\"deliver\""));
	g_assert_null(strstr(again, "\"attempts\""));
	g_assert_null(strstr(again, "\"code\""));
}

static void refused(void)
{
	static const struct { const char *what, *by, *where; } cases[] = {
		{ "\"schema\":1", "\"schema\":2", "schema: not 1" },
		{ "\"method\":\"xapic\",", "", "method: is missing" },
		{ "\"method\":\"xapic\"", "\"method\":5", "method: no text" },
		{ "\"vcpus\":2", "\"vcpus\":4097", "vcpus: no whole number" },
		{ "\"vcpus\":2", "\"vcpus\":2.0", "vcpus: no whole number" },
		{ "\"vcpus\":2", "\"vcpus\":null", "vcpus: no whole number" },
		{ "\"boot\":1", "\"boot\":0", "boot: no whole number" },
		{ "\"apic_ids\":[0,1]", "\"apic_ids\":[0,4294967295]",
		  "apic_ids[1]: no APIC id" },
		{ "\"exits\":{\"hypervisor\":", "\"exits\":{\"x\":",
		  "exits.hypervisor: is missing" },
		{ "\"total\":302", "\"total\":18446744073709551615",
		  "a number that is too large" },
		{ "\"total\":302", "\"total\":-1", "exits.hypervisor.sender.total: " },
		{ "\"role\":\"sender\"", "\"role\":\"boss\"",
		  "exits.hypervisor.per_vcpu[0].role: no role" },
		{ "\"kvm-stats\":null", "\"kvm-stats\":{\"per_vcpu\":[{}]}",
		  "exits.kvm-stats.per_vcpu[0].cpu: is missing" },
		{ "\"kvm-stats\":null", "\"kvm-stats\":{\"per_vcpu\":[7]}",
		  "exits.kvm-stats.per_vcpu[0]: no object" },
		{ "\"kvm-stats\":null", "\"kvm-stats\":{\"per_vcpu\":[{\"cpu\":0,"
		  "\"role\":\"idle\",\"total\":0,\"counters\":{\"exits\":{}}}]}",
		  "exits.kvm-stats.per_vcpu[0].counters.exits: " },
		{ "\"send_exits_per_ipi\":3.0", "\"send_exits_per_ipi\":1e999",
		  "a number that is too large" },
		{ "\"send_exits_per_ipi\":3.0", "\"send_exits_per_ipi\":\"3\"",
		  "send_exits_per_ipi: no number" },
		{ "[5,99]", "[4294967295,99]", "latency.send.histogram.buckets[0]: " },
		{ "[481,1]", "[5,1]", "latency.send.histogram.buckets[1]: " },
		{ "[481,1]", "[481]", "latency.send.histogram.buckets[1]: no pair" },
		{ "\"sub_bits\":7", "\"sub_bits\":64", "latency.send.histogram.sub_bits: " },
		{ "\"notes\":[", "\"notes\":[{},", "notes[0]: no text" },
		{ "\"provenance\":{", "\"provenance\":7,\"p\":{", "provenance: no object" },
	};
	GString *guest = sample_guest();
	g_autofree char *lines = sample_lines(SAMPLE_EXPERIMENT, "none", guest);

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *at = strstr(lines, cases[i].what);
		g_autofree char *where = g_strconcat("r:1: ", cases[i].where, NULL);
		g_autoptr(GPtrArray) results = result_list_new();
		g_autoptr(GError) error = NULL;
		g_autofree char *wrong = NULL;

		g_test_message("%s", cases[i].by);
		g_assert_nonnull(at);
		wrong = g_strdup_printf("%.*s%s%s", (int)(at - lines), lines,
					cases[i].by, at + strlen(cases[i].what));
		g_assert_false(result_parse("r", wrong, strlen(wrong), results, &error));
		g_test_message("%s", error->message);
		g_assert_true(g_str_has_prefix(error->message, where));
	}
	g_string_free(guest, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/codec/baselines", baselines);
	g_test_add_func("/codec/own", own);
	g_test_add_func("/codec/earlier", earlier);
	g_test_add_func("/codec/refused", refused);
	return g_test_run();
}
