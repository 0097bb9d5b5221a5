/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the guest says (guest/README.md), read while it arrives. Pure: bytes
 * in, a struct guest_run out; no files, no processes. Noise is passed over;
 * a row counts only when nothing of it is missing.
 */
#ifndef IPIBENCH_PROTOCOL_H
#define IPIBENCH_PROTOCOL_H

#include <glib.h>
#include <stdbool.h>

#include "base/histogram.h"
#include "spec/classes.h"
#include "spec/roles.h"
#include "wire/frame.h"

struct guest_exits {
	guint cpu;
	enum guest_role role;
	guint64 reading;        /* exits of class msr_other that counting made */
	struct exit_counts counts;      /* raw: reading still in it */
};

/* A sum over the vectors of a cpu; or, where a vector's figures do not agree,
 * that vector's alone. */
struct guest_received {
	guint cpu;
	bool timing;            /* the timing pass, else the counting pass */
	bool one_vector;        /* vector is valid, else vectors */
	guint vector, vectors;
	guint64 sent, got, coalesced;
	/* an emulator's faults, mended by the guest (guest/README.md) */
	guint64 woken_early, phantoms;
	guint64 strays;         /* interrupts that nobody expected */
};

/* A time of one ordered pair of processors. */
struct guest_pair {
	char *what;
	guint from, to;
	guint64 n, min, p50, p99, max;
};

/* Every sample of one time, in the order of sending. */
struct guest_raw {
	char *what;
	GArray *samples;        /* guint64 */
};

/* A time that could not be measured soundly. */
struct guest_absent {
	char *what, *reason;
};

/* Bounds of (a processor's clock - the first one's), in ticks. */
struct guest_skew {
	guint cpu;
	gint64 low, high;
	bool unknown;           /* it did not answer in time */
};

struct guest_row {
	guint id;
	bool complete;          /* begin, end, and all between is there */
	char *damage;           /* why not, if not */
	char *status;           /* the guest's word; valid when complete */
	char *code;             /* why, for machines; or NULL */
	char *reason;           /* and for people; or NULL */
	GHashTable *begin;      /* the record's words */
	guint64 lines;
	GPtrArray *exits;       /* struct guest_exits */
	GPtrArray *received;    /* struct guest_received */
	GPtrArray *histograms;  /* struct histogram */
	GPtrArray *absent;      /* struct guest_absent */
	GPtrArray *pairs;       /* struct guest_pair */
	GPtrArray *raw;         /* struct guest_raw */
	GHashTable *rate;       /* words of the `open` record, or NULL */
	/* stops around the counting pass, by their number since the start: the
	 * first, and how many empty windows lie before the real one; 0: none */
	guint first_stop, empty_windows;
};

struct guest_run {
	/* records' words, or NULL; hello, start, begin in this order */
	GHashTable *hello, *start, *begin, *cpuid, *tsc, *end;
	GPtrArray *clocks;      /* GHashTable: words of `clock` records */
	GPtrArray *cpus;        /* GHashTable: words of `cpu` records */
	GArray *skews;          /* struct guest_skew */
	GPtrArray *rows;        /* struct guest_row */
	GPtrArray *stuck;       /* GHashTable: words of `stuck` records */
	GPtrArray *strays;      /* GHashTable: words of `stray` records */
	char *fault;            /* text of the first `fault` record */
	bool gap;               /* a line is missing somewhere */

	/* of the reader */
	struct frame_reader frames;
	guint64 last_seq;
	struct guest_row *open;
};

struct guest_run *guest_run_new(void);
void guest_run_feed(struct guest_run *run, const void *data, gsize len);
void guest_run_free(struct guest_run *run);

/* The `end` record is there: nothing of interest can follow. */
bool guest_run_ended(const struct guest_run *run);
struct guest_row *guest_run_row(const struct guest_run *run, guint id);

/* A word of a record; NULL where the record or the word is not there. */
const char *guest_word(GHashTable *record, const char *key);
/* Its `code`; NULL where there is none, or none that is a code word. */
const char *guest_code(GHashTable *record);

#endif
