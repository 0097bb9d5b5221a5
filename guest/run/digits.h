/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_DIGITS_H
#define IPIBENCH_DIGITS_H

#include "types.h"

#define DIGITS 21		/* of the largest u64, and a zero */

/* In decimal; where it begins in `digits`. */
static inline const char *digits_of(u64 v, char digits[DIGITS])
{
	char *at = digits + DIGITS - 1;

	*at = 0;
	do {
		*--at = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	return at;
}

#endif
