// SPDX-License-Identifier: GPL-2.0-only
/* The plan parser of the guest, run on the host. */
#include <glib.h>
#include <string.h>

#include "rows/plan.h"

bool streq(const char *a, const char *b);
bool streq(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static const char *const method[] = { "xapic", "x2apic" };

static struct plan plan;
static struct plan_error error;

static bool parse(const char *text)
{
	memset(&error, 0, sizeof(error));
	return plan_parse(text, strlen(text), method, 2, &plan, &error);
}

static void test_defaults(void)
{
	g_assert_true(parse("row method=x2apic"));
	g_assert_cmpuint(plan.rows, ==, 1);
	g_assert_cmpuint(plan.row[0].id, ==, 1);
	g_assert_cmpuint(plan.row[0].method, ==, 1);
	g_assert_cmpuint(plan.row[0].pattern, ==, PATTERN_unicast);
	g_assert_cmpuint(plan.row[0].wait, ==, WAIT_SPIN);
	g_assert_cmpuint(plan.row[0].dest, ==, DEST_AUTO);
	g_assert_cmpuint(plan.row[0].pass, ==, PASS_BOTH);
	g_assert_cmpuint(plan.row[0].ipis, ==, 10000);
	g_assert_cmpuint(plan.row[0].warmup, ==, 100);
	g_assert_cmpuint(plan.row[0].seed, ==, 1);
}

static void test_all_keys(void)
{
	g_assert_true(parse("row id=65535 method=xapic pattern=pingpong "
			    "wait=halt ipis=2 warmup=0 dest=logical pass=time "
			    "k=254 seed=4294967295 rate=10000000 "
			    "arrival=poisson deliver=nmi raw=1"));
	g_assert_cmpuint(plan.row[0].id, ==, 65535);
	g_assert_cmpuint(plan.row[0].pattern, ==, PATTERN_pingpong);
	g_assert_cmpuint(plan.row[0].wait, ==, WAIT_HALT);
	g_assert_cmpuint(plan.row[0].ipis, ==, 2);
	g_assert_cmpuint(plan.row[0].warmup, ==, 0);
	g_assert_cmpuint(plan.row[0].dest, ==, DEST_LOGICAL);
	g_assert_cmpuint(plan.row[0].pass, ==, PASS_TIME);
	g_assert_cmpuint(plan.row[0].k, ==, 254);
	g_assert_cmpuint(plan.row[0].seed, ==, 4294967295u);
	g_assert_cmpuint(plan.row[0].rate, ==, 10000000);
	g_assert_cmpuint(plan.row[0].arrival, ==, ARRIVAL_POISSON);
	g_assert_cmpuint(plan.row[0].deliver, ==, DELIVER_NMI);
	g_assert_cmpuint(plan.row[0].raw, ==, 1);
}

static void test_separators(void)
{
	g_assert_true(parse(" # only a comment\r\n\n;; row method=xapic ;\t"
			    "row method=x2apic # row method=nonsense ; row\n"
			    "row method=xapic"));
	g_assert_cmpuint(plan.rows, ==, 3);
	g_assert_cmpuint(plan.row[1].id, ==, 2);
}

static void test_errors(void)
{
	static const struct { const char *text, *part[3]; guint line; } t[] = {
		{ "", { "no row" }, 1 },
		{ "# nothing\n", { "no row" }, 2 },
		{ "column a=b", { "unknown statement", "\"column\"", "row" }, 1 },
		{ "row method=xapic\nrow metod=xapic",
		  { "unknown key", "\"metod\"", "method" }, 2 },
		{ "row method=apicx", { "unknown method", "\"apicx\"", "x2apic" }, 1 },
		{ "row method=", { "unknown method", "\"\"" }, 1 },
		{ "row method", { "unknown method", "\"\"" }, 1 },
		{ "row method=xapic pattern=rings",
		  { "unknown pattern", "\"rings\"", "unicast" }, 1 },
		{ "row method=xapic wait=sleep",
		  { "unknown wait", "\"sleep\"", "pause" }, 1 },
		{ "row method=xapic dest=all",
		  { "unknown dest", "\"all\"", "multicast" }, 1 },
		{ "row method=xapic seed=0", { "bad number", "seed", "1.." }, 1 },
		{ "row method=xapic k=255", { "bad number", "\"255\"", "254" }, 1 },
		{ "row method=xapic deliver=smi",
		  { "unknown deliver", "\"smi\"", "nmi" }, 1 },
		{ "row method=xapic pass=none",
		  { "unknown pass", "\"none\"", "count" }, 1 },
		{ "row method=xapic ipis=0", { "\"0\"", "ipis", "1..100000000" }, 1 },
		{ "row method=xapic ipis=100000001", { "\"100000001\"", "ipis" }, 1 },
		{ "row method=xapic ipis=99999999999999999999999",
		  { "\"99999999999999999999999\"", "ipis" }, 1 },
		{ "row method=xapic ipis=", { "\"\"", "ipis" }, 1 },
		{ "row method=xapic ipis=-1", { "\"-1\"", "ipis" }, 1 },
		{ "row method=xapic ipis=1e3", { "\"1e3\"", "ipis" }, 1 },
		{ "row method=xapic warmup=1000001", { "warmup", "0..1000000" }, 1 },
		{ "row method=xapic id=0", { "id", "1..65535" }, 1 },
		{ "row method=xapic id=65536", { "id", "1..65535" }, 1 },
		{ "row method=xapic method=xapic", { "twice", "\"method\"" }, 1 },
		{ "row id=7 method=xapic;\n\nrow id=7 method=xapic",
		  { "id used twice", "7" }, 3 },
		{ "row wait=spin", { "no method=" }, 1 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(t); i++) {
		g_test_message("%s", t[i].text);
		g_assert_false(parse(t[i].text));
		for (gsize k = 0; k < 3 && t[i].part[k]; k++)
			if (!strstr(error.text, t[i].part[k]))
				g_error("\"%s\" does not mention %s", error.text,
					t[i].part[k]);
		g_assert_cmpuint(error.line, ==, t[i].line);

		g_autofree char *line = g_strdup_printf("line %u: ", t[i].line);

		g_assert_true(g_str_has_prefix(error.text, line));
	}
}

static void test_too_many_rows(void)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < PLAN_MAX_ROWS; i++)
		g_string_append(text, "row method=xapic\n");
	g_assert_true(parse(text->str));
	g_string_append(text, "row method=xapic\n");
	g_assert_false(parse(text->str));
	g_assert_nonnull(strstr(error.text, "1024"));
}

