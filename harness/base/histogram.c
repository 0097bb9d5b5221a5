/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/histogram.h"

#include <math.h>

#include "../guest/lib/hist.h"

#define SUB_BITS_MAX 20

struct histogram *histogram_new(const char *what, const char *unit)
{
	struct histogram *histogram = g_new0(struct histogram, 1);

	histogram->what = g_strdup(what);
	histogram->unit = g_strdup(unit);
	histogram->buckets = g_array_new(FALSE, FALSE,
					 sizeof(struct histogram_bucket));
	return histogram;
}

void histogram_free(struct histogram *histogram)
{
	g_free(histogram->what);
	g_free(histogram->unit);
	g_array_free(histogram->buckets, TRUE);
	g_free(histogram);
}

bool histogram_add_bucket(struct histogram *histogram, guint64 index, guint64 count)
{
	struct histogram_bucket bucket = { index, count };

	if (histogram->sub_bits > SUB_BITS_MAX ||
	    index >= HIST_BUCKETS_OF(histogram->sub_bits) ||
	    (histogram->buckets->len &&
	     g_array_index(histogram->buckets, struct histogram_bucket,
			   histogram->buckets->len - 1).index >= index))
		return false;
	g_array_append_val(histogram->buckets, bucket);
	return true;
}

bool histogram_add_buckets(struct histogram *histogram, const char *text)
{
	const char *at = text;

	while (*at) {
		guint64 index, count;
		char *end;

		if (!g_ascii_isdigit(*at))
			return false;
		index = g_ascii_strtoull(at, &end, 10);
		if (*end != ':' || !g_ascii_isdigit(end[1]))
			return false;
		count = g_ascii_strtoull(end + 1, &end, 10);
		if (!histogram_add_bucket(histogram, index, count))
			return false;
		if (*end == ',')
			end++;
		else if (*end)
			return false;
		at = end;
	}
	return true;
}

guint64 histogram_bucket_top(guint sub_bits, guint32 index)
{
	return hist_high_of(sub_bits, index);
}

guint64 histogram_bucket_bottom(guint sub_bits, guint32 index)
{
	return hist_low_of(sub_bits, index);
}

guint64 histogram_above(const struct histogram *histogram, guint64 value)
{
	guint64 n = 0;

	for (guint i = 0; i < histogram->buckets->len; i++) {
		const struct histogram_bucket *bucket =
			&g_array_index(histogram->buckets,
				       struct histogram_bucket, i);

		if (histogram_bucket_bottom(histogram->sub_bits,
					    bucket->index) > value)
			n += bucket->count;
	}
	return n;
}

bool histogram_complete(const struct histogram *histogram)
{
	guint64 counted = 0;

	if (histogram->parts_seen != histogram->parts)
		return false;
	for (guint i = 0; i < histogram->buckets->len; i++) {
		guint64 count = g_array_index(histogram->buckets,
					      struct histogram_bucket, i).count;

		if (!g_uint64_checked_add(&counted, counted, count))
			return false;
	}
	return counted == histogram->n && histogram->min <= histogram->max;
}

guint64 histogram_quantile(const struct histogram *histogram, double fraction)
{
	guint64 rank = ceil(fraction * histogram->n), below = 0;

	if (rank < 1)
		rank = 1;
	for (guint i = 0; i < histogram->buckets->len; i++) {
		const struct histogram_bucket *bucket =
			&g_array_index(histogram->buckets,
				       struct histogram_bucket, i);

		below += bucket->count;
		if (below >= rank)
			return CLAMP(histogram_bucket_top(histogram->sub_bits,
							  bucket->index),
				     histogram->min, histogram->max);
	}
	return histogram->max;
}

bool histogram_merge(struct histogram *into, const struct histogram *from)
{
	guint64 n, sum;
	GArray *merged;
	guint i = 0, k = 0;

	if (into->sub_bits != from->sub_bits ||
	    g_strcmp0(into->unit, from->unit) ||
	    !g_uint64_checked_add(&n, into->n, from->n) ||
	    !g_uint64_checked_add(&sum, into->sum, from->sum))
		return false;
	merged = g_array_new(FALSE, FALSE, sizeof(struct histogram_bucket));
	while (i < into->buckets->len || k < from->buckets->len) {
		const struct histogram_bucket *a = i < into->buckets->len ?
			&g_array_index(into->buckets, struct histogram_bucket,
				       i) : NULL;
		const struct histogram_bucket *b = k < from->buckets->len ?
			&g_array_index(from->buckets, struct histogram_bucket,
				       k) : NULL;
		struct histogram_bucket next = !b || (a && a->index <= b->index)
			? *a : *b;

		if (a && b && a->index == b->index)
			next.count += b->count;
		i += a && a->index == next.index;
		k += b && b->index == next.index;
		g_array_append_val(merged, next);
	}
	g_array_free(into->buckets, TRUE);
	into->buckets = merged;
	into->min = !into->n ? from->min : !from->n ? into->min :
		MIN(into->min, from->min);
	into->max = MAX(into->max, from->max);
	into->n = n;
	into->sum = sum;
	into->taken_out = MAX(into->taken_out, from->taken_out);
	into->clamped += from->clamped;
	return true;
}
