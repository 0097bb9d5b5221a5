/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many instructions the hypervisor executed for an exit, exit by exit: a
 * histogram over the whole range and, because its buckets are up to 0.8 % wide
 * and a change of a path may be smaller, a count for every single value below
 * PATHS_EXACT. Quantiles are exact there, and the top of a bucket above.
 */
#ifndef METER_PATHS_H
#define METER_PATHS_H

#include <string.h>

#include "../../guest/lib/hist.h"

#define PATHS_EXACT 32768

struct paths {
	struct hist hist;
	uint32_t exact[PATHS_EXACT];
};

static inline void paths_reset(struct paths *p)
{
	hist_reset(&p->hist);
	memset(p->exact, 0, sizeof(p->exact));
}

static inline void paths_add(struct paths *p, uint64_t insns)
{
	hist_add(&p->hist, insns);
	if (insns < PATHS_EXACT)
		p->exact[insns]++;
}

/* hist_quantile()'s definition, without its rounding where that can be. */
static inline uint64_t paths_quantile(const struct paths *p, uint32_t num, uint32_t den)
{
	uint64_t n = p->hist.n;
	uint64_t rank = n / den * num + (n % den * num + den - 1) / den;
	uint64_t seen = 0;

	if (n == 0)
		return 0;
	if (rank == 0)
		rank = 1;
	for (uint32_t value = 0; value < PATHS_EXACT; value++) {
		seen += p->exact[value];
		if (seen >= rank)
			return value;
	}
	return hist_quantile(&p->hist, num, den);
}

#endif
