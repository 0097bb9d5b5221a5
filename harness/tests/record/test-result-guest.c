/* SPDX-License-Identifier: GPL-2.0-only */
/* What the guest says of a row, and what the result line makes of it: its
 * parts, its status, and whether a halted target was halted. */
#include "judge/verify.h"
#include "tests/samples/sample-result.h"

struct change {
	const char *what, *by;
};

/* The sample with words changed; the checksums are right again. */
static char *lines_with(const char *experiment, const struct change *changes,
			guint n)
{
	GString *sample = sample_guest(), *guest = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(sample->str, "\n", -1);
	guint64 seq = 0;
	char *result;

	for (char **line = lines; *line; line++) {
		char *sign = strrchr(*line, '@');
		char *text = sign ? strchr(sign, ' ') : NULL;
		char *end = text ? strstr(text, " ~") : NULL;
		g_autofree char *said = NULL, *framed = NULL;

		if (!end || end == text ||
		    g_str_has_prefix(text, " noise"))
			continue;
		said = g_strndup(text + 1, end - text - 1);
		for (guint i = 0; i < n; i++) {
			g_auto(GStrv) parts = g_strsplit(said, changes[i].what,
							 -1);

			g_free(said);
			said = g_strjoinv(changes[i].by, parts);
		}
		framed = frame_format('@', ++seq, said);
		g_string_append(guest, framed);
	}
	result = sample_lines(experiment, "none", guest);
	g_string_free(sample, TRUE);
	g_string_free(guest, TRUE);
	return result;
}

static void parts(void)
{
	static const char *const texts[] = {
		"\"k\":0,\"seed\":1,\"rate\":0,\"arrival\":\"fixed\",\"deliver\":"
		"\"fixed\",\"raw\":0,\"senders\":1,\"words\":1",
		"\"received\":[{\"cpu\":1,\"pass\":\"count\",\"vectors\":1,"
		"\"sent\":100,\"got\":100,\"coalesced\":0}",
		"\"step\":2", "\"skew\":{\"low\":-12,\"high\":7}",
		/* p50 is 5: of 100 samples that of 900 is above ten times it */
		"\"taken_out\":26,\"clamped\":3,\"suspect\":{\"above\":50,\"n\":1}",
		"latency.delivery: the clocks differ",
		"\"pairs\":[{\"what\":\"roundtrip\",\"from\":0,\"to\":1",
		"\"open\":{\"elapsed\":123456,\"late\":2",
		"\"samples\":\"raw/lab-kvm-svm-pvh-2vcpu-1-row1-samples.tsv\"",
		"\"halted\":null",
	};
	g_autofree char *lines = lines_with(SAMPLE_EXPERIMENT, NULL, 0);

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_test_message("%s", texts[i]);
		g_assert_nonnull(strstr(lines, texts[i]));
	}
}

