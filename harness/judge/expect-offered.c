/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rows nobody can measure, and why: `unsupported` where the platform lacks
 * what the method needs, `not-applicable` where it cannot be asked of any. A row that
 * says either for another reason than these fell short. */
#include "judge/expect.h"

#include <string.h>

#include "spec/target-names.h"

static bool is_one_of(const char *word, const char *const *words)
{
	return g_strv_contains(words, word);
}

/* What QEMU was refused on this host (kvm-offers.h), as the result says. */
static bool refused(const struct result *result)
{
	JsonNode *node = result->node ? json_object_get_member(
		json_node_get_object(result->node), "provenance") : NULL;
	JsonObject *object = node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
	const char *words = NULL;

	node = object ? json_object_get_member(object, "facts") : NULL;
	if (node && JSON_NODE_HOLDS_OBJECT(node))
		words = json_object_get_string_member_with_default(
			json_node_get_object(node), "refused_by_kvm", NULL);
	return words && strstr(words, g_str_equal(result->method, "kvm-pv") ?
			       "kvm-pv-ipi" : "hv-ipi");
}

/* Who offers the method. */
static const char *by_target(const struct result *result)
{
	static const char *const hyperv_or_kvm[] = {
		"hv-icr", "hv-ipi", "hv-ipi-mem", "hv-ipi-ex", "kvm-pv", NULL
	};
	bool kvm = g_str_equal(result->target, "kvm") ||
		g_str_has_prefix(result->target, "lab-kvm-");
	bool xen = g_str_equal(result->target, "xen") ||
		g_str_has_prefix(result->target, "lab-xen-");

	if (g_str_has_prefix(result->method, "vapic-"))
		return target_is_patched(result->target) ? NULL :
			"the hypervisor has no single-write register";
	/* QEMU's TCG has had no x2APIC before 8.2. */
	if (g_str_equal(result->method, "x2apic"))
		return g_str_equal(result->target, "tcg") ?
			"the emulator has no x2APIC" :
			g_str_equal(result->target, "metal") ?
			"the machine may be older than the x2APIC" : NULL;
	if (g_str_equal(result->method, "xen-evtchn"))
		return xen ? NULL : "there is no Xen";
	/* kvm-engine.c switches them on; Xen's "viridian" is not for dom0. */
	if (is_one_of(result->method, hyperv_or_kvm))
		return kvm && refused(result) ? "this host's KVM does not offer it" :
			kvm ? NULL : "there is no KVM to offer it";
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
		NULL
	};
	static const char *const no_multicast[] = {
		"xapic", "xapic-nopoll", "x2apic", "hv-icr", "xen-evtchn",
		"empty", NULL
	};
	const char *dest = result->dest_asked;

	if (g_str_equal(result->method, "empty") &&
	    !g_str_equal(result->pattern, "self"))
		return "sends to nobody else";
	/* One upcall vector a processor, for all event channels. */
	if (g_str_equal(result->method, "xen-evtchn") &&
	    (g_str_equal(result->pattern, "incast") ||
	     g_str_equal(result->pattern, "mesh")))
		return "IPIs of several senders would merge";
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
	return NULL;
}

/* What an NMI cannot do: it has no vector, so two of them merge, and cannot be
 * held off until a HLT; the shorthand "self" takes none (SDM vol. 3, table
 * 11-3). */
static const char *by_delivery(const struct result *result)
{
	if (g_str_equal(result->deliver, "fixed"))
		return NULL;
	if (g_str_equal(result->pattern, "incast") ||
	    g_str_equal(result->pattern, "mesh"))
		return "NMIs of several senders would merge";
	if (g_str_equal(result->wait, "halt"))
		return "an NMI cannot wait for a HLT";
	if (g_str_equal(result->pattern, "self") &&
	    g_str_equal(result->dest_asked, "shorthand"))
		return "the shorthand \"self\" takes no NMI";
	return NULL;
}

