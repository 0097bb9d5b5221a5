/* SPDX-License-Identifier: GPL-2.0-only */
/* Which target must offer what: a row that is `unsupported` for another reason
 * than these fell short. */
#include "expect.h"

static bool is_one_of(const char *word, const char *const *words)
{
	return g_strv_contains(words, word);
}

/* Who offers the method. */
static const char *by_target(const struct result *result)
{
	static const char *const hyperv_or_kvm[] = {
		"hv-icr", "hv-ipi", "hv-ipi-mem", "hv-ipi-ex", "kvm-pv", NULL
	};
	const struct target *target = target_from_name(result->target);
	bool kvm = g_str_equal(result->target, "kvm") ||
		g_str_has_prefix(result->target, "lab-kvm-");
	bool xen = g_str_equal(result->target, "xen") ||
		g_str_has_prefix(result->target, "lab-xen-");

	if (g_str_has_prefix(result->method, "vapic-"))
		return target && target->patched ? NULL :
			"the hypervisor has no single-write register";
	/* QEMU's TCG has had no x2APIC before 8.2. */
	if (g_str_equal(result->method, "x2apic"))
		return g_str_equal(result->target, "tcg") ?
			"the emulator has no x2APIC" : NULL;
	if (g_str_equal(result->method, "xen-evtchn"))
		return xen ? NULL : "there is no Xen";
	/* kvm-engine.c switches them on; Xen's "viridian" is not for dom0. */
	if (is_one_of(result->method, hyperv_or_kvm))
		return kvm ? NULL : "there is no KVM to offer it";
	return NULL;
}

/* What the method cannot do anywhere. */
static const char *by_method(const struct result *result)
{
	static const char *const vectors_only[] = {
		"hv-ipi", "hv-ipi-mem", "hv-ipi-ex", "xen-evtchn", "empty", NULL
	};
	static const char *const no_icr[] = {
		"hv-ipi", "hv-ipi-mem", "hv-ipi-ex", "kvm-pv", "xen-evtchn",
		"empty", NULL
	};
	static const char *const no_multicast[] = {
		"xapic", "xapic-nopoll", "x2apic", "hv-icr", "xen-evtchn",
		"empty", NULL
	};
	const char *dest = result->dest_asked;

	if (g_str_equal(result->method, "empty") &&
	    !g_str_equal(result->pattern, "self"))
		return "sends to nobody else";
	/* TLFS, HvCallSendSyntheticClusterIpi: a vector; Xen: a port */
	if (g_str_equal(result->deliver, "nmi") &&
	    is_one_of(result->method, vectors_only))
		return "the method sends vectors only";
	if ((g_str_equal(dest, "logical") || g_str_equal(dest, "shorthand")) &&
	    is_one_of(result->method, no_icr))
		return "the method has no such destinations";
	if (g_str_equal(dest, "multicast") &&
	    is_one_of(result->method, no_multicast))
		return "the method has no multicast of its own";
	/* the mask of the short form, TLFS */
	if (result->vcpus > 64 && (g_str_equal(result->method, "hv-ipi") ||
				   g_str_equal(result->method, "hv-ipi-mem")))
		return "the mask has 64 processors";
	return NULL;
}

/* What so many processors, or so many targets, do not allow. */
static const char *by_size(const struct result *result)
{
	const char *dest = result->dest_asked;
	bool x2apic = g_str_equal(result->method, "x2apic");

	if (result->vcpus < 2 && !g_str_equal(result->pattern, "self"))
		return "there is one processor only";
	if (g_str_equal(result->pattern, "multicast") &&
	    result->k >= result->vcpus)
		return "there are not so many targets";
	/* 15 clusters of 4 (SDM vol. 3, 11.6.2.2) */
	if (g_str_equal(dest, "logical") && !x2apic && result->vcpus > 60)
		return "there are 60 logical ids";
	if (g_str_equal(dest, "multicast") && result->vcpus > 8 &&
	    g_str_has_prefix(result->method, "vapic-"))
		return "one write names 8 processors";
	/* a shorthand is for all or for oneself */
	if (g_str_equal(dest, "shorthand") && result->vcpus > 2 &&
	    !is_one_of(result->pattern, (const char *const []){
		    "self", "broadcast", "shootdown", "mesh", "multicast",
		    NULL }))
		return "a shorthand names all others";
	return NULL;
}

const char *expect_not_offered(const struct result *result)
{
	const char *why = by_target(result);

	if (!why)
		why = by_method(result);
	return why ? why : by_size(result);
}
