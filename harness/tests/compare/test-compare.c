/* SPDX-License-Identifier: GPL-2.0-only */
/* What compare finds in made-up results, one change at a time. */
#include <string.h>

#include "base/error.h"
#include "compare/compare.h"
#include "tests/samples/made-up.h"

static const struct compare_options usual = { true, true, true, .03, .05, .5 };

static GPtrArray *lines(const struct made_up *ones, guint n)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	GPtrArray *results = result_list_new();

	for (guint i = 0; i < n; i++)
		made_up_line(text, &ones[i]);
	result_parse("m", text->str, text->len, results, &error);
	g_assert_no_error(error);
	return results;
}

/* "worse: sender apic_write_icr; ..." of all that is not the same. */
static char *changes(const struct made_up *base, const struct made_up *now,
		     guint n)
{
	g_autoptr(GPtrArray) one = lines(base, n), other = lines(now, n);
	g_autoptr(GError) error = NULL;
	struct comparison *comparison = compare_results(one, other, &usual,
							&error);
	GString *text = g_string_new(NULL);

	g_assert_no_error(error);
	for (guint i = 0; i < comparison->findings->len; i++) {
		const struct finding *finding = comparison->findings->pdata[i];

		if (finding->change)
			g_string_append_printf(text, "%s %s %s;",
				change_names[finding->change], finding->about,
				finding->what);
	}
	for (guint i = 0; i < comparison->refused->len; i++)
		g_string_append_printf(text, "refused;");
	comparison_free(comparison);
	return g_string_free(text, FALSE);
}

#define CHANGED(expected, ...) do { \
	struct made_up base = made_up_usual, now = made_up_usual; \
	g_autofree char *text = NULL; \
	__VA_ARGS__; \
	text = changes(&base, &now, 1); \
	g_assert_cmpstr(text, ==, expected); \
} while (0)

static void exits(void)
{
	CHANGED("", (void)0);
	CHANGED("worse exits sender apic_write_icr;", now.icr = 1000);
	CHANGED("worse exits sender apic_write_icr;", now.icr = 501);
	CHANGED("better exits sender apic_write_icr;", now.icr = 499);
	CHANGED("worse exits sender msr_other;", now.other = 1);
	CHANGED("better exits sender msr_other;", base.other = 1);
	/* Another number of IPIs is the same for one IPI. */
	CHANGED("", now.icr = now.ipis = 70);
	CHANGED("worse exits sender apic_write_icr;", now.icr = now.ipis = 70;
		now.icr++);
	/* Ticks come as they like; many more are told. */
	CHANGED("", now.ticks = 200);
	CHANGED("told exits sender external_interrupt;", now.ticks = 400);
	/* By KVM's own counters page faults are in it. */
	CHANGED("", base.kvm_only = now.kvm_only = true; now.icr = 740);
	CHANGED("worse exits send, by KVM's own counters;",
		base.kvm_only = now.kvm_only = true; now.icr = 1000);
	CHANGED("better exits send, by KVM's own counters;",
		base.kvm_only = now.kvm_only = true; now.icr = 0);
}

static void status(void)
{
	CHANGED("worse status status;", now.status = "lost");
	CHANGED("better status status;", base.status = "lost");
	CHANGED("worse status status;", now.status = "unsupported");
	CHANGED("", now.status = base.status = "unsupported");
	/* One word stood for both before there were codes. */
	CHANGED("", base.status = "unsupported"; now.status = "not-applicable");
	CHANGED("worse status status;", base.status = "not-applicable";
		now.status = "unsupported");
}

static void insns(void)
{
	CHANGED("worse insns sender apic_write_icr;", now.p25 += 200;
		now.p50 += 200; now.p75 += 200);
	CHANGED("better insns sender apic_write_icr;", now.p25 -= 200;
		now.p50 -= 200; now.p75 -= 200);
	CHANGED("", now.p50 += 16, now.p75 += 16);
	/* A path of two lengths: its median jumps, and says nothing. */
	CHANGED("", now.p50 += 200; now.p75 += 200);
	/* Too few to have a median. */
	CHANGED("", now.icr = now.ipis = 20; now.p25 = now.p50 = now.p75 =
		5000);
}

static void not_comparable(void)
{
	CHANGED("refused;", now.regime = "apicv");
	CHANGED("refused;", now.processor = "Another");
	CHANGED("", now.commit = "bbbb");
}

/* Boots of one row are one row, and one that stands out is seen. */
static void boots(void)
{
	struct made_up base[3] = { made_up_usual, made_up_usual, made_up_usual };
	struct made_up now[3] = { made_up_usual, made_up_usual, made_up_usual };
	g_autofree char *same = changes(base, now, 3);
	g_autofree char *one = NULL, *spread = NULL, *crashed = NULL;

	g_assert_cmpstr(same, ==, "");
	now[1].icr = 501;
	one = changes(base, now, 3);
	g_assert_cmpstr(one, ==, "worse exits sender apic_write_icr;");
	/* What is exact is asked of a boot that ran. */
	now[1].icr = 500;
	now[0].status = base[0].status = "crashed";
	now[1].ticks = 200;
	crashed = changes(base, now, 3);
	g_assert_cmpstr(crashed, ==, "");
	now[0].status = base[0].status = "ok";
	now[1].ticks = 3;
	/* Boots that lie far apart make a difference of medians mean little. */
	now[1].icr = 500;
	base[0].p50 = base[0].p25 = base[0].p75 = 3282;
	for (guint i = 0; i < 3; i++)
		now[i].p50 = now[i].p25 = now[i].p75 = 3632;
	spread = changes(base, now, 3);
	g_assert_cmpstr(spread, ==, "");
}

static void nothing_in_common(void)
{
	struct made_up other = made_up_usual;
	g_autoptr(GPtrArray) base = lines(&made_up_usual, 1), now = NULL;
	g_autoptr(GError) error = NULL;

	other.method = "x2apic";
	now = lines(&other, 1);
	g_assert_null(compare_results(base, now, &usual, &error));
	g_assert_error(error, IPIBENCH_ERROR, 0);
}

/* Insns that cannot be read are refused by file, line and field. */
static void damaged(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) now = result_list_new();
	g_autoptr(GError) error = NULL;

	made_up_line(text, &made_up_usual);
	g_string_replace(text, "\"samples\":500", "\"samples\":\"x\"", 1);
	g_assert_false(result_parse("bad", text->str, text->len, now, &error));
	g_assert_true(g_str_has_prefix(error->message, "bad:1: exits.meter."
		"per_vcpu[0].insns.apic_write_icr.samples: "));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/compare/exits", exits);
	g_test_add_func("/compare/status", status);
	g_test_add_func("/compare/insns", insns);
	g_test_add_func("/compare/not-comparable", not_comparable);
	g_test_add_func("/compare/boots", boots);
	g_test_add_func("/compare/nothing-in-common", nothing_in_common);
	g_test_add_func("/compare/damaged", damaged);
	return g_test_run();
}
