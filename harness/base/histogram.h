/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Log-linear histograms as the guest makes them (guest/README.md): exact below
 * 2^(sub_bits+1), then 2^sub_bits buckets for each power of two.
 */
#ifndef IPIBENCH_HISTOGRAM_H
#define IPIBENCH_HISTOGRAM_H

#include <glib.h>
#include <stdbool.h>

struct histogram_bucket {
	guint32 index;
	guint64 count;
};

struct histogram {
	char *what;
	char *unit;
	guint64 n, min, max, sum;
	guint64 taken_out;      /* subtracted from every sample: the clock's cost */
	guint64 clamped;        /* samples that were smaller than that */
	guint sub_bits;
	guint parts, parts_seen;
	GArray *buckets;        /* struct histogram_bucket, index ascending */
};

struct histogram *histogram_new(const char *what, const char *unit);
void histogram_free(struct histogram *histogram);

/* False where the index is no bucket's, or not above the last one. */
bool histogram_add_bucket(struct histogram *histogram, guint64 index, guint64 count);
/* "INDEX:COUNT,..." appended; false where it is not that, or not ascending. */
bool histogram_add_buckets(struct histogram *histogram, const char *text);

/* All parts there, and the buckets hold n samples between min and max. */
bool histogram_complete(const struct histogram *histogram);

/* The greatest value that falls into a bucket. */
guint64 histogram_bucket_top(guint sub_bits, guint32 index);

/* The smallest one. */
guint64 histogram_bucket_bottom(guint sub_bits, guint32 index);

/* Samples in buckets that lie wholly above a value. */
guint64 histogram_above(const struct histogram *histogram, guint64 value);

/* Everything of `from` into `into`, as if one histogram had taken all samples.
 * False, and nothing done: another unit or resolution, or a sum beyond 64 bit. */
bool histogram_merge(struct histogram *into, const struct histogram *from);

/* The value that a fraction of all samples does not exceed, as the top of its
 * bucket, never above max: at most 1/2^sub_bits too high. n must not be 0. */
guint64 histogram_quantile(const struct histogram *histogram, double fraction);

#endif
