/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rows nobody can measure, and why: `unsupported` where the platform lacks
 * what the method needs, `not-applicable` where it cannot be asked of any. A row that
 * says either for another reason than these fell short. */
#include "judge/expect.h"

#include <string.h>

#include "base/members.h"
#include "spec/methods.h"
#include "spec/patterns.h"
#include "spec/target-names.h"

/* What QEMU was refused on this host (kvm-offers.h), as the result says. */
static bool refused(const struct result *result, const char *flag)
{
	const char *words = member_text(member_object(result->provenance, "facts"),
					"refused_by_kvm");

	return flag && words && strstr(words, flag);
}

/* What was given in place of the lab's own may be of another of our series. */
bool expect_patched(const struct result *result)
{
	JsonArray *patches = member_array(member_object(result->provenance, "hypervisor"),
					  "patches");

	return target_is_patched(result->target) &&
	       ((!result->kernel && !result->xen) || (patches && json_array_get_length(patches)));
}

/* Who offers the method. */
static const char *by_target(const struct result *result)
{
	const struct method *method = method_from_name(result->method);
	const struct need_spec *need = method ? &needs[method->needs] : NULL;

	if (!need)
		return NULL;
	if (!target_offers(result->target, method->needs) ||
	    (method->needs == NEED_VAPIC && !expect_patched(result)))
		return need->absent;
	/* A processor of the user's own choice has what it has. */
	if (result->cpu && method->needs != NEED_NOTHING && method->needs != NEED_VAPIC)
		return "the processor that was asked for lacks it";
	return refused(result, need->flag) ? "this host's KVM does not offer it" : NULL;
}

/* What the method cannot do anywhere. */
static const char *by_method(const struct result *result, const struct method *method,
			     const struct pattern *pattern)
{
	const char *dest = result->dest_asked;

	if (!method)
		return NULL;
	if (method->quirks & ONLY_SELF && pattern->targets != TARGET_SELF)
		return "sends to nobody else";
	/* One upcall vector a processor, for all event channels. */
	if (method->quirks & ONE_VECTOR && pattern_crowds(pattern))
		return "IPIs of several senders would merge";
	if (g_str_equal(result->deliver, "nmi") && !(method->can & CAN_NMI))
		return "the method sends vectors only";
	if ((g_str_equal(dest, "logical") && !(method->can & CAN_LOGICAL)) ||
	    (g_str_equal(dest, "shorthand") && !(method->can & CAN_SHORTHAND)))
		return "the method has no such destinations";
	if (g_str_equal(dest, "multicast") && !(method->can & CAN_MULTICAST))
		return "the method has no multicast of its own";
	return NULL;
}

/* What an NMI cannot do: it has no vector, so two of them merge, and cannot be
 * held off until a HLT; the shorthand "self" takes none (SDM vol. 3, table
 * 11-3). */
static const char *by_delivery(const struct result *result, const struct method *method,
			       const struct pattern *pattern)
{
	if (g_str_equal(result->deliver, "fixed"))
		return NULL;
	if (pattern_crowds(pattern))
		return "NMIs of several senders would merge";
	if (g_str_equal(result->wait, "halt"))
		return "an NMI cannot wait for a HLT";
	if (pattern->targets == TARGET_SELF &&
	    g_str_equal(result->dest_asked, "shorthand"))
		return "the shorthand \"self\" takes no NMI";
	return NULL;
}

/* What the guest has room for: samples.c keeps those of one sender at a time. */
static const char *by_samples(const struct result *result, const struct method *method,
			      const struct pattern *pattern)
{
	guint64 targets = result->targets;

	if (!result->raw)
		return NULL;
	if (pattern_crowds(pattern))
		return "samples of several senders at once";
	return result->ipis * MAX(targets, 1) > RAW_MAX ?
		"more samples than the guest has room for" : NULL;
}

static const char *by_rate(const struct result *result, const struct method *method,
			   const struct pattern *pattern)
{
	return result->rate && !pattern->open_loop ?
		"the pattern has no open loop" : NULL;
}

/* What so many processors do not allow. */
static const char *by_size(const struct result *result, const struct method *method,
			   const struct pattern *pattern)
{
	const char *dest = result->dest_asked;
	guint last = pattern_last_cpu(pattern, result->k, result->vcpus);
	bool others = pattern_names_others(pattern, result->k, result->vcpus);
	bool logical = method && method->quirks & ONE_LOGICAL;
	bool clusters = method && method->quirks & PER_CLUSTER;

	if (result->vcpus < 2 && pattern->targets != TARGET_SELF)
		return "there is one processor only";
	if (last >= result->vcpus)
		return "there are not so many targets";
	if (pattern->max_cpus && result->vcpus > pattern->max_cpus)
		return "the guest has no room for so many processors' pairs";
	if (method && method->span > 1 && !logical && !clusters &&
	    !(method->quirks & PER_SPAN) && last >= method->span)
		return "the mask has no more processors";
	if (last >= LOGICAL_IDS && g_str_equal(dest, "logical") && !clusters &&
	    !(method && g_str_equal(method->mode, "x2apic")))
		return "there are 60 logical ids";
	/* beyond the flat model those of a cluster; the first one's are 0 to 3 */
	if (result->vcpus > LOGICAL_FLAT && g_str_equal(dest, "multicast") && logical &&
	    (others || last >= LOGICAL_CLUSTER))
		return "one write cannot name so many";
	if (g_str_equal(dest, "shorthand") && !others && pattern->targets != TARGET_SELF)
		return "a shorthand names all others";
	return NULL;
}

const char *expect_not_applicable(const struct result *result)
{
	const char *(*const rules[])(const struct result *, const struct method *,
				     const struct pattern *) = {
		by_method, by_delivery, by_rate, by_samples, by_size
	};
	const struct method *method = method_from_name(result->method);
	const struct pattern *pattern = pattern_from_name(result->pattern);
	const char *why = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(rules) && !why; i++)
		why = rules[i](result, method, pattern);
	return why;
}

/* Ids that do not count up from 0 without a gap. */
static bool has_hole(const GArray *ids)
{
	for (guint i = 0; ids && i < ids->len; i++)
		if (g_array_index(ids, guint, i) > i)
			return true;
	return false;
}

/* QEMU's TCG before 8.2: hw/intc/apic.c, apic_get_delivery_bitmask. */
static bool stops_at_hole(const struct result *result)
{
	return g_strcmp0(result->code, "no-logical-behind-hole") == 0 &&
	       g_str_equal(result->target, "tcg") &&
	       g_str_equal(result->dest_asked, "logical") && has_hole(result->apic_ids);
}

const char *expect_unsupported(const struct result *result)
{
	/* Which machine has one, nobody knows before. */
	if (result->rate && g_strcmp0(result->code, "no-clock") == 0 &&
	    !result->latency.tsc_hz)
		return "a rate needs a clock of known frequency";
	if (stops_at_hole(result))
		return "this QEMU finds no logical destination behind a hole in the ids";
	return by_target(result);
}
