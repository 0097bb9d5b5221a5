/* SPDX-License-Identifier: GPL-2.0-only */
/* --where KEY=VALUE: only the rows that have it. */
#ifndef IPIBENCH_REPORT_WHERE_H
#define IPIBENCH_REPORT_WHERE_H

#include "result/result.h"

#define WHERE_HELP "Only rows with this; several values by commas, the option " \
		   "again for a further key"

/* Takes out of the list what does not fit. CONDITIONS may be NULL. False: a
 * condition cannot be read, names no field, or leaves nothing. */
bool where_filter(GPtrArray *results, char **conditions, GError **error);

#endif
