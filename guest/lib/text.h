/* SPDX-License-Identifier: GPL-2.0-only */
/* Text that is put together piece by piece, and numbers as text. */
#ifndef IPIBENCH_TEXT_H
#define IPIBENCH_TEXT_H

#include "lib/types.h"

#define DIGITS 21		/* of the largest u64 to base 10, and a zero */

/* To base 10 or 16, with at least so many digits; where it begins in `digits`. */
static inline const char *digits_of(u64 v, u32 base, u32 least, char digits[DIGITS])
{
	char *at = digits + DIGITS - 1, *const enough = at - least;

	*at = 0;
	do {
		*--at = "0123456789abcdef"[v % base];
		v /= base;
	} while (v || at > enough);
	return at;
}

/* At the end of a text; what has no room is left out. */
static inline void text_add_some(char *text, size_t size, const char *more, size_t n)
{
	size_t used = strlen(text);

	while (n-- && used + 1 < size)
		text[used++] = *more++;
	text[used] = 0;
}

static inline void text_add(char *text, size_t size, const char *more)
{
	text_add_some(text, size, more, strlen(more));
}

static inline void text_add_u64(char *text, size_t size, u64 v)
{
	char digits[DIGITS];

	text_add(text, size, digits_of(v, 10, 1, digits));
}

#endif
