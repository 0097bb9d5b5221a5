/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's counters, from a QEMU that is played, and what verify makes of them;
 * and the interval of a median. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/kvm-query.h"
#include "judge/verify.h"
#include "plan/kvm-stats.h"
#include "report/interval.h"

#define CPUS "{\"return\": [{\"cpu-index\": 1, \"qom-path\": \"/b\"}, " \
	"{\"cpu-index\": 0, \"qom-path\": \"/a\"}]}\n"
/* vCPU 1 first, a state and a histogram among the counters, an event before. */
#define STATS(exits0, exits1) "{\"event\": \"STOP\"}\n{\"return\": [" \
	"{\"qom-path\": \"/b\", \"stats\": [" \
	"{\"name\": \"blocking\", \"value\": false}, " \
	"{\"name\": \"halt_wait_hist\", \"value\": [1, 2]}, " \
	"{\"name\": \"exits\", \"value\": " #exits1 "}]}, " \
	"{\"qom-path\": \"/a\", \"stats\": [" \
	"{\"name\": \"exits\", \"value\": " #exits0 "}]}]}\n"

static void say(int fd, const char *text)
{
	g_assert_cmpint(write(fd, text, strlen(text)), ==,
			(ssize_t)strlen(text));
}

static void counters(void)
{
	struct kvm_stats *stats = kvm_stats_new();
	struct qmp qmp = { .input = g_string_new(NULL) };
	guint64 more;
	int ends[2];

	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
	qmp.fd = ends[0];
	say(ends[1], CPUS);
	say(ends[1], STATS(5, 6));
	kvm_stats_begin(stats, &qmp);
	g_assert_null(stats->problem);
	g_assert_cmpuint(stats->names->len, ==, 1);
	say(ends[1], STATS(10, 20));
	kvm_stats_take(stats, &qmp);
	say(ends[1], STATS(13, 27));
	kvm_stats_take(stats, &qmp);
	g_assert_true(kvm_stats_between(stats, 1, 2, 0, 0, &more));
	g_assert_cmpuint(more, ==, 3);
	g_assert_true(kvm_stats_between(stats, 1, 2, 1, 0, &more));
	g_assert_cmpuint(more, ==, 7);
	g_assert_false(kvm_stats_between(stats, 2, 3, 0, 0, &more));
	g_assert_false(kvm_stats_between(stats, 0, 1, 0, 0, &more));
	g_assert_cmpuint(qmp.stops, ==, 3);
	/* a QEMU that does not know the command */
	say(ends[1], "{\"error\": {\"desc\": \"no such thing\"}}\n");
	kvm_stats_take(stats, &qmp);
	g_assert_nonnull(strstr(stats->problem, "no such thing"));
	kvm_stats_free(stats);
	qmp_clear(&qmp);
	close(ends[0]);
	close(ends[1]);
}

static void note(void *user, const char *format, ...)
{
	++*(guint *)user;
}

/* 100 IPIs by xapic from vCPU 0, with so many exits of the sender's that KVM
 * does not tell apart, and so many instructions emulated. */