/* What the guest says decides the status. */
static void statuses(void)
{
	static const struct { struct change change; const char *status, *code; }
	cases[] = {
		{ { "nothing", "of it" }, "ok" },
		{ { "got=100", "got=99" }, "lost", "unbalanced" },
		{ { "got=100", "got=101" }, "lost", "unbalanced" },
		{ { "got=100 coalesced=0", "got=99 coalesced=1" }, "lost", "unbalanced" },
		{ { "status=ok lines=13", "status=lost code=no-ack lines=13" },
		  "lost", "no-ack" },
		{ { "status=ok lines=13", "status=not-applicable code=no-nmi "
		    "lines=13" }, "not-applicable", "no-nmi" },
		{ { "status=ok lines=13", "status=lost code=No%20Code lines=13" },
		  "lost", NULL },
		{ { "seed=1", "seed=2" }, "mismatch", "not-as-asked" },
		{ { "deliver=fixed", "deliver=nmi" }, "mismatch", "not-as-asked" },
		{ { "rate=0", "rate=5" }, "mismatch", "not-as-asked" },
		{ { "ipis=100", "ipis=99" }, "mismatch", "not-as-asked" },
		{ { "ipis=100", "ipis=104" }, "ok" },
		{ { "ipis=100", "ipis=105" }, "mismatch", "not-as-asked" },
		{ { "wait=spin", "wait=halt" }, "mismatch", "not-as-asked" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *lines = lines_with(SAMPLE_EXPERIMENT,
						    &cases[i].change, 1);
		g_autoptr(GPtrArray) results = result_list_new();

		g_assert_true(result_parse("r", lines, strlen(lines), results,
					   NULL));
		g_test_message("%s instead of %s", cases[i].change.by,
			       cases[i].change.what);
		g_assert_cmpstr(((struct result *)results->pdata[0])->status,
				==, cases[i].status);
		g_assert_cmpstr(((struct result *)results->pdata[0])->code,
				==, cases[i].code);
		/* The sample's guest is older than codes. */
		g_assert_cmpint(((struct result *)results->pdata[0])->coded, ==,
				cases[i].code || g_str_equal(cases[i].status, "ok"));
	}
}

/* Had the sample's targets been asked to halt: the first row. */
static void halted(void)
{
	static const struct { const char *exits; bool matches; } cases[] = {
		{ "total=300 hlt=100", true }, { "total=301 hlt=101", true },
		{ "total=299 hlt=99", true }, { "total=298 hlt=98", false },
		{ "total=302 hlt=102", false }, { "total=200", false },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *exits = g_strconcat(cases[i].exits,
						     " apic_write", NULL);
		const struct change changes[] = {
			{ "wait=spin", "wait=halt" },
			{ "total=200 apic_write", exits },
		};
		g_autofree char *lines = lines_with(
			SAMPLE_EXPERIMENT "wait=halt\n", changes,
			G_N_ELEMENTS(changes));
		g_autoptr(GPtrArray) results = result_list_new();
		g_autoptr(GPtrArray) differences =
			g_ptr_array_new_with_free_func(g_free);
		struct result *first;

		g_assert_true(result_parse("r", lines, strlen(lines), results,
					   NULL));
		first = results->pdata[0];
		g_test_message("%s", cases[i].exits);
		g_assert_cmpstr(first->status, ==, "ok");
		g_assert_cmpint(verify_row(first, differences), ==,
				cases[i].matches ? AS_EXPECTED : DIFFERS);
		*strchr(lines, '\n') = '\0';
		g_assert_nonnull(strstr(lines, cases[i].matches ?
					"\"matches\":true" :
					"\"matches\":false"));
	}
}

/* One that did not answer: of its clock nobody knows anything. */
static void clocks_unknown(void)
{
	static const struct change change = {
		"low=-12 high=7 rounds=1000", "low=0 high=0 rounds=0"
	};
	g_autofree char *lines = lines_with(SAMPLE_EXPERIMENT, &change, 1);

	g_assert_nonnull(strstr(lines, "\"skew\":null"));
}

/* Interrupts that nobody expected, and who stopped where. */
static void trouble(void)
{
	static const struct change changes[] = {
		{ "got=100 coalesced=0", "got=100 coalesced=0 strays=3" },
		{ "clock what=loop n=100", "stray row=1 cpu=1 vector=49 n=6" },
		{ "skew cpu=1", "stuck cpu=1 rip=0x123 verdict=undelivered was=1" },
	};
	static const char *const texts[] = {
		"\"coalesced\":0,\"strays\":3}",
		"interrupts: 6 that nobody expected",
		"stray: vCPU 1 got 6 interrupts of vector 49",
		"stuck: vCPU 1 did not answer at the end of this boot: rip "
		"0x123, verdict undelivered",
	};
	g_autofree char *lines = lines_with(SAMPLE_EXPERIMENT, changes,
					    G_N_ELEMENTS(changes));
	g_autoptr(GPtrArray) results = result_list_new(), remarks = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_test_message("%s", texts[i]);
		g_assert_nonnull(strstr(lines, texts[i]));
	}
	g_assert_true(result_parse("r", lines, strlen(lines), results, NULL));
	g_assert_cmpuint(((struct result *)results->pdata[0])->strays, ==, 6);
	remarks = verify_remarks(results);
	g_assert_cmpuint(remarks->len, ==, 1);
	g_assert_cmpstr(remarks->pdata[0], ==, "2 rows had 9 interrupts that "
			"nobody expected (strays): their notes say where");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/result-guest/parts", parts);
	g_test_add_func("/result-guest/statuses", statuses);
	g_test_add_func("/result-guest/trouble", trouble);
	g_test_add_func("/result-guest/clocks-unknown", clocks_unknown);
	g_test_add_func("/result-guest/halted", halted);
	return g_test_run();
}
