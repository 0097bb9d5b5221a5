/* SPDX-License-Identifier: GPL-2.0-only */
#include "judge/verify.h"

#include <math.h>

#include "judge/expect.h"
#include "result/row.h"
#include "spec/methods.h"
#include "spec/receiving.h"
#include "spec/status.h"
#include "spec/target-names.h"

#define COUNT "%" G_GUINT64_FORMAT

/* Where a row's differences go. */
struct verdicts {
	const struct result *result;
	GPtrArray *lines;
};

static void differ(void *user, const char *format, ...) G_GNUC_PRINTF(2, 3);

char *verify_place(const struct result *result)
{
	g_autofree char *label = row_label(result);

	return g_strdup_printf("%s:%u: %s: ", result->file, result->line, label);
}

static void differ(void *user, const char *format, ...)
{
	const struct verdicts *to = user;
	g_autofree char *place = verify_place(to->result);
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(to->lines, g_strconcat(place, what, NULL));
}

static void check_sums(struct verdicts *to)
{
	const struct result *result = to->result;
	struct exit_counts sender = { 0 }, receivers = { 0 };

	for (guint i = 0; i < result->cpus->len; i++) {
		const struct result_cpu *cpu =
			&g_array_index(result->cpus, struct result_cpu, i);
		guint64 sum = exit_counts_sum(&cpu->counts);

		if (sum != cpu->counts.total)
			differ(to, "vCPU %u: the classes add "
			       "up to " COUNT ", total is " COUNT, cpu->cpu,
			       sum, cpu->counts.total);
		if (counted_sends(cpu->role))
			exit_counts_add(&sender, &cpu->counts);
		else if (cpu->role == ROLE_RECEIVER)
			exit_counts_add(&receivers, &cpu->counts);
	}
	for (int i = 0; i <= VAPIC_EXIT_CLASSES; i++) {
		bool all = i == VAPIC_EXIT_CLASSES;
		const char *name = all ? "total" : exit_class_names[i];
		guint64 one = all ? sender.total : sender.by_class[i];
		guint64 said = all ? result->sender.total :
			result->sender.by_class[i];
		guint64 other = all ? receivers.total : receivers.by_class[i];
		guint64 other_said = all ? result->receivers.total :
			result->receivers.by_class[i];

		if (one != said)
			differ(to, "sender %s: " COUNT
			       ", but its vCPUs have " COUNT, name, said, one);
		if (other != other_said)
			differ(to, "receivers %s: " COUNT
			       ", but their vCPUs have " COUNT, name,
			       other_said, other);
	}
}

/* Sending: exactly so many, in these classes, over all that send. */
static void check_send(struct verdicts *to)
{
	const struct result *result = to->result;
	const struct method *method = method_from_name(result->method);
	g_autofree char *why = NULL;
	struct exit_counts expected;
	guint64 *reads = &expected.by_class[VAPIC_EXIT_APIC_READ_ICR];
	guint64 read = result->sender.by_class[VAPIC_EXIT_APIC_READ_ICR];
	double per_ipi;

	if (!expect_send(result, &expected, &why)) {
		differ(to, "%s", why);
		return;
	}
	if (*reads && read > *reads)
		*reads += MIN(read - *reads, expect_reads_besides(result));
	for (int i = 0; method && i < VAPIC_EXIT_CLASSES; i++)
		if ((method->send_classes & 1u << i) &&
		    result->sender.by_class[i] != expected.by_class[i])
			differ(to, "sender %s: " COUNT
			       ", expected " COUNT " (" COUNT " IPIs, " COUNT
			       " writes)", exit_class_names[i],
			       result->sender.by_class[i],
			       expected.by_class[i], result->ipis,
			       expect_all_writes(result));
	if (result->words && result->words != expect_writes(result, 0))
		differ(to, "the guest made " COUNT " writes for an IPI, "
		       "expected %u", result->words,
		       expect_writes(result, 0));
	per_ipi = (double)exit_counts_sum(&expected) / result->ipis;
	if (!(fabs(result->send_exits_per_ipi - per_ipi) < 1e-9))
		differ(to, "send_exits_per_ipi: %.9g, "
		       "expected %.9g", result->send_exits_per_ipi, per_ipi);
}

