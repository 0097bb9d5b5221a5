/* SPDX-License-Identifier: GPL-2.0-only */
/* The expected counts that the project is about, spelt out once more. */
#include "expect.h"

struct expectation {
	const char *regime, *method, *dest, *mode;
	guint targets;
	guint per_ipi;
};

static const struct expectation expectations[] = {
	{ "none", "xapic", "loop", "xapic", 1, 3 },
	{ "none", "xapic-nopoll", "loop", "xapic", 1, 2 },
	{ "none", "vapic-mmio", "loop", "xapic", 1, 1 },
	{ "none", "vapic-msr", "loop", "xapic", 1, 1 },
	{ "none", "x2apic", "loop", "x2apic", 1, 1 },
	{ "none", "xen-evtchn", "loop", "xapic", 1, 1 },
	{ "none", "xapic", "loop", "xapic", 7, 21 },
	{ "none", "xapic-nopoll", "loop", "xapic", 7, 14 },
	{ "none", "xapic", "logical", "xapic", 7, 3 },
	{ "none", "xapic", "shorthand", "xapic", 7, 3 },
	{ "none", "vapic-mmio", "multicast", "xapic", 7, 1 },
	{ "none", "vapic-msr", "multicast", "xapic", 7, 1 },
	{ "none", "vapic-msr", "loop", "xapic", 7, 7 },
	{ "none", "x2apic", "loop", "x2apic", 7, 7 },
	{ "none", "x2apic", "logical", "x2apic", 7, 1 },
	{ "none", "x2apic", "logical", "x2apic", 39, 3 },
	{ "none", "x2apic", "shorthand", "x2apic", 39, 1 },
	{ "apicv", "xapic", "loop", "xapic", 1, 1 },
	{ "apicv", "x2apic", "loop", "x2apic", 1, 1 },
	{ "ipiv", "xapic", "loop", "xapic", 1, 0 },
	{ "ipiv", "vapic-mmio", "loop", "xapic", 1, 1 },
	{ "avic", "xapic", "loop", "xapic", 1, 0 },
	{ "avic", "vapic-msr", "loop", "xapic", 1, 1 },
};

static void check(gconstpointer data)
{
	const struct expectation *expectation = data;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint));
	struct result result = {
		.regime = expectation->regime, .method = expectation->method,
		.dest = expectation->dest, .mode = expectation->mode,
		.targets = expectation->targets, .ipis = 1000,
		.apic_ids = ids,
	};
	struct exit_counts counts;
	char *why = NULL;

	for (guint i = 0; i <= expectation->targets; i++)
		g_array_append_val(ids, i);
	g_assert_true(expect_send(&result, &counts, &why));
	g_assert_cmpuint(exit_counts_sum(&counts), ==,
			 1000 * expectation->per_ipi);
}

static void unknown(void)
{
	struct result result = {
		.regime = "none", .method = "telepathy", .dest = "loop",
		.ipis = 1, .targets = 1,
	};
	struct exit_counts counts;
	g_autofree char *why = NULL;

	g_assert_false(expect_send(&result, &counts, &why));
	g_assert_nonnull(why);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(expectations); i++) {
		const struct expectation *one = &expectations[i];
		g_autofree char *name = g_strdup_printf("/expect/%s/%s/%s/%u",
			one->regime, one->method, one->dest, one->targets);

		g_test_add_data_func(name, one, check);
	}
	g_test_add_func("/expect/unknown", unknown);
	return g_test_run();
}
