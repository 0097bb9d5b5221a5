/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * results.jsonl, schema 1 (results/README.md): one object a row. Written from
 * boots by result_row (record/record.h), read back by result_load into struct result.
 */
#ifndef IPIBENCH_RESULT_H
#define IPIBENCH_RESULT_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

#include "spec/classes.h"
#include "spec/roles.h"

#define RESULT_SCHEMA 1
#define RESULT_FILE "results.jsonl"

struct result_cpu {
	guint cpu;
	enum guest_role role;
	guint64 sent, received;         /* interrupts for it, and that came */
	guint64 woken_early;            /* HLTs it stepped over */
	bool receives;                  /* they were counted */
	guint64 reading;                /* taken out already */
	struct exit_counts counts;
};

/* What the meter saw of a vCPU. */
struct result_meter {
	guint cpu;
	enum guest_role role;
	struct exit_counts counts;      /* of the classes it can tell apart */
	guint64 async;                  /* interrupt, window or page fault */
	guint64 msr_unknown;            /* WRMSR, of which MSR unknown */
};

struct result {
	char *file;
	guint line;
	JsonNode *node;                 /* the strings below live in it */
	const char *experiment, *target, *method, *pattern, *wait, *dest, *dest_asked, *pass;
	const char *mode;               /* xapic, x2apic; NULL: unknown */
	const char *regime;             /* NULL: unknown */
	const char *status, *reason;
	const char *code;               /* why, for machines; NULL: none said */
	bool coded;                     /* written since there are codes */
	guint attempts;                 /* boots it took, 1 or more */
	const char *attempt_cause;      /* code of the first that failed, or NULL */
	guint64 strays;                 /* interrupts nobody expected, all vCPUs */
	bool raw;                       /* every sample was asked for */
	const char *boot_name;          /* planned name of its boot, or "?" */
	const char *partial;            /* of a folder that is not whole: what is
					 * there, in words; NULL: whole */
	const char *deliver;            /* fixed, nmi */
	const char *vendor;             /* of the processor, or NULL */
	guint vcpus, targets, boot, k;
	guint64 ipis;
	guint64 warmup;
	guint64 rate;                   /* 0: closed loop */
	guint64 words;                  /* writes for one IPI; 0: unknown */
	GArray *apic_ids;               /* guint, by vCPU; empty: unknown */
	const char *source;             /* of what follows: "hypervisor", where
					 * it counts, else "meter"; or NULL */
	struct exit_counts sender, receivers;
	GArray *cpus;                   /* struct result_cpu */
	GArray *meter;                  /* struct result_meter; empty: none */
	double send_exits_per_ipi;      /* NAN: not measured */
	double sender_insns, receivers_insns; /* of the hypervisor, an IPI; NAN */
};

/* Appends struct result. An error's message begins with "FILE:LINE: ". */
bool result_load(const char *directory, GPtrArray *results, GError **error);
bool result_parse(const char *file, const char *text, gsize len,
		  GPtrArray *results, GError **error);
GPtrArray *result_list_new(void);
/* What is partial of these, each folder once: const char *, in words. */
GPtrArray *result_partials(const GPtrArray *results);
/* "lab-kvm-svm xapic unicast vcpus=2 targets=1 wait=spin dest=auto boot=1" */
char *result_label(const struct result *result);

#endif
