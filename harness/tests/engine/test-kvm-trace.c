/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's histogram of kvm:kvm_exit, as the kernel wrote it (Linux 6.1 on SVM)
 * and damaged. That it is asked for and taken away again: lab-kvm-host.t. */
#include <string.h>

#include "engine/kvm-trace.h"

#define HEAD "# event histogram\n#\n# trigger info: hist:keys=common_pid,isa," \
	"exit_reason:vals=hitcount:sort=hitcount:size=2048 [active]\n#\n\n"
#define LINE(pid, isa, reason, hits) "{ common_pid:       " #pid ", isa:" \
	"          " #isa ", exit_reason:       " #reason " } hitcount:        " \
	#hits "\n"
#define END(dropped) "\nTotals:\n    Hits: 9\n    Entries: 2\n    Dropped: " \
	#dropped "\n"

static bool read_it(const char *text, GArray **hits, char **problem)
{
	g_autoptr(GHashTable) threads = g_hash_table_new(NULL, NULL);

	g_hash_table_insert(threads, GINT_TO_POINTER(131), GINT_TO_POINTER(1));
	g_hash_table_insert(threads, GINT_TO_POINTER(132), GINT_TO_POINTER(2));
	*problem = NULL;
	*hits = g_array_new(FALSE, FALSE, sizeof(struct kvm_trace_hits));
	return kvm_trace_read_hist(text, threads, *hits, problem);
}

static void whole(void)
{
	GArray *hits;
	g_autofree char *problem = NULL;
	const struct kvm_trace_hits *one;

	g_assert_true(read_it(HEAD LINE(131, 2, 1024, 300) LINE(99, 2, 120, 7)
		LINE(132, 1, 44, 18446744) LINE(132, 2, 4294967295, 1) END(0),
		&hits, &problem));
	g_assert_null(problem);
	g_assert_cmpuint(hits->len, ==, 3);     /* 99 is another machine's */
	one = &g_array_index(hits, struct kvm_trace_hits, 0);
	g_assert_cmpuint(one->vcpu, ==, 0);
	g_assert_cmpuint(one->reason, ==, 1024);
	g_assert_cmpuint(one->hits, ==, 300);
	one = &g_array_index(hits, struct kvm_trace_hits, 1);
	g_assert_cmpuint(one->vcpu, ==, 1);
	g_assert_cmpuint(one->isa, ==, 1);
	g_array_unref(hits);
}

static void damaged(void)
{
	static const struct { const char *text, *says; } cases[] = {
		{ "", "no end" },
		{ HEAD LINE(131, 2, 1024, 300), "no end" },
		{ HEAD LINE(131, 2, 1024, 300) END(5), "no room for 5 exits" },
		{ HEAD "{ common_pid: 131, exit_reason: 3 } hitcount: 1\n" END(0),
		  "line 6" },
		{ HEAD LINE(131, 2, 1024, -3) END(0), "line 6" },
		{ HEAD LINE(131, 2, 99999999999, 3) END(0), "line 6" },
		{ HEAD LINE(131, 2, 1024, 3) "{ common_pid: 1" END(0), "line 7" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		GArray *hits;
		g_autofree char *problem = NULL;

		g_assert_false(read_it(cases[i].text, &hits, &problem));
		g_assert_nonnull(strstr(problem, cases[i].says));
		g_array_unref(hits);
	}
}

/* AMD APM vol. 2, appendix C: 78h HLT, 400h NPF; Intel SDM vol. 3, appendix C: 12
 * HLT, 44 APIC access; bit 31 is a failed entry. */
static void names(void)
{
	g_assert_cmpstr(kvm_trace_reason(2, 0x78), ==, "hlt");
	g_assert_cmpstr(kvm_trace_reason(2, 0x400), ==, "npf");
	g_assert_cmpstr(kvm_trace_reason(1, 12), ==, "HLT");
	g_assert_cmpstr(kvm_trace_reason(1, 44), ==, "APIC_ACCESS");
	g_assert_cmpstr(kvm_trace_reason(1, 0x8000000cu), ==, "HLT");
	g_assert_cmpstr(kvm_trace_reason(2, 4294967294u), ==,
			"reason-4294967294");
	g_assert_cmpstr(kvm_trace_reason(7, 3), ==, "reason-3");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kvm-trace/whole", whole);
	g_test_add_func("/kvm-trace/damaged", damaged);
	g_test_add_func("/kvm-trace/names", names);
	return g_test_run();
}
