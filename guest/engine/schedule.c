// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/tsc.h"
#include "engine/run.h"

/* Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003: the
 * 64-bit one with (13, 7, 17). */
static u64 next(u64 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Seeds that are close together must not give streams that are. */
static u64 begin(u32 seed)
{
	u64 state = seed * 0x9e3779b97f4a7c15ull;

	for (int i = 0; i < 8; i++)
		next(&state);
	return state;
}

void schedule_lots(struct run *run, u32 seed)
{
	u64 state = begin(seed);

	/* The high half times the number: no lot is likelier by more than one
	 * in 2^32 / targets. */
	for (u32 i = 0; i < LOTS; i++)
		run->lot[i] = (u8)((next(&state) >> 32) * run->targets >> 32);
}

/* -ln(x / 2^32) in units of 2^-32, for x in 1..2^32: the integer part of the
 * logarithm to base 2 by shifting, the fraction bit by bit by squaring. */
static u64 minus_ln(u64 x)
{
	const u64 ln2 = 0xb17217f8;		/* ln 2 * 2^32 */
	u64 whole = 0, fraction = 0;

	while (x <= 1ull << 31) {
		x <<= 1;
		whole++;
	}
	/* Now 2^31 < x <= 2^32; log2(2^32 / x) is in 0..1. */
	for (int bit = 31; bit >= 0; bit--) {
		x = (u64)((unsigned __int128)x * x >> 32);
		if (x <= 1ull << 31) {
			x <<= 1;
			fraction |= 1ull << bit;
		}
	}
	return (u64)((unsigned __int128)(whole << 32 | fraction) * ln2 >> 32);
}

void schedule_gaps(struct run *run, u32 seed, u64 rate, bool poisson)
{
	const u64 mean = tsc_hz / rate;
	u64 state = begin(seed);
	u64 sum = 0;

	for (u32 i = 0; i < LOTS; i++) {
		u64 x = (next(&state) >> 32) + 1;

		run->gap[i] = poisson ? (u64)((unsigned __int128)mean
					      * minus_ln(x) >> 32) : mean;
		sum += run->gap[i];
	}
	/* The table repeats: its own mean must be the one asked for. */
	if (poisson && sum) {
		const u64 factor = (mean * LOTS << 16) / sum;

		for (u32 i = 0; i < LOTS; i++)
			run->gap[i] = run->gap[i] * factor >> 16;
	}
}
