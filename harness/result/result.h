/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * results.jsonl, schema 1 (results/README.md): one object a row. Every member of a line
 * is a field of a table (result-fields.c), by which it is written from struct result
 * and read back into it. What is behind "found in them" is no member: result_settle
 * makes it of the others.
 */
#ifndef IPIBENCH_RESULT_H
#define IPIBENCH_RESULT_H

#include "result/counts.h"

#define RESULT_SCHEMA 1
#define RESULT_FILE "results.jsonl"

enum result_time { TIME_SEND, TIME_DELIVERY, TIME_ROUNDTRIP, TIME_EOI, TIMES };
extern const char *const result_times[TIMES + 1];       /* NULL at end */

struct suspect {                /* samples far above the median */
	struct coded coded;
	guint64 above, n;
};

struct shape_of_time {
	struct coded coded;
	guint sub_bits;
	GArray *buckets;                /* struct histogram_bucket */
};

struct timing {
	struct coded coded;
	const char *unit;
	guint64 n, min, p50, p90, p99, p999, max, sum, taken_out, clamped;
	double mean;
	struct suspect *suspect;
	struct shape_of_time *histogram;
};

struct skew {
	struct coded coded;
	gint64 low, high;
};

struct latency {
	struct coded coded;
	guint64 tsc_hz;                 /* 0: unknown */
	const char *unit;               /* of a tick: instructions, ns; NULL: neither */
	const char *tsc_source;
	JsonObject *clock;              /* what reading it costs, as the guest says */
	struct skew *skew;
	struct timing *of[TIMES];
};

struct received {
	struct coded coded;
	guint cpu, vectors;
	guint vector;                   /* where codec_has it, of this one only */
	const char *pass;               /* count, time */
	guint64 sent, got, coalesced, woken_early, phantoms, strays;
};

struct halted_cpu {
	struct coded coded;
	guint cpu;
	guint64 hlt, received;
};

struct halted {
	struct coded coded;
	const char *source;
	GPtrArray *cpus;                /* struct halted_cpu */
	bool matches;
};

struct hv_insns {
	struct coded coded;
	double sender, receivers;
};

struct pair {
	struct coded coded;
	const char *what;
	guint from, to;
	guint64 n, min, p50, p99, max;
};

struct attempt_cause {
	struct coded coded;
	const char *code, *reason, *boot;
};

struct exits {
	struct coded coded;
	struct counts *of[SOURCES];     /* NULL: did not count */
};

struct result_cpu {
	guint cpu;
	enum guest_role role;
	guint64 sent, received;         /* interrupts for it, and that came */
	guint64 woken_early;            /* HLTs it stepped over */
	bool receives;                  /* they were counted */
	guint64 reading;                /* taken out already */
	struct exit_counts counts;
};

struct result {
	struct coded members;
	guint schema;
	const char *experiment, *target, *method, *pattern, *wait, *dest, *dest_asked, *pass;
	const char *loader;             /* pvh, iso-bios, iso-uefi, iso */
	const char *apicv;              /* of an exact lab: on, off; NULL: elsewhere */
	/* What a target was given, by name; NULL: its own. */
	const char *kernel, *xen, *qemu, *patches;
	const char *cpu, *machine, *topology;   /* words of these keys; NULL: as usual */
	guint overcommit;               /* vCPUs that share a processor; 0: none do */
	const char *side;               /* of a comparison; NULL: of none */
	const char *mode;               /* xapic, x2apic; NULL: unknown */
	const char *regime;             /* NULL: unknown */
	const char *status, *reason;
	const char *code;               /* why, for machines; NULL: none said */
	const char *deliver, *arrival;
	guint vcpus, targets, boot, order, k, raw;
	guint attempts;                 /* boots it took, 1 or more */
	guint64 ipis, warmup, seed;
	guint64 rate;                   /* 0: closed loop */
	guint64 senders, words;         /* words: writes for one IPI; 0: unknown */
	GArray *apic_ids;               /* guint, by vCPU; empty: unknown */
	struct exits exits;
	double send_exits_per_ipi;      /* NAN: not measured */
	GPtrArray *received;            /* struct received, or NULL */
	struct hv_insns *hv_insns;
	double hv_insns_per_ipi;        /* number of exits x median path */
	double hv_insns_window_per_ipi; /* all there were in the window */
	struct halted *halted;
	struct latency latency;
	struct timing *coalesced;
	GPtrArray *pairs;               /* struct pair, or NULL */
	JsonObject *open;               /* what the guest says of the open loop */
	const char *samples;
	GPtrArray *attempt_causes;      /* struct attempt_cause, or NULL */
	GPtrArray *notes;               /* const char *, or NULL */
	JsonObject *provenance;

	/* where it is from */
	char *file;
	guint line;
	GStringChunk *strings;          /* what is pointed at above and nobody else has */
	const char *partial;            /* of a folder that is not whole: what is
					 * there, in words; NULL: whole */

	/* found in them */
	bool coded;                     /* written since there are codes */
	const char *attempt_cause;      /* code of the first that failed, or NULL */
	guint64 strays;                 /* interrupts nobody expected, all vCPUs */
	const char *boot_name;          /* planned name of its boot, or "?" */
	const char *vendor;             /* of the processor, or NULL */
	const char *source;             /* of what follows: "hypervisor", where
					 * it counts, else "meter"; or NULL */
	struct exit_counts sender, receivers;
	GArray *cpus;                   /* struct result_cpu */
	double sender_insns, receivers_insns; /* of the hypervisor, an IPI; NAN */
};

extern const struct shape result_shape, latency_shape, timing_shape,
	shape_of_time_shape, suspect_shape, skew_shape, received_shape, halted_shape,
	halted_cpu_shape, hv_insns_shape, pair_shape, attempt_cause_shape;

struct result *result_new(void);
void result_free(struct result *result);
/* One kept as long as the result is. */
const char *result_keep(struct result *result, const char *text);
/* A line, without newline, and as what it was read from. */
char *result_line(const struct result *result);
JsonObject *result_object(const struct result *result);
/* Two settings or names of a row, as the line has them: char *, or NULL. */
char *result_word(const struct result *result, const char *field);

/* Appends struct result. An error's message begins with "FILE:LINE: ". */
bool result_load(const char *directory, GPtrArray *results, GError **error);
bool result_parse(const char *file, const char *text, gsize len,
		  GPtrArray *results, GError **error);
GPtrArray *result_list_new(void);
/* What is partial of these, each folder once: const char *, in words. */
GPtrArray *result_partials(const GPtrArray *results);

#endif