/* What the guest has room for: samples.c keeps those of one sender at a time. */
static const char *by_samples(const struct result *result)
{
	guint64 targets = result->targets;

	if (!result->raw)
		return NULL;
	if (g_str_equal(result->pattern, "incast") ||
	    g_str_equal(result->pattern, "mesh"))
		return "samples of several senders at once";
	return result->ipis * MAX(targets, 1) > 65536 ?
		"more samples than the guest has room for" : NULL;
}

/* Only these have an open loop in the guest. */
static const char *by_rate(const struct result *result)
{
	static const char *const open[] = {
		"unicast", "multicast", "broadcast", NULL
	};

	return result->rate && !is_one_of(result->pattern, open) ?
		"the pattern has no open loop" : NULL;
}

/* The highest number of a processor that the row names. */
static guint last_named(const struct result *result)
{
	static const char *const one[] = {
		"unicast", "pingpong", "burst", "incast", NULL
	};

	if (g_str_equal(result->pattern, "self"))
		return 0;
	if (is_one_of(result->pattern, one))
		return 1;
	if (g_str_equal(result->pattern, "multicast"))
		return result->k ? result->k : result->vcpus / 2;
	return result->vcpus - 1;
}

/* Does one IPI name all processors but the sender? */
static bool names_all_others(const struct result *result)
{
	static const char *const all[] = {
		"broadcast", "shootdown", "mesh", NULL
	};

	return is_one_of(result->pattern, all) || result->vcpus == 2 ||
	       (g_str_equal(result->pattern, "multicast") &&
		last_named(result) == result->vcpus - 1);
}

/* What so many processors do not allow. */
static const char *by_size(const struct result *result)
{
	const char *dest = result->dest_asked;
	guint last = last_named(result);

	if (result->vcpus < 2 && !g_str_equal(result->pattern, "self"))
		return "there is one processor only";
	if (last >= result->vcpus)
		return "there are not so many targets";
	/* guest/patterns/patterns.h: what the guest keeps for each pair */
	if (result->vcpus > 32 && (g_str_equal(result->pattern, "incast") ||
				   g_str_equal(result->pattern, "mesh")))
		return "the guest has room for 32 senders";
	if (result->vcpus > 64 && g_str_equal(result->pattern, "pairs"))
		return "the guest has room for 64 processors' pairs";
	/* the mask of the short form, TLFS */
	if (last >= 64 && (g_str_equal(result->method, "hv-ipi") ||
			   g_str_equal(result->method, "hv-ipi-mem")))
		return "the mask has 64 processors";
	/* 15 clusters of 4 (SDM vol. 3, 11.6.2.2) */
	if (last >= 60 && g_str_equal(dest, "logical") &&
	    !g_str_equal(result->method, "x2apic"))
		return "there are 60 logical ids";
	/* beyond the flat model 4 of a cluster; the first one's are 0 to 3 */
	if (result->vcpus > 8 && g_str_equal(dest, "multicast") &&
	    g_str_has_prefix(result->method, "vapic-") &&
	    (names_all_others(result) || last > 3))
		return "one write cannot name so many";
	if (g_str_equal(dest, "shorthand") && !names_all_others(result) &&
	    !g_str_equal(result->pattern, "self"))
		return "a shorthand names all others";
	return NULL;
}

const char *expect_not_applicable(const struct result *result)
{
	const char *(*const rules[])(const struct result *) = {
		by_method, by_delivery, by_rate, by_samples, by_size
	};
	const char *why = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(rules) && !why; i++)
		why = rules[i](result);
	return why;
}

/* Which machine has one, nobody knows before. */
static bool no_frequency(const struct result *result)
{
	JsonNode *node = result->node ? json_object_get_member(
		json_node_get_object(result->node), "latency") : NULL;
	JsonObject *latency = node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;

	return latency && json_object_has_member(latency, "tsc_hz") &&
	       json_object_get_null_member(latency, "tsc_hz");
}

const char *expect_unsupported(const struct result *result)
{
	if (result->rate && g_strcmp0(result->code, "no-clock") == 0 &&
	    no_frequency(result))
		return "a rate needs a clock of known frequency";
	return by_target(result);
}
