/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The plan: what to measure, as text (guest/README.md). Plain C without
 * allocation, so that the same parser is tested on the host.
 */
#ifndef IPIBENCH_PLAN_H
#define IPIBENCH_PLAN_H

#include "lib/types.h"
#include "spec/spec.h"

#define PLAN_MAX_BYTES 65536
#define PLAN_MAX_ROWS  1024

extern const char *const plan_wait_name[WAITS];
extern const char *const plan_dest_name[DESTS];
extern const char *const plan_arrival_name[ARRIVALS];
extern const char *const plan_deliver_name[DELIVERIES];

/* Each key's number, or its word's place in the list of words. */
struct plan_row {
#define KEY(ID, id, ...) u32 id;
#define PLAN_KEY KEY
#include "spec/keys.def"
};

struct plan {
	bool standstill;		/* standstill.h */
	u32 rows;
	struct plan_row row[PLAN_MAX_ROWS];
};

struct plan_error {
	u32 line;
	char text[600];		/* complete sentence with line and word */
};

/* A plan may name these methods; patterns are spec/patterns.def's. */
bool plan_parse(const char *text, size_t bytes, const char *const *method, u32 methods,
		struct plan *plan, struct plan_error *error);

#endif
