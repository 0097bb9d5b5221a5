/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/rows.h"

#include "spec/target-names.h"

void row_add_once(GPtrArray *list, const struct result *row,
		  bool (*same)(const struct result *, const struct result *))
{
	for (guint i = 0; i < list->len; i++)
		if (same(list->pdata[i], row))
			return;
	g_ptr_array_add(list, (gpointer)row);
}

struct histogram *row_histogram(const struct result *row, enum result_time time)
{
	const struct timing *timing = row->latency.of[time];
	const struct shape_of_time *shape = timing ? timing->histogram : NULL;
	struct histogram *histogram;
	bool good = true;

	if (!shape)
		return NULL;
	histogram = histogram_new(result_times[time], timing->unit);
	histogram->n = timing->n;
	histogram->min = timing->min;
	histogram->max = timing->max;
	histogram->sum = timing->sum;
	histogram->sub_bits = shape->sub_bits;
	for (guint i = 0; good && i < shape->buckets->len; i++) {
		const struct histogram_bucket *bucket = &g_array_index(shape->buckets,
			struct histogram_bucket, i);

		good = histogram_add_bucket(histogram, bucket->index, bucket->count);
	}
	if (!good || !histogram->n || !histogram_complete(histogram))
		g_clear_pointer(&histogram, histogram_free);
	return histogram;
}

struct histogram *row_histogram_of_all(const GPtrArray *results,
				       const struct result *row,
				       enum result_time time, guint *boots)
{
	struct histogram *all = NULL;

	*boots = 0;
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];
		struct histogram *more;

		if (!row_ok(one) || !row_same(one, row))
			continue;
		more = row_histogram(one, time);
		if (!more)
			continue;
		++*boots;
		if (!all) {
			all = more;
			continue;
		}
		if (!histogram_merge(all, more))
			--*boots;
		histogram_free(more);
	}
	return all;
}

double row_tick(const struct result *row, const char **unit)
{
	bool emulated = target_is_emulated(row->target);

	if (target_is_exact(row->target)) {
		*unit = "instructions";
		return 1;
	}
	if (emulated || !row->latency.tsc_hz) {
		*unit = emulated ? "ticks" : "cycles";
		return 1;
	}
	*unit = "ns";
	return 1e9 / row->latency.tsc_hz;
}

bool row_clamped(const struct result *row, enum result_time time)
{
	return row->latency.of[time] && row->latency.of[time]->clamped;
}
