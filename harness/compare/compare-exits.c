/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exit counts: any difference counts, where the count is one that can be exact.
 *
 * Exact is every class that `verify` allows no slack (expect_also): what the
 * guest's own instructions cause, so many for an IPI, and what must be zero.
 * The end of interrupt is counted against the interrupts received, which a
 * pattern may merge. Not exact is what comes by itself (timer ticks of the level
 * below and the kicks among them, interrupt windows) and what depends on who
 * comes first (HLT and PAUSE of targets that wait so): those are told when they
 * differ by more than half an exit for an IPI, and never judged.
 *
 * Where KVM's own counters are all there is (target kvm), what sending takes by them
 * is compared, and judged from half an exit an IPI on: page faults are in it.
 *
 * Boots of one row should all count the same. Where those of BASE do not, NEW
 * differs when it leaves their range.
 */
#include "compare/compare.h"

#include <math.h>

#include "judge/expect.h"

#define TOLD_PER_IPI .5         /* and judged, of KVM's own counters */

struct range {
	double low, high;
	bool any;
};

static bool on_side(const struct result_cpu *cpu, bool sender)
{
	bool sends = cpu->role == ROLE_SENDER || cpu->role == ROLE_BOTH;

	return cpu->role != ROLE_IDLE && sends == sender;
}

static bool varies(const struct result *result, bool sender, int class)
{
	for (guint i = 0; i < result->cpus->len; i++) {
		const struct result_cpu *cpu =
			&g_array_index(result->cpus, struct result_cpu, i);

		if (on_side(cpu, sender) && expect_also(result, cpu, class))
			return true;
	}
	return false;
}

static double received(const struct result *result, bool sender)
{
	double sum = 0;

	for (guint i = 0; i < result->cpus->len; i++) {
		const struct result_cpu *cpu =
			&g_array_index(result->cpus, struct result_cpu, i);

		if (on_side(cpu, sender))
			sum += cpu->received;
	}
	return sum;
}

static bool for_received(const struct result *result, int class)
{
	return class == expect_end_class(result);
}

static double rate_of(const struct result *result, bool sender, int class)
{
	const struct exit_counts *counts = sender ? &result->sender :
		&result->receivers;
	double exits = counts->by_class[class], got;

	if (!for_received(result, class))
		return exits / result->ipis;
	got = received(result, sender);
	return got > 0 ? exits / got : exits;
}

static void widen(struct range *range, double value)
{
	range->low = fmin(range->low, value);
	range->high = fmax(range->high, value);
	range->any = true;
}

static struct range range_of(const GPtrArray *boots, bool sender, int class)
{
	struct range range = { INFINITY, -INFINITY, false };

	for (guint i = 0; i < boots->len; i++) {
		const struct result *one = boots->pdata[i];

		if (one->source && g_str_equal(one->status, "ok"))
			widen(&range, rate_of(one, sender, class));
	}
	return range;
}

static void compare_class(struct comparison *comparison,
			  const struct compare_row *row, bool sender, int class)
{
	const struct result *first = compare_first_ok(row->base);
	bool exact = !varies(first, sender, class) &&
		!varies(compare_first_ok(row->now), sender, class);
	struct range base = range_of(row->base, sender, class);
	struct range now = range_of(row->now, sender, class);
	struct finding *finding;
	bool differ;

	if (!base.any || !now.any || (base.high == 0 && now.high == 0))
		return;
	finding = finding_new(comparison, row, "exits", g_strdup_printf(
		"%s %s", sender ? "sender" : "receivers",
		exit_class_names[class]));
	finding->unit = for_received(first, class) ? "exits an interrupt" :
		"exits an IPI";
	/* The end that tells most, where boots differ. */
	finding->base = now.high > base.high ? base.high : base.low;
	finding->now = now.high > base.high ? now.high : now.low;
	if (base.low != base.high || now.low != now.high)
		finding->text = g_strdup_printf("boots from %.9g to %.9g, then "
			"from %.9g to %.9g", base.low, base.high, now.low,
			now.high);
	differ = now.low < base.low || now.high > base.high;
	if (exact && differ)
		finding->change = now.high > base.high ? CHANGE_WORSE :
			CHANGE_BETTER;
	else if (differ && fabs(finding->now - finding->base) > TOLD_PER_IPI)
		finding->change = CHANGE_TOLD;
}

static struct range send_exits_of(const GPtrArray *boots)
{
	struct range range = { INFINITY, -INFINITY, false };

	for (guint i = 0; i < boots->len; i++) {
		const struct result *one = boots->pdata[i];

		if (!isnan(one->send_exits_per_ipi) &&
		    g_str_equal(one->status, "ok"))
			widen(&range, one->send_exits_per_ipi);
	}
	return range;
}

static void compare_kvm_stats(struct comparison *comparison,
			      const struct compare_row *row)
{
	struct range base = send_exits_of(row->base);
	struct range now = send_exits_of(row->now);
	struct finding *finding;

	if (!base.any || !now.any)
		return;
	comparison->with_exits++;
	finding = finding_new(comparison, row, "exits",
			      g_strdup("send, by KVM's own counters"));
	finding->unit = "exits an IPI";
	finding->base = (base.low + base.high) / 2;
	finding->now = (now.low + now.high) / 2;
	if (now.low > base.high + TOLD_PER_IPI)
		finding->change = CHANGE_WORSE;
	else if (now.high < base.low - TOLD_PER_IPI)
		finding->change = CHANGE_BETTER;
}

void compare_exits(struct comparison *comparison, const struct compare_row *row)
{
	const struct result *base = compare_first_ok(row->base);
	const struct result *now = compare_first_ok(row->now);

	if (!base->source && !now->source)
		compare_kvm_stats(comparison, row);
	if (!base->source || !now->source)
		return;
	comparison->with_exits++;
	if (g_strcmp0(base->source, now->source))
		compare_note(comparison, "%s: exits counted by %s, then by %s",
			     row->label, base->source, now->source);
	for (int sender = 1; sender >= 0; sender--)
		for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
			compare_class(comparison, row, sender, i);
}
