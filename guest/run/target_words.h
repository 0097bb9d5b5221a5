/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef IPIBENCH_TARGET_WORDS_H
#define IPIBENCH_TARGET_WORDS_H

#include "../methods/method.h"
#include "plan.h"

/*
 * Decides how the targets of a row are named and encodes the words to write
 * (run->word). `*dest` comes in as the plan has it and goes out as what is
 * done. Returns NULL or the reason why it cannot be done.
 */
const char *target_words(struct run *run, const struct method *m,
			 enum plan_dest *dest);

#endif