/* Bytes of any kind: refused or taken, but never read past the end (run under
 * valgrind or a sanitizer, this would show) and never an unreadable message. */
static void test_noise(void)
{
	const gsize bytes = 100 * 1024;
	g_autofree char *noise = g_malloc(bytes);
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);

	for (int round = 0; round < 200; round++) {
		gsize n = round ? (gsize)g_rand_int_range(rand, 1, PLAN_MAX_BYTES)
				: bytes;

		for (gsize i = 0; i < n; i++)
			noise[i] = (char)g_rand_int_range(rand, 0, 256);
		if (round % 2)		/* something that begins well */
			memcpy(noise, "row method=xapic ", MIN(n, 17));

		/* in a block of its own size: a sanitizer sees the edge */
		g_autofree char *exact = g_memdup2(noise, n);

		memset(&error, 0, sizeof(error));
		g_assert_false(plan_parse(exact, n, method, 2, &plan, &error));
		g_assert_cmpuint(strlen(error.text), <, sizeof(error.text));
		g_assert_true(g_str_is_ascii(error.text));
	}
}

static void test_long_word(void)
{
	g_autofree char *word = g_strnfill(60000, 'x');

	g_assert_false(parse(word));
	g_assert_nonnull(strstr(error.text, "..."));
	g_assert_nonnull(strstr(error.text, "one of: row"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plan/defaults", test_defaults);
	g_test_add_func("/plan/all-keys", test_all_keys);
	g_test_add_func("/plan/separators", test_separators);
	g_test_add_func("/plan/errors", test_errors);
	g_test_add_func("/plan/too-many-rows", test_too_many_rows);
	g_test_add_func("/plan/noise", test_noise);
	g_test_add_func("/plan/long-word", test_long_word);
	return g_test_run();
}
