/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Log-linear histogram of 64-bit values, shared by the guest (which fills it)
 * and the host tool (which merges and prints it). Nothing is ever dropped:
 * every 64-bit value has a bucket, and n, min, max and sum are exact.
 *
 * Values below 2^(HIST_SUB_BITS+1) have a bucket each. Above, every power of
 * two is cut into 2^HIST_SUB_BITS buckets, so that a bucket is never wider
 * than 1/2^HIST_SUB_BITS (0.8 %) of the values in it.
 *
 * Plain C, no library: it must compile freestanding.
 */
#ifndef IPIBENCH_HIST_H
#define IPIBENCH_HIST_H

#include <stdint.h>

#define HIST_SUB_BITS 7
#define HIST_SUB      (1u << HIST_SUB_BITS)
/* Exponents sub_bits+1 .. 63, 2^sub_bits buckets each, after twice as many exact ones. */
#define HIST_BUCKETS_OF(sub_bits) ((64u - (sub_bits) + 1u) << (sub_bits))
#define HIST_BUCKETS  HIST_BUCKETS_OF(HIST_SUB_BITS)

struct hist {
	uint64_t n, min, max;
	uint64_t sum, sum_high;		/* 128 bits: a sum must not wrap */
	uint64_t bucket[HIST_BUCKETS];
};

static inline uint32_t hist_index(uint64_t value)
{
	if (value < 2 * HIST_SUB)
		return (uint32_t)value;

	uint32_t shift = 63u - (uint32_t)__builtin_clzll(value) - HIST_SUB_BITS;

	return shift * HIST_SUB + (uint32_t)(value >> shift);
}

/* The smallest value of a bucket, and the largest. */
static inline uint64_t hist_low_of(uint32_t sub_bits, uint32_t index)
{
	const uint32_t sub = 1u << sub_bits;

	if (index < 2 * sub)
		return index;

	uint32_t shift = index / sub - 1u;

	return (uint64_t)(index % sub + sub) << shift;
}

static inline uint64_t hist_high_of(uint32_t sub_bits, uint32_t index)
{
	return index + 1 < HIST_BUCKETS_OF(sub_bits)
		? hist_low_of(sub_bits, index + 1) - 1 : UINT64_MAX;
}

static inline uint64_t hist_low(uint32_t index)
{
	return hist_low_of(HIST_SUB_BITS, index);
}

static inline uint64_t hist_high(uint32_t index)
{
	return hist_high_of(HIST_SUB_BITS, index);
}

static inline void hist_reset(struct hist *h)
{
	h->n = h->max = h->sum = h->sum_high = 0;
	h->min = UINT64_MAX;
	for (uint32_t i = 0; i < HIST_BUCKETS; i++)
		h->bucket[i] = 0;
}

static inline void hist_add(struct hist *h, uint64_t value)
{
	h->n++;
	h->sum += value;
	h->sum_high += h->sum < value;
	if (value < h->min)
		h->min = value;
	if (value > h->max)
		h->max = value;
	h->bucket[hist_index(value)]++;
}

/* All of `from` into `to`. */
static inline void hist_merge(struct hist *to, const struct hist *from)
{
	to->n += from->n;
	to->sum += from->sum;
	to->sum_high += from->sum_high + (to->sum < from->sum);
	if (from->min < to->min)
		to->min = from->min;
	if (from->max > to->max)
		to->max = from->max;
	for (uint32_t i = 0; i < HIST_BUCKETS; i++)
		to->bucket[i] += from->bucket[i];
}

/*
 * The smallest recorded value that at least num/den of all values do not
 * exceed, as the upper edge of its bucket, never above the true maximum.
 */
static inline uint64_t hist_quantile(const struct hist *h, uint32_t num,
				     uint32_t den)
{
	uint64_t rank = h->n / den * num + (h->n % den * num + den - 1) / den;
	uint64_t seen = 0;

	if (h->n == 0)
		return 0;
	if (rank == 0)
		rank = 1;
	for (uint32_t i = 0; i < HIST_BUCKETS; i++) {
		seen += h->bucket[i];
		if (seen >= rank)
			return hist_high(i) < h->max ? hist_high(i) : h->max;
	}
	return h->max;
}

#endif
