/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For methods whose IPI takes more than one word: the word is then the address
 * of its arguments.
 */
#ifndef IPIBENCH_ARGS_H
#define IPIBENCH_ARGS_H

#include "lib/types.h"

#define ARGS_WORDS 8		/* does not straddle a page */

void args_forget(void);		/* when a row begins */
/* Zeroed; NULL when there are no more. */
u64 *args_new(void);

#endif
