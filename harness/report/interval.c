/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/interval.h"

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return one < other ? -1 : one > other;
}

bool interval_of_median(double *values, guint n, double confidence,
			double *low, double *high, double *reached)
{
	double tail = 0, next = n ? pow(.5, n) : 1;     /* P(X = k) */
	guint k = 0;

	/* The k-th from each end; P(X < k) on either side is outside. */
	while (2 * (tail + next) <= 1 - confidence && k < n / 2) {
		tail += next;
		k++;
		next *= (double)(n - k + 1) / k;
	}
	if (!k)
		return false;
	qsort(values, n, sizeof(*values), by_size);
	*low = values[k - 1];
	*high = values[n - k];
	*reached = 1 - 2 * tail;
	return true;
}