static enum verdict judge(const char *regime, int untold, int emulated,
			  int hlt, guint *differences)
{
	struct received got = { .cpu = 1, .pass = "count", .got = 100 };
	struct counts *counts = counts_new(SOURCE_KVM_STATS);
	struct counted_cpu *sender = counts_add(counts, 0, ROLE_SENDER);
	struct counted_cpu *receiver = counts_add(counts, 1, ROLE_RECEIVER);
	struct result *result = result_new();
	enum verdict verdict;

	result->method = "xapic";
	result->pattern = "unicast";
	result->wait = "halt";
	result->dest = "loop";
	result->mode = "xapic";
	result->dest_asked = "auto";
	result->pass = "count";
	result->target = "kvm";
	result->status = "ok";
	result->regime = regime;
	result->vcpus = 2;
	result->targets = 1;
	result->ipis = 100;
	result->apic_ids = g_array_new(FALSE, FALSE, sizeof(guint));
	result->received = g_ptr_array_new();
	g_ptr_array_add(result->received, g_memdup2(&got, sizeof(got)));
	result->exits.of[SOURCE_KVM_STATS] = counts;
	tally_add(&sender->tally, TALLY_UNCLASSIFIED, untold);
	tally_add(&sender->tally, TALLY_TOTAL, untold);
	sender->counters = g_ptr_array_new();
	named_count_add(sender->counters, "insn_emulation", emulated);
	tally_add(&receiver->tally, TALLY_UNCLASSIFIED, 100);
	tally_add(&receiver->tally, VAPIC_EXIT_HLT, hlt);
	tally_add(&receiver->tally, TALLY_TOTAL, 200);
	*differences = 0;
	verdict = verify_kvm_stats(result, note, differences);
	result_free(result);
	return verdict;
}

static void verdicts(void)
{
	static const struct {
		const char *regime;
		int untold, emulated, hlt;
		enum verdict verdict;
		guint differences;
	} cases[] = {
		{ "none", 300, 300, 100, AS_EXPECTED, 0 },
		{ "none", 310, 300, 101, AS_EXPECTED, 0 },
		{ "none", 299, 299, 100, AS_EXPECTED, 1 },
		{ "none", 340, 300, 100, AS_EXPECTED, 1 },
		{ "none", 300, 300, 103, AS_EXPECTED, 1 },
		{ "none", 300, 300, 98, AS_EXPECTED, 1 },
		{ "apicv", 100, 100, 100, AS_EXPECTED, 0 },
		{ "apicv", 300, 300, 100, AS_EXPECTED, 1 },
		{ NULL, 300, 300, 100, AS_EXPECTED, 0 },
		{ NULL, 100, 100, 100, AS_EXPECTED, 0 },
		{ NULL, 0, 0, 100, AS_EXPECTED, 0 },
		{ NULL, 200, 200, 100, AS_EXPECTED, 1 },
		/* interpreted: only halts */
		{ NULL, 17, 17000, 100, NOT_COUNTED, 0 },
		{ NULL, 17, 17000, 90, NOT_COUNTED, 1 },
		{ "none", -1, 0, 100, AS_EXPECTED, 2 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		guint differences;

		g_assert_cmpint(judge(cases[i].regime, cases[i].untold,
				      cases[i].emulated, cases[i].hlt,
				      &differences), ==, cases[i].verdict);
		g_assert_cmpuint(differences, ==, cases[i].differences);
	}
}

/* Tables of the sign test: n=5 has none of 95 %, n=6 the outermost pair
 * (96.9 %), n=10 the second from each end (97.9 %). */
static void intervals(void)
{
	double values[] = { 9, 1, 8, 2, 7, 3, 6, 4, 10, 5 };
	double low, high, reached;

	g_assert_false(interval_of_median(values, 0, .95, &low, &high,
					  &reached));
	g_assert_false(interval_of_median(values, 5, .95, &low, &high,
					  &reached));
	g_assert_true(interval_of_median(values, 6, .95, &low, &high,
					 &reached));
	g_assert_cmpfloat(low, ==, 1);
	g_assert_cmpfloat(high, ==, 9);
	g_assert_cmpfloat_with_epsilon(reached, 1 - 2. / 64, 1e-12);
	g_assert_true(interval_of_median(values, 10, .95, &low, &high,
					 &reached));
	g_assert_cmpfloat(low, ==, 2);
	g_assert_cmpfloat(high, ==, 9);
	g_assert_cmpfloat_with_epsilon(reached, 1 - 22. / 1024, 1e-12);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kvm-stats/counters", counters);
	g_test_add_func("/kvm-stats/verdicts", verdicts);
	g_test_add_func("/kvm-stats/interval", intervals);
	return g_test_run();
}
