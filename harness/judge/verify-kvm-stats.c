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

#define COUNT "%" G_GINT64_FORMAT
#define REST 20                 /* exits of no IPI, at any length */
#define REST_SHARE 0.01         /* and of those predicted */
#define EDGES 2                 /* exits whose median cost of a stop may differ */

static gint64 number(JsonObject *object, const char *name)
{
	return json_object_get_int_member_with_default(object, name, 0);
}

static JsonObject *source_of(const struct result *result)
{
	JsonNode *node = result->node ? json_object_get_member(
		json_node_get_object(result->node), "exits") : NULL;

	if (node && JSON_NODE_HOLDS_OBJECT(node))
		node = json_object_get_member(json_node_get_object(node),
					      "kvm-stats");

	return node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
}

/* A vCPU's figure of the interrupts it received in the counting pass. */
static gint64 received_by(const struct result *result, gint64 cpu,
			  const char *what)
{
	JsonArray *all = json_object_get_array_member(
		json_node_get_object(result->node), "received");
	gint64 sum = 0;

	for (guint i = 0; i < json_array_get_length(all); i++) {
		JsonObject *one = json_array_get_object_element(all, i);

		if (number(one, "cpu") == cpu &&
		    !json_object_has_member(one, "vector") &&
		    g_strcmp0(json_object_get_string_member(one, "pass"),
			      "count") == 0)
			sum += number(one, what);
	}
	return sum;
}

struct sums {
	gint64 untold, hypercalls, got, emulated, total;
};

/* Both were read at the same stops, while nothing ran. */
static void check_trace(const struct result *result, JsonObject *vcpu,
			verify_differ differ, void *user)
{
	JsonNode *node = json_object_get_member(json_object_get_object_member(
		json_node_get_object(result->node), "exits"), "kvm-trace");
	JsonArray *vcpus;

	if (!node || !JSON_NODE_HOLDS_OBJECT(node))
		return;
	vcpus = json_object_get_array_member(json_node_get_object(node),
					     "per_vcpu");
	for (guint i = 0; i < json_array_get_length(vcpus); i++) {
		JsonObject *one = json_array_get_object_element(vcpus, i);

		if (number(one, "cpu") == number(vcpu, "cpu") &&
		    ABS(number(one, "total") - number(vcpu, "total")) > EDGES)
			differ(user, "kvm-trace, vCPU " COUNT ": " COUNT
			       " exits, by KVM's own counters " COUNT,
			       number(one, "cpu"), number(one, "total"),
			       number(vcpu, "total"));
	}
}

static void check_vcpu(const struct result *result, JsonObject *vcpu,
		       struct sums *sums, verify_differ differ, void *user)
{
	JsonObject *counters = json_object_get_object_member(vcpu, "counters");
	const char *role = json_object_get_string_member(vcpu, "role");
	gint64 cpu = number(vcpu, "cpu"), got = received_by(result, cpu, "got");
	bool sends = g_str_equal(role, "sender") || g_str_equal(role, "both");
	guint64 low, high;

	if (number(vcpu, "unclassified") < 0)
		differ(user, "kvm-stats, vCPU " COUNT ": the classes are " COUNT
		       " more than its exits", cpu,
		       -number(vcpu, "unclassified"));
	check_trace(result, vcpu, differ, user);
	sums->emulated += number(counters, "insn_emulation");
	sums->total += number(vcpu, "total");
	if (sends) {
		sums->untold += number(vcpu, "unclassified");
		sums->hypercalls += number(vcpu, "hypercall");
		sums->got += got;
	}
	if (!got || !g_str_equal(result->wait, "halt"))
		return;
	sleeps_hlt(&(struct sleeps){
		.method = result->method, .pattern = result->pattern,
		.k = result->k,
		.vcpus = result->vcpus, .sent = got, .got = got,
		.woken_early = received_by(result, cpu, "woken_early"),
	}, &low, &high);
	if (number(vcpu, "hlt") < (gint64)low ||
	    number(vcpu, "hlt") > (gint64)high)
		differ(user, "kvm-stats, vCPU " COUNT " hlt: " COUNT
		       ", expected " COUNT " to " COUNT " for " COUNT
		       " interrupts", cpu, number(vcpu, "hlt"), (gint64)low,
		       (gint64)high, got);
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
	static const char *const regimes[] = { "none", "apicv", "ipiv", "avic" };
	JsonObject *source = source_of(result);
	g_autofree char *first = NULL;
	struct sums sums = { 0 };
	JsonArray *vcpus;

	if (!source)
		return NOT_COUNTED;
	vcpus = json_object_get_array_member(source, "per_vcpu");
	for (guint i = 0; i < json_array_get_length(vcpus); i++)
		check_vcpu(result, json_array_get_object_element(vcpus, i),
			   &sums, differ, user);
	if (sums.emulated > KVM_INTERPRETED * sums.total)
		return NOT_COUNTED;
	if (result->regime) {
		if (!fits(result, result->regime, &sums, &first))
			differ(user, "kvm-stats: %s", first);
		return AS_EXPECTED;
	}
	for (guint i = 0; i < G_N_ELEMENTS(regimes); i++) {
		g_autofree char *what = NULL;

		if (fits(result, regimes[i], &sums, &what))
			return AS_EXPECTED;
		if (!first)
			first = g_steal_pointer(&what);
	}
	differ(user, "kvm-stats: the regime is unknown, and the counts fit "
	       "none; as `none`: %s", first);
	return AS_EXPECTED;
}
