/* SPDX-License-Identifier: GPL-2.0-only */
/* The expected counts that the project is about, spelt out once more, as
 * figures: exits that one window's sends cause. */
#include "judge/expect.h"
#include "judge/verify.h"
#include "spec/receiving.h"

struct expectation {
	const char *regime, *method, *pattern, *dest, *mode;
	guint vcpus, targets, ipis;
	guint64 exits;
	const char *deliver;            /* NULL: fixed */
	guint id_step;                  /* of APIC ids; 0: 1. Xen: 2 */
};

static const struct expectation expectations[] = {
	/* one target */
	{ "none", "xapic", "unicast", "loop", "xapic", 2, 1, 10, 30 },
	{ "none", "xapic-nopoll", "unicast", "loop", "xapic", 2, 1, 10, 20 },
	{ "none", "vapic-mmio", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "none", "vapic-msr", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "none", "x2apic", "unicast", "loop", "x2apic", 2, 1, 10, 10 },
	{ "none", "hv-icr", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "none", "hv-ipi", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "none", "hv-ipi-mem", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "none", "kvm-pv", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "none", "xen-evtchn", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "none", "empty", "self", "loop", "xapic", 2, 1, 10, 0 },
	{ "none", "xapic", "self", "shorthand", "xapic", 2, 1, 10, 30 },
	{ "none", "xapic", "unicast", "loop", "xapic", 2, 1, 10, 30, "nmi" },

	/* k targets, each way */
	{ "none", "xapic", "broadcast", "loop", "xapic", 8, 7, 10, 210 },
	{ "none", "xapic-nopoll", "broadcast", "loop", "xapic", 8, 7, 10, 140 },
	{ "none", "xapic", "multicast", "loop", "xapic", 8, 4, 10, 120 },
	{ "none", "xapic", "broadcast", "logical", "xapic", 8, 7, 10, 30 },
	{ "none", "xapic", "broadcast", "shorthand", "xapic", 8, 7, 10, 30 },
	{ "none", "vapic-mmio", "broadcast", "multicast", "xapic", 8, 7, 10, 10 },
	{ "none", "vapic-msr", "shootdown", "multicast", "xapic", 8, 7, 10, 10 },
	{ "none", "vapic-msr", "broadcast", "loop", "xapic", 8, 7, 10, 70 },
	{ "none", "vapic-msr", "broadcast", "multicast", "xapic", 40, 39, 10, 30 },
	{ "none", "vapic-msr", "broadcast", "logical", "xapic", 40, 39, 10, 30 },
	{ "none", "x2apic", "broadcast", "loop", "x2apic", 8, 7, 10, 70 },
	{ "none", "hv-ipi", "broadcast", "multicast", "xapic", 64, 63, 10, 10 },
	{ "none", "hv-ipi", "broadcast", "loop", "xapic", 64, 63, 10, 630 },
	{ "none", "hv-ipi-ex", "broadcast", "multicast", "xapic", 255, 254, 10, 10 },

	/* cluster model beyond 8: of 16 in fours, the sender's has 3 others */
	{ "none", "xapic", "broadcast", "logical", "xapic", 16, 15, 10, 120 },
	{ "none", "xapic", "multicast", "logical", "xapic", 16, 3, 10, 30 },
	{ "none", "xapic", "multicast", "logical", "xapic", 16, 4, 10, 60 },
	{ "none", "hv-icr", "broadcast", "logical", "xapic", 16, 15, 10, 40 },
	/* x2APIC: sixteen ids */
	{ "none", "x2apic", "broadcast", "logical", "x2apic", 16, 15, 10, 10 },
	{ "none", "x2apic", "broadcast", "logical", "x2apic", 40, 39, 10, 30 },
	{ "none", "x2apic", "broadcast", "logical", "x2apic", 16, 15, 10, 20, NULL, 2 },
	/* KVM's masks: 128 ids from the lowest on */
	{ "none", "kvm-pv", "broadcast", "multicast", "xapic", 129, 128, 10, 10 },
	{ "none", "kvm-pv", "broadcast", "multicast", "xapic", 130, 129, 10, 20 },
	{ "none", "kvm-pv", "broadcast", "multicast", "xapic", 255, 254, 10, 20 },
	{ "none", "kvm-pv", "multicast", "multicast", "xapic", 255, 10, 10, 10 },

	/* several senders */
	{ "none", "xapic", "incast", "loop", "xapic", 4, 1, 12, 36 },
	{ "none", "xapic", "pairs", "loop", "xapic", 4, 3, 12, 36 },
	{ "none", "xapic", "ring", "loop", "xapic", 4, 1, 12, 36 },
	{ "none", "xapic", "random", "loop", "xapic", 4, 3, 12, 36 },
	{ "none", "xapic", "burst", "loop", "xapic", 4, 1, 16, 48 },
	{ "none", "xapic", "mesh", "loop", "xapic", 4, 3, 8, 72 },
	{ "none", "x2apic", "mesh", "shorthand", "x2apic", 4, 3, 8, 8 },
	/* 17 in sixteens: the last one's others are one group, all others' two */
	{ "none", "x2apic", "mesh", "logical", "x2apic", 17, 16, 17, 16 * 2 + 1 },

	/* what virtualises the APIC */
	{ "apicv", "xapic", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "apicv", "xapic", "self", "shorthand", "xapic", 2, 1, 10, 0 },
	{ "apicv", "xapic", "self", "shorthand", "xapic", 2, 1, 10, 10, "nmi" },
	{ "apicv", "vapic-mmio", "self", "shorthand", "xapic", 2, 1, 10, 10 },
	{ "apicv", "x2apic", "unicast", "loop", "x2apic", 2, 1, 10, 10 },
	{ "apicv", "hv-icr", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "ipiv", "xapic", "unicast", "loop", "xapic", 2, 1, 10, 0 },
	{ "ipiv", "xapic", "broadcast", "shorthand", "xapic", 8, 7, 10, 10 },
	{ "ipiv", "xapic", "unicast", "loop", "xapic", 2, 1, 10, 10, "nmi" },
	{ "ipiv", "x2apic", "unicast", "loop", "x2apic", 2, 1, 10, 0 },
	{ "ipiv", "vapic-mmio", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "ipiv", "kvm-pv", "unicast", "loop", "xapic", 2, 1, 10, 10 },
	{ "avic", "xapic", "unicast", "loop", "xapic", 2, 1, 10, 0 },
	{ "avic", "xapic", "unicast", "loop", "xapic", 2, 1, 10, 10, "nmi" },
	{ "avic", "vapic-msr", "unicast", "loop", "xapic", 2, 1, 10, 10 },
};

