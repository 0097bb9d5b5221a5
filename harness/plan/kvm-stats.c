/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/kvm-stats.h"

#include <stdlib.h>

#define EMPTY_MAX 64

struct kvm_stats *kvm_stats_new(void)
{
	struct kvm_stats *stats = g_new0(struct kvm_stats, 1);

	stats->names = g_ptr_array_new_with_free_func(g_free);
	stats->stops = g_ptr_array_new_with_free_func(g_free);
	stats->vcpu = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					    NULL);
	return stats;
}

void kvm_stats_free(struct kvm_stats *stats)
{
	if (!stats)
		return;
	g_ptr_array_unref(stats->names);
	g_ptr_array_unref(stats->stops);
	g_hash_table_unref(stats->vcpu);
	g_free(stats->problem);
	g_free(stats);
}

bool kvm_stats_between(const struct kvm_stats *stats, guint from, guint to,
		       guint vcpu, guint name, guint64 *more)
{
	gsize at = (gsize)vcpu * stats->names->len + name;
	const guint64 *before, *after;

	if (from < 1 || to < from || to > stats->stops->len ||
	    vcpu >= stats->vcpus || name >= stats->names->len)
		return false;
	before = stats->stops->pdata[from - 1];
	after = stats->stops->pdata[to - 1];
	*more = after[at] - before[at];
	return true;
}

static int by_size(gconstpointer a, gconstpointer b)
{
	guint64 one = *(const guint64 *)a, other = *(const guint64 *)b;

	return one < other ? -1 : one > other;
}

bool kvm_stats_window(const struct kvm_stats *stats, guint first, guint empty,
		      guint vcpu, guint name, guint64 *more, guint64 *cost)
{
	guint64 values[EMPTY_MAX];
	guint n = MIN(empty, EMPTY_MAX);

	for (guint i = 0; i < n; i++)
		if (!kvm_stats_between(stats, first + i, first + i + 1, vcpu,
				       name, &values[i]))
			return false;
	if (!kvm_stats_between(stats, first + empty, first + empty + 1, vcpu,
			       name, more))
		return false;
	qsort(values, n, sizeof(*values), by_size);
	/* An empty window of a waiting vCPU can be longer than the real one: no
	 * less than nothing. */
	*cost = n ? MIN(values[(n - 1) / 2], *more) : 0;
	*more -= *cost;
	return true;
}

int kvm_stats_find(const struct kvm_stats *stats, const char *name)
{
	for (guint i = 0; i < stats->names->len; i++)
		if (g_str_equal(stats->names->pdata[i], name))
			return i;
	return -1;
}
