/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The plan: what to measure, as text (guest/README.md). Plain C without
 * allocation, so that the same parser is tested on the host.
 */
#ifndef IPIBENCH_PLAN_H
#define IPIBENCH_PLAN_H

#include "types.h"

#define PLAN_MAX_BYTES 65536
#define PLAN_MAX_ROWS  1024
#define PLAN_IPIS_MAX  100000000
#define PLAN_WARMUP_MAX 1000000
#define PLAN_K_MAX 254
#define PLAN_RATE_MAX 10000000

enum plan_wait { WAIT_SPIN, WAIT_PAUSE, WAIT_HALT, WAITS };
enum plan_dest { DEST_AUTO, DEST_LOOP, DEST_LOGICAL, DEST_SHORTHAND,
		 DEST_MULTICAST, DESTS };
enum plan_pass { PASS_BOTH, PASS_COUNT, PASS_TIME, PASSES };
enum plan_arrival { ARRIVAL_FIXED, ARRIVAL_POISSON, ARRIVALS };
enum plan_deliver { DELIVER_FIXED, DELIVER_NMI, DELIVERIES };

extern const char *const plan_wait_name[WAITS];
extern const char *const plan_dest_name[DESTS];
extern const char *const plan_arrival_name[ARRIVALS];
extern const char *const plan_deliver_name[DELIVERIES];

struct plan_row {
	u16 id;
	u8 wait, dest, pass, arrival, deliver;
	u8 method, pattern;		/* places in the vocabulary */
	u32 ipis, warmup;
	u32 k, seed, rate, raw;
};

struct plan {
	bool standstill;		/* run/standstill.h */
	u32 rows;
	struct plan_row row[PLAN_MAX_ROWS];
};

/* The names that a plan may use; they come from the tables of methods and
 * patterns. */
struct plan_vocabulary {
	const char *const *method;
	u32 methods;
	const char *const *pattern;
	u32 patterns;
	u32 default_pattern;
};

struct plan_error {
	u32 line;
	char text[600];		/* complete sentence with line and word */
};

bool plan_parse(const char *text, size_t bytes,
		const struct plan_vocabulary *v, struct plan *plan,
		struct plan_error *error);

#endif