static void check(gconstpointer data)
{
	const struct expectation *expectation = data;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint));
	struct result result = {
		.regime = expectation->regime, .method = expectation->method,
		.pattern = expectation->pattern, .dest = expectation->dest,
		.mode = expectation->mode, .vcpus = expectation->vcpus,
		.targets = expectation->targets, .ipis = expectation->ipis,
		.deliver = expectation->deliver ? expectation->deliver : "fixed",
		.apic_ids = ids,
	};
	struct exit_counts counts;
	char *why = NULL;

	for (guint i = 0; i < expectation->vcpus; i++) {
		guint id = i * MAX(expectation->id_step, 1);

		g_array_append_val(ids, id);
	}
	g_assert_true(expect_send(&result, &counts, &why));
	g_assert_cmpuint(exit_counts_sum(&counts), ==, expectation->exits);
}

static void unknown(void)
{
	static const struct { const char *regime, *method; } cases[] = {
		{ "none", "telepathy" }, { NULL, "kvm-pv" }, { "n/a", "xapic" },
		{ "avic", "x2apic" }, { "avic", "vapic-mmio" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct result result = {
			.regime = cases[i].regime, .method = cases[i].method,
			.pattern = "unicast", .dest = "loop",
			.deliver = "fixed", .ipis = 1, .targets = 1,
		};
		struct exit_counts counts;
		g_autofree char *why = NULL;

		g_assert_false(expect_send(&result, &counts, &why));
		g_assert_nonnull(why);
	}
}

/* KVM 6.1 without APICv tries a load from the APIC page again, and once more for each
 * interrupt that comes between: only who receives as well can have one. */
static void tried_again(void)
{
	static const struct { const char *version, *regime; enum guest_role role; guint64 more; }
	cases[] = {
		{ "6.1.192", "none", ROLE_BOTH, 9 }, { "6.1.192", "none", ROLE_SENDER, 0 },
		{ "6.1.192", "apicv", ROLE_BOTH, 0 }, { "6.12.118", "none", ROLE_BOTH, 0 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = g_strdup_printf(
			"{\"hypervisor\":{\"version\":\"%s\"}}", cases[i].version);
		g_autoptr(JsonNode) node = json_from_string(text, NULL);
		g_autoptr(GArray) cpus = g_array_new(FALSE, TRUE, sizeof(struct result_cpu));
		struct result_cpu cpu = { .role = cases[i].role, .received = 9 };
		struct result result = {
			.target = "lab-kvm-vmx", .regime = cases[i].regime, .cpus = cpus,
			.provenance = json_node_get_object(node),
		};

		g_array_append_val(cpus, cpu);
		g_assert_cmpuint(expect_reads_besides(&result), ==, cases[i].more);
	}
}

/* QEMU's TCG loses logical IPIs behind a hole in the ids, no hypervisor may; what a processor
 * of the user's lacks is not the target's fault. */
static void not_there(void)
{
	static const struct {
		const char *target, *method, *dest, *cpu, *code;
		guint last;             /* id of the fourth processor */
		bool expected;
	} cases[] = {
		{ "tcg", "xapic", "logical", NULL, "no-logical-behind-hole", 4, true },
		{ "tcg", "xapic", "logical", NULL, "no-logical-behind-hole", 3, false },
		{ "tcg", "xapic", "loop", NULL, "no-logical-behind-hole", 4, false },
		{ "kvm", "xapic", "logical", NULL, "no-logical-behind-hole", 4, false },
		{ "kvm", "x2apic", "loop", NULL, "no-x2apic", 3, false },
		{ "kvm", "x2apic", "loop", "qemu64:-x2apic", "no-x2apic", 3, true },
		{ "kvm", "kvm-pv", "loop", "qemu64", "no-kvm-pv-ipi", 3, true },
		{ "kvm", "xapic", "loop", "qemu64", "no-xapic", 3, false },
		{ "lab-kvm-svm", "vapic-mmio", "loop", "qemu64", "no-vapic", 3, false },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint));
		struct result result = {
			.target = cases[i].target, .method = cases[i].method,
			.dest_asked = cases[i].dest, .cpu = cases[i].cpu,
			.code = cases[i].code, .apic_ids = ids,
		};

		for (guint id = 0; id < 3; id++)
			g_array_append_val(ids, id);
		g_array_append_val(ids, cases[i].last);
		g_assert_true(!!expect_unsupported(&result) == cases[i].expected);
	}
}

