/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words that a row's `status` can be, and what each means for whoever must
 * decide something by it: what the tool ends with, what was tried for nothing.
 */
#ifndef IPIBENCH_STATUS_H
#define IPIBENCH_STATUS_H

#include <stdbool.h>

enum status_kind {
	STATUS_OK,
	STATUS_ABSENT,          /* there is nothing to measure, and that is no
				 * fault: unsupported, not-applicable */
	STATUS_SHORT,           /* it ran, and is not as it should be */
	STATUS_UNFINISHED,      /* it says nothing about the rest */
};

/* A word that is not in the table, a newer guest's, fell short. */
enum status_kind status_kind(const char *word);

/* What a machine may decide by: [a-z0-9-], not empty. NULL is none. */
bool is_code_word(const char *word);

#endif
