/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM's own counters against what the method predicts. They tell few classes
 * apart, so what is held is less than with the hypervisor's or the meter's:
 *
 *   - the classes add up, none is negative;
 *   - a halted target has one HLT exit for each IPI, as the pattern has it;
 *   - the tracepoint kvm:kvm_exit, where it was on, counted as many exits;
 *   - hypercalls are exactly those that sending takes;
 *   - what KVM does not tell apart is at least what sending and EOI take, and
 *     exceeds it by little: page faults, MSRs, the preemption timer.
 *
 * Where the regime is not known, one of the regimes must fit. Where KVM
 * interpreted the guest's instructions instead of running them (a KVM without
 * virtualisation hardware), an access to the APIC is no exit of its own, and
 * only halts can be held.
 */
#include "judge/expect.h"
#include "judge/verify.h"
#include "spec/receiving.h"
#include "spec/regimes.h"

#define COUNT "%" G_GINT64_FORMAT
#define REST 20                 /* exits of no IPI, at any length */
#define REST_SHARE 0.01         /* and of those predicted */
#define EDGES 2                 /* exits whose median cost of a stop may differ */

/* What a vCPU received in the counting pass, all vectors. */
static struct received received_by(const struct result *result, guint cpu)
{
	struct received sum = { 0 };

	for (guint i = 0; result->received && i < result->received->len; i++) {
		const struct received *one = result->received->pdata[i];

		if (one->cpu != cpu || g_strcmp0(one->pass, "count") ||
		    codec_has(&received_shape, one, "vector"))
			continue;
		sum.got += one->got;
		sum.woken_early += one->woken_early;
	}
	return sum;
}

struct sums {
	gint64 untold, hypercalls, got, emulated, total;
};

/* Both were read at the same stops, while nothing ran. */
static void check_trace(const struct result *result, const struct counted_cpu *vcpu,
			verify_differ differ, void *user)
{
	const struct counts *trace = result->exits.of[SOURCE_KVM_TRACE];
	const struct counted_cpu *one = trace ? counts_of_cpu(trace, vcpu->cpu) : NULL;
	gint64 traced = one ? one->tally.n[TALLY_TOTAL] : 0;
	gint64 counted = vcpu->tally.n[TALLY_TOTAL];

	if (one && ABS(traced - counted) > EDGES)
		differ(user, "kvm-trace, vCPU %u: " COUNT " exits, by KVM's own "
		       "counters " COUNT, vcpu->cpu, traced, counted);
}

static void check_vcpu(const struct result *result, const struct counted_cpu *vcpu,
		       struct sums *sums, verify_differ differ, void *user)
{
	const guint64 *n = vcpu->tally.n;
	const struct received received = received_by(result, vcpu->cpu);
	gint64 untold = n[TALLY_UNCLASSIFIED], hlt = n[VAPIC_EXIT_HLT];
	guint64 low, high;

	if (untold < 0)
		differ(user, "kvm-stats, vCPU %u: the classes are " COUNT
		       " more than its exits", vcpu->cpu, -untold);
	check_trace(result, vcpu, differ, user);
	sums->emulated += named_count_of(vcpu->counters, "insn_emulation");
	sums->total += n[TALLY_TOTAL];
	if (counted_sends(vcpu->role)) {
		sums->untold += untold;
		sums->hypercalls += n[VAPIC_EXIT_HYPERCALL];
		sums->got += received.got;
	}
	if (!received.got || !g_str_equal(result->wait, "halt"))
		return;
	sleeps_hlt(&(struct sleeps){
		.method = result->method, .pattern = result->pattern,
		.k = result->k,
		.vcpus = result->vcpus, .sent = received.got, .got = received.got,
		.woken_early = received.woken_early,
	}, &low, &high);
	if (hlt < (gint64)low || hlt > (gint64)high)
		differ(user, "kvm-stats, vCPU %u hlt: " COUNT ", expected " COUNT
		       " to " COUNT " for " COUNT " interrupts", vcpu->cpu, hlt,
		       (gint64)low, (gint64)high, (gint64)received.got);
}

/* In one regime: how far the counts are from what it predicts; negative where
 * there are too few. *what names the first thing that is wrong. */
static bool fits(const struct result *result, const char *regime,
		 const struct sums *sums, char **what)
{
	struct result as = *result;
	struct exit_counts expected;
	g_autofree char *why = NULL;
	gint64 untold, hypercalls;

	as.regime = regime;
	if (!expect_send(&as, &expected, &why)) {
		*what = g_steal_pointer(&why);
		return false;
	}
	hypercalls = expected.by_class[VAPIC_EXIT_HYPERCALL];
	untold = exit_counts_sum(&expected) - hypercalls;
	if (expect_end_class(&as) >= 0)
		untold += sums->got;
	if (sums->hypercalls != hypercalls)
		*what = g_strdup_printf("%" G_GINT64_FORMAT " hypercalls, "
			"expected " COUNT, sums->hypercalls, hypercalls);
	else if (sums->untold < untold ||
		 sums->untold > untold + REST + REST_SHARE * untold)
		*what = g_strdup_printf(COUNT " exits that KVM does not tell "
			"apart, expected " COUNT " and a few", sums->untold,
			untold);
	return !*what;
}

enum verdict verify_kvm_stats(const struct result *result, verify_differ differ,
			      void *user)
{
	const struct counts *counts = result->exits.of[SOURCE_KVM_STATS];
	g_autofree char *first = NULL;
	struct sums sums = { 0 };

	if (!counts)
		return NOT_COUNTED;
	for (guint i = 0; i < counts->vcpus->len; i++)
		check_vcpu(result, counts->vcpus->pdata[i], &sums, differ, user);
	if (sums.emulated > KVM_INTERPRETED * sums.total)
		return NOT_COUNTED;
	if (result->regime) {
		if (!fits(result, result->regime, &sums, &first))
			differ(user, "kvm-stats: %s", first);
		return AS_EXPECTED;
	}
	for (const struct regime *one = regimes; one->name; one++) {
		g_autofree char *what = NULL;

		if (fits(result, one->name, &sums, &what))
			return AS_EXPECTED;
		if (!first)
			first = g_steal_pointer(&what);
	}
	differ(user, "kvm-stats: the regime is unknown, and the counts fit "
	       "none; as `none`: %s", first);
	return AS_EXPECTED;
}