static void halted(void)
{
	static const struct {
		const char *pattern;
		guint64 k, sent, got, low, high, woken_early;
	} cases[] = {
		{ "unicast", 0, 100, 100, 99, 101 },
		{ "random", 0, 0, 0, 0, 1 },
		{ "burst", 8, 800, 300, 99, 301 },
		{ "incast", 0, 300, 300, 0, 301 },
		{ "mesh", 0, 300, 300, 49, 301 },
		{ "unicast", 0, 100, 100, 97, 101, 2 },
		{ "mesh", 0, 3, 3, 0, 4, 7 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		guint64 low, high;

		sleeps_hlt(&(struct sleeps){
			.method = "xapic", .pattern = cases[i].pattern, .k = cases[i].k,
			.vcpus = 4, .sent = cases[i].sent,
			.got = cases[i].got,
			.woken_early = cases[i].woken_early,
		}, &low, &high);
		g_assert_cmpuint(low, ==, cases[i].low);
		g_assert_cmpuint(high, ==, cases[i].high);
	}
}

#define U "unsupported"
#define N "not-applicable"
#define EITHER "either"

/* A row that says so is as expected, or differs; before there were code words,
 * `unsupported` stood for both. */
static void check_absent(struct result *result, const char *status, bool good)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	enum verdict verdict;

	result->status = status;
	result->coded = true;
	result->file = "f";
	result->dest = result->dest_asked;
	verdict = verify_row(result, lines);
	g_assert_cmpuint(lines->len, ==, !good);
	g_assert_cmpint(verdict, ==, !good ? DIFFERS : g_str_equal(status, U) ?
			UNSUPPORTED_AS_EXPECTED : NOT_APPLICABLE_AS_EXPECTED);
	result->coded = false;
	if (g_str_equal(status, U) && (good || expect_not_applicable(result)))
		g_assert_cmpint(verify_row(result, lines), ==,
				UNSUPPORTED_AS_EXPECTED);
}