/* Everything else that a vCPU did must be known to the table. */
static void check_cpu(struct verdicts *to, const struct result_cpu *cpu)
{
	const struct result *result = to->result;
	const struct method *method = method_from_name(result->method);
	int end = expect_end_class(result);

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++) {
		guint64 exits = cpu->counts.by_class[i];

		if (counted_sends(cpu->role) && method && (method->send_classes & 1u << i))
			continue;       /* check_send has it */
		if (i == end) {
			if (exits < cpu->received ||
			    exits > expect_ends_at_most(result, cpu->received))
				differ(to, "vCPU %u (%s) %s: "
				       COUNT ", expected " COUNT ", one for "
				       "each interrupt received", cpu->cpu,
				       guest_role_names[cpu->role],
				       exit_class_names[i], exits,
				       cpu->received);
			continue;
		}
		if (exits && !expect_also(result, cpu, i))
			differ(to, "vCPU %u (%s) %s: " COUNT
			       ", and nothing explains them", cpu->cpu,
			       guest_role_names[cpu->role],
			       exit_class_names[i], exits);
	}
}

/* A target that was to be halted was. */
static void check_halted(struct verdicts *to, const struct result_cpu *cpu)
{
	guint64 hlt = cpu->counts.by_class[VAPIC_EXIT_HLT], low, high;

	if (!cpu->receives || !g_str_equal(to->result->wait, "halt"))
		return;
	sleeps_hlt(&(struct sleeps){
		.method = to->result->method, .pattern = to->result->pattern,
		.k = to->result->k,
		.vcpus = to->result->vcpus, .sent = cpu->sent,
		.got = cpu->received, .woken_early = cpu->woken_early,
	}, &low, &high);
	if (hlt < low || hlt > high)
		differ(to, "vCPU %u (%s) hlt: " COUNT ", expected " COUNT
		       " to " COUNT " for " COUNT " interrupts", cpu->cpu,
		       guest_role_names[cpu->role], hlt, low, high,
		       cpu->received);
}

static enum verdict verdict_without_counts(struct verdicts *to)
{
	const struct result *result = to->result;

	if (!expect_patched(result) || g_str_equal(result->pass, "time"))
		return NOT_COUNTED;
	differ(to, "this hypervisor counts exits, and the "
	       "row has none");
	return DIFFERS;
}

/* Where both hold, either is true. Before there were code words there was one
 * status for both. */
static enum verdict verdict_of_absent(struct verdicts *to)
{
	const struct result *result = to->result;
	bool unsupported = g_str_equal(result->status, "unsupported");
	const char *reason = result->reason ? result->reason :
		"no reason given";

	if (unsupported && (expect_unsupported(result) ||
			    (!result->coded && expect_not_applicable(result))))
		return UNSUPPORTED_AS_EXPECTED;
	if (!unsupported && expect_not_applicable(result))
		return NOT_APPLICABLE_AS_EXPECTED;
	if (!unsupported)
		differ(to, "not-applicable (%s), and these settings go "
		       "together", reason);
	else if (expect_not_applicable(result))
		differ(to, "unsupported (%s), and it is not-applicable on any "
		       "machine", reason);
	else
		differ(to, "unsupported (%s), and this target must offer it",
		       reason);
	return DIFFERS;
}

enum verdict verify_row(const struct result *result, GPtrArray *differences)
{
	struct verdicts verdicts = { result, differences }, *to = &verdicts;
	guint before = differences->len;
	enum verdict stats;

	if (status_kind(result->status) == STATUS_ABSENT)
		return verdict_of_absent(to);
	if (!g_str_equal(result->status, "ok")) {
		differ(to, "status %s%s%s%s%s%s", result->status,
		       result->code ? " (" : "",
		       result->code ? result->code : "",
		       result->code ? ")" : "",
		       result->reason ? ": " : "",
		       result->reason ? result->reason : "");
		return DIFFERS;
	}
	stats = verify_kvm_stats(result, differ, to);
	if (!result->source && stats == AS_EXPECTED)
		return differences->len == before ? AS_EXPECTED : DIFFERS;
	if (!result->source)
		return differences->len == before ? verdict_without_counts(to) :
			DIFFERS;
	check_sums(to);
	check_send(to);
	if (result->exits.of[SOURCE_HYPERVISOR])
		verify_meter(result, differ, to);
	for (guint i = 0; i < result->cpus->len; i++) {
		const struct result_cpu *cpu =
			&g_array_index(result->cpus, struct result_cpu, i);

		if (cpu->role == ROLE_IDLE)
			continue;
		check_cpu(to, cpu);
		check_halted(to, cpu);
	}
	return differences->len == before ? AS_EXPECTED : DIFFERS;
}
