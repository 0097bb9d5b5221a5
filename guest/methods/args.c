// SPDX-License-Identifier: GPL-2.0-only
#include "methods/args.h"
#include "spec/spec.h"

/* pairs has the most: each to each other. */
#define ARGS (PAIRS_CPUS * PAIRS_CPUS)

static ALIGNED(64) u64 args[ARGS][ARGS_WORDS];
static u32 used;

void args_forget(void)
{
	used = 0;
}

u64 *args_new(void)
{
	if (used == ARGS)
		return NULL;
	memset(args[used], 0, sizeof(args[0]));
	return args[used++];
}
