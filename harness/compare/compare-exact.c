/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exact labs: nothing there is left to chance, so there are no statistics and no
 * thresholds, and any difference is one.
 *
 * Results of one machine (provenance.machine_sha256) must agree in every figure; where
 * they do not, something decides what the machine does that the sha256 does not cover.
 * Of two machines the least time is compared, which is the path with nothing in
 * between. Means are told: a timer of the level below may tick elsewhere. So may the
 * least itself find a shorter way through a path of several exits in one machine and not
 * in the other: one that differs by more than the median's resolution, and whose median
 * does not follow it, is told as well. And what ends on another processor waits there for
 * what that one does, in step with it in one machine and not in the other: the same paths
 * were 12 of 2,730 instructions apart after the stage had become longer. Up to PHASE of the
 * median that is told; the path of each exit, which has no such doubt, is judged to the
 * instruction (compare-insns.c).
 */
#include <math.h>
#include <string.h>

#include "../guest/lib/hist.h"
#include "base/members.h"
#include "compare/compare.h"

/* What one machine makes. */
static const char *const figures[] = {
	"status", "ipis", "exits", "received", "halted", "hv_insns",
	"hv_insns_window_per_ipi", "latency", "pairs", "coalesced", "open"
};

static const char *machine_of(const struct result *result)
{
	return member_text(result->provenance, "machine_sha256");
}

static bool is_condensed(const struct result *result)
{
	return result->provenance &&
	       json_object_has_member(result->provenance, "condensed");
}

/* NULL: they agree. */
static const char *first_apart(const struct result *base,
			       const struct result *now)
{
	g_autoptr(JsonObject) was = result_object(base), is = result_object(now);

	for (guint i = 0; i < G_N_ELEMENTS(figures); i++) {
		JsonNode *one = json_object_get_member(was, figures[i]);
		JsonNode *other = json_object_get_member(is, figures[i]);

		if ((one != NULL) != (other != NULL) ||
		    (one && !json_node_equal(one, other)))
			return figures[i];
	}
	return NULL;
}

static void compare_machine(struct comparison *comparison,
			    const struct compare_row *row)
{
	for (guint i = 0; i < row->base->len; i++) {
		const struct result *base = row->base->pdata[i];

		for (guint k = 0; k < row->now->len; k++) {
			const struct result *now = row->now->pdata[k];
			const char *apart;
			struct finding *finding;

			if (base->boot != now->boot || !machine_of(base) ||
			    g_strcmp0(machine_of(base), machine_of(now)) ||
			    is_condensed(base) || is_condensed(now))
				continue;
			finding = finding_new(comparison, row, "machine",
				g_strdup("same machine"));
			apart = first_apart(base, now);
			if (!apart)
				continue;
			finding->text = g_strdup_printf("machine_sha256 is the "
				"same and %s is not", apart);
			finding->change = CHANGE_WORSE;
		}
	}
}

struct exact {
	double least, mean;     /* of all boots' samples */
	double median;          /* the boots' mean, a bucket's top each */
};

/* False: not measured. */
static bool read_time(const GPtrArray *boots, enum result_time time, struct exact *exact)
{
	double sum = 0, n = 0, medians = 0;
	guint measured = 0;

	exact->least = INFINITY;
	for (guint i = 0; i < boots->len; i++) {
		const struct result *one = boots->pdata[i];
		const struct timing *timing = one->latency.of[time];

		if (!g_str_equal(one->status, "ok") || !timing)
			continue;
		exact->least = fmin(exact->least, timing->min);
		sum += timing->sum;
		n += timing->n;
		medians += timing->p50;
		measured++;
	}
	exact->mean = n > 0 ? sum / n : NAN;
	exact->median = measured ? medians / measured : NAN;
	return n > 0;
}

#define PHASE 0.01

static enum change judged(enum result_time time, const struct exact *base,
			   const struct exact *now)
{
	double by = now->least - base->least, followed = now->median - base->median;

	if (by == 0)
		return now->mean == base->mean ? CHANGE_NONE : CHANGE_TOLD;
	if (fabs(by) > base->median / HIST_SUB && by * followed <= 0)
		return CHANGE_TOLD;
	if (time != TIME_SEND && fabs(by) <= PHASE * base->median)
		return CHANGE_TOLD;
	return by > 0 ? CHANGE_WORSE : CHANGE_BETTER;
}

bool compare_exact(struct comparison *comparison, const struct compare_row *row)
{
	bool any = false;

	compare_machine(comparison, row);
	for (guint i = 0; i < TIMES; i++) {
		struct exact base, now;
		struct finding *finding;

		if (!read_time(row->base, i, &base) || !read_time(row->now, i, &now))
			continue;
		any = true;
		finding = finding_new(comparison, row, "exact", g_strdup_printf(
			"%s, least", result_times[i]));
		finding->unit = "instructions";
		finding->base = base.least;
		finding->now = now.least;
		finding->base_boots = row->base->len;
		finding->now_boots = row->now->len;
		finding->text = g_strdup_printf("%+.6g, mean %+.6g",
			now.least - base.least, now.mean - base.mean);
		finding->change = judged(i, &base, &now);
	}
	return any;
}
