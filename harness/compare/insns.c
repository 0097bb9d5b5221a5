/* SPDX-License-Identifier: GPL-2.0-only */
#include "compare/insns.h"

#include <string.h>

#include "base/members.h"
#include "base/stats.h"
#include "spec/target-names.h"

/* One kind of exit on one side, before its vCPUs are put together. */
struct gathered {
	struct insns_path path;
	GArray *p25, *p50, *p75;        /* double, one a vCPU */
};

static void gathered_free(struct gathered *one)
{
	g_array_free(one->p25, TRUE);
	g_array_free(one->p50, TRUE);
	g_array_free(one->p75, TRUE);
	g_free(one);
}

static struct gathered *gathered_for(GPtrArray *list, bool sender,
				     const char *kind)
{
	struct gathered *one;

	kind = g_intern_string(kind);
	for (guint i = 0; i < list->len; i++) {
		one = list->pdata[i];
		if (one->path.sender == sender && one->path.kind == kind)
			return one;
	}
	one = g_new0(struct gathered, 1);
	one->path.sender = sender;
	one->path.kind = kind;
	one->p25 = g_array_new(FALSE, FALSE, sizeof(double));
	one->p50 = g_array_new(FALSE, FALSE, sizeof(double));
	one->p75 = g_array_new(FALSE, FALSE, sizeof(double));
	g_ptr_array_add(list, one);
	return one;
}

static void take(GArray *to, guint64 value)
{
	double real = value;

	g_array_append_val(to, real);
}

/* Results of before the meter wrote quartiles: the median serves for them. */
static void take_kind(GPtrArray *list, bool sender, const struct path_lengths *kind)
{
	struct gathered *one = gathered_for(list, sender, kind->name);

	one->path.n += kind->n;
	/* the window closed before any was handled */
	if (!codec_has(&path_lengths_shape, kind, "samples"))
		return;
	one->path.samples += kind->samples;
	take(one->p50, kind->p50);
	take(one->p25, codec_has(&path_lengths_shape, kind, "p25") ? kind->p25 :
	     kind->p50);
	take(one->p75, codec_has(&path_lengths_shape, kind, "p75") ? kind->p75 :
	     kind->p50);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const struct insns_path *one = a, *other = b;

	return one->sender != other->sender ? other->sender - one->sender :
		strcmp(one->kind, other->kind);
}

void insns_read(const struct result *result, GArray *paths)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(
		(GDestroyNotify)gathered_free);
	const struct counts *meter = result->exits.of[SOURCE_METER];

	for (guint i = 0; meter && i < meter->vcpus->len; i++) {
		const struct counted_cpu *cpu = meter->vcpus->pdata[i];

		for (guint k = 0; cpu->role != ROLE_IDLE && cpu->insns &&
		     k < cpu->insns->len; k++)
			take_kind(list, counted_sends(cpu->role), cpu->insns->pdata[k]);
	}
	for (guint i = 0; i < list->len; i++) {
		struct gathered *one = list->pdata[i];

		if (!one->p50->len)
			continue;
		one->path.p25 = stats_median((double *)one->p25->data,
					     one->p25->len);
		one->path.p50 = stats_median((double *)one->p50->data,
					     one->p50->len);
		one->path.p75 = stats_median((double *)one->p75->data,
					     one->p75->len);
		g_array_append_val(paths, one->path);
	}
	g_array_sort(paths, by_name);
}

bool insns_crowded(const struct result *result)
{
	/* An exact lab gives each its turn, whoever else wants the host. */
	return !target_is_exact(result->target) &&
	       member_count(result->provenance, "processors", G_MAXINT64) <
	       result->vcpus;
}

bool insns_come_as_they_like(const char *kind)
{
	return g_str_equal(kind, "async") || g_str_equal(kind, "tick");
}
