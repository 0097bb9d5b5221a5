/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing the line protocol of guest/README.md: a record is begun, given its
 * words and ended; then the line goes to the console.
 */
#ifndef IPIBENCH_RECORD_H
#define IPIBENCH_RECORD_H

#include "lib/hist.h"
#include "lib/reason.h"
#include "lib/types.h"

/* So many lines have been said before (boot/early.inc). */
void record_continue(u64 lines);

/* Records of several processors come whole, one after the other. */
void record_begin(const char *name);
void record_u64(const char *key, u64 value);
void record_s64(const char *key, int64_t value);
void record_hex(const char *key, u64 value);
void record_text(const char *key, const char *value);	/* escaped */
void record_end(void);
/* The record that has been begun is the last: nobody writes another one. */
void record_last(void);
void record_reason(const struct reason *reason);	/* code= reason= */

/* For lists: key= once, then raw pieces; room says how many bytes are left. */
void record_key(const char *key);
void record_raw(const char *text);
void record_raw_u64(u64 value);
size_t record_room(void);

u64 record_lines(void);		/* lines written so far */

/* A histogram as `hist` records. */
struct hist_record {
	u32 row;
	const char *what, *unit;
	u64 taken_out;	/* subtracted from each sample */
	u64 clamped;	/* samples that were less than that, and count as 0 */
};

void record_hist(const struct hist_record *head, const struct hist *h);

#endif