static void offered(void)
{
	static const struct {
		const char *target, *method, *pattern, *dest, *deliver;
		guint vcpus, k;
		const char *absent;     /* NULL: must be measured; unsupported,
					 * not-applicable, or either of them */
		const char *wait;       /* NULL: spin */
		guint64 rate;
	} cases[] = {
		{ "tcg", "xapic", "unicast", "auto", "fixed", 2, 0, NULL },
		{ "tcg", "x2apic", "unicast", "auto", "fixed", 2, 0, U },
		{ "tcg", "kvm-pv", "unicast", "auto", "fixed", 2, 0, U },
		{ "tcg", "kvm-pv", "mesh", "auto", "nmi", 4, 0, EITHER },
		{ "lab-xen-svm-stock", "vapic-mmio", "unicast", "auto", "fixed", 1, 0, EITHER },
		{ "tcg", "empty", "self", "auto", "fixed", 1, 0, NULL },
		{ "tcg", "empty", "unicast", "auto", "fixed", 2, 0, N },
		{ "tcg", "xapic", "unicast", "auto", "fixed", 1, 0, N },
		{ "lab-kvm-svm", "kvm-pv", "mesh", "auto", "nmi", 4, 0, N },
		{ "lab-kvm-svm", "kvm-pv", "ring", "auto", "nmi", 4, 0, NULL },
		{ "lab-kvm-svm", "kvm-pv", "ring", "auto", "nmi", 4, 0, N, "halt" },
		{ "lab-kvm-svm", "xapic", "self", "shorthand", "nmi", 4, 0, N },
		{ "lab-kvm-svm", "xapic", "unicast", "auto", "fixed", 4, 0, NULL, NULL, 100 },
		{ "lab-kvm-svm", "xapic", "ring", "auto", "fixed", 4, 0, N, NULL, 100 },
		{ "lab-kvm-svm", "xapic", "mesh", "auto", "fixed", 33, 0, N },
		{ "lab-kvm-svm", "xapic", "pairs", "auto", "fixed", 65, 0, N },
		{ "lab-kvm-svm", "xapic", "unicast", "shorthand", "fixed", 4, 0, N },
		{ "lab-kvm-svm", "xapic", "unicast", "shorthand", "fixed", 2, 0, NULL },
		{ "lab-kvm-svm", "vapic-mmio", "multicast", "multicast", "fixed", 16, 3, NULL },
		{ "lab-kvm-svm", "vapic-mmio", "multicast", "multicast", "fixed", 16, 4, N },
		{ "lab-kvm-svm", "vapic-msr", "multicast", "multicast", "fixed", 64, 40, NULL },
		{ "lab-xen-svm", "vapic-msr", "broadcast", "logical", "fixed", 64, 0, NULL },
		{ "lab-kvm-svm", "hv-ipi", "unicast", "auto", "fixed", 65, 0, NULL },
		{ "lab-xen-svm", "xen-evtchn", "mesh", "auto", "fixed", 4, 0, N },
		{ "lab-kvm-svm", "hv-ipi", "ring", "auto", "fixed", 64, 0, NULL },
		{ "lab-kvm-svm", "hv-ipi", "ring", "auto", "fixed", 65, 0, N },
		{ "lab-kvm-svm", "hv-ipi-ex", "ring", "auto", "fixed", 65, 0, NULL },
		{ "lab-kvm-svm", "hv-ipi", "ring", "auto", "nmi", 4, 0, N },
		{ "lab-kvm-svm", "xapic", "multicast", "auto", "fixed", 4, 4, N },
		{ "lab-kvm-svm", "xapic", "multicast", "auto", "fixed", 4, 3, NULL },
		{ "lab-kvm-svm-stock", "vapic-msr", "self", "auto", "fixed", 2, 0, U },
		{ "lab-xen-svm", "hv-icr", "unicast", "auto", "fixed", 2, 0, U },
		{ "lab-xen-svm", "xen-evtchn", "unicast", "auto", "fixed", 2, 0, NULL },
		{ "lab-xen-svm", "xapic", "broadcast", "logical", "fixed", 64, 0, N },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct result result = {
			.target = cases[i].target, .method = cases[i].method,
			.pattern = cases[i].pattern,
			.dest_asked = cases[i].dest,
			.deliver = cases[i].deliver, .vcpus = cases[i].vcpus,
			.k = cases[i].k,
			.wait = cases[i].wait ? cases[i].wait : "spin",
			.rate = cases[i].rate,
		};

		g_test_message("case %u", i);
		check_absent(&result, U, cases[i].absent &&
			     !g_str_equal(cases[i].absent, N));
		check_absent(&result, N, cases[i].absent &&
			     !g_str_equal(cases[i].absent, U));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(expectations); i++) {
		const struct expectation *one = &expectations[i];
		g_autofree char *name = g_strdup_printf(
			"/expect/%s/%s/%s/%s/%u%s%s%s", one->regime,
			one->method, one->pattern, one->dest, one->targets,
			one->deliver ? "/" : "",
			one->deliver ? one->deliver : "",
			one->id_step ? "/even" : "");

		g_test_add_data_func(name, one, check);
	}
	g_test_add_func("/expect/unknown", unknown);
	g_test_add_func("/expect/halted", halted);
	g_test_add_func("/expect/tried-again", tried_again);
	g_test_add_func("/expect/not-there", not_there);
	g_test_add_func("/expect/offered", offered);
	return g_test_run();
}
