/* SPDX-License-Identifier: GPL-2.0-only */
#include "window.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../guest/lib/mark.h"
#include "paths.h"

struct account {
	pthread_mutex_t lock;   /* its own thread, and whoever opens or closes */
	int guest_cpu;          /* -1: this processor runs no vCPU we know of */
	uint64_t n[KINDS];      /* exits */
	struct paths *insns[KINDS];
};

static struct account account[METER_MAX_VCPUS];
static int vcpus;
static FILE *output;

/* One window at a time: there is one measured guest. */
static pthread_mutex_t state_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_uint_fast64_t open_window; /* its number, 0 when none is open */
static uint64_t windows;
static unsigned boots, open_row, open_who, open_vcpu;

bool window_open_output(const char *path, int n)
{
	vcpus = n < METER_MAX_VCPUS ? n : METER_MAX_VCPUS;
	for (int i = 0; i < METER_MAX_VCPUS; i++) {
		pthread_mutex_init(&account[i].lock, NULL);
		account[i].guest_cpu = -1;
	}
	output = fopen(path, "we");
	if (!output) {
		fprintf(stderr, "meter: cannot write ");
		perror(path);
		return false;
	}
	fprintf(output, "{\"meter\":1,\"l1_cpus\":%d,\"sub_bits\":%d}\n", vcpus, HIST_SUB_BITS);
	fflush(output);
	return true;
}

void window_close_output(uint64_t entries, uint64_t exits)
{
	fprintf(output, "{\"end\":true,\"windows\":%llu,\"entries\":%llu,\"exits\":%llu}\n",
		(unsigned long long)windows, (unsigned long long)entries,
		(unsigned long long)exits);
	fclose(output);
}

static void window_boot(void)
{
	pthread_mutex_lock(&state_lock);
	boots++;
	atomic_store(&open_window, 0); /* a window the last guest never closed */
	for (int i = 0; i < vcpus; i++)
		account[i].guest_cpu = -1;
	pthread_mutex_unlock(&state_lock);
}

static void window_cpu(unsigned vcpu, int guest_cpu)
{
	account[vcpu].guest_cpu = guest_cpu;
}

static void window_begin(unsigned vcpu, unsigned row, unsigned who)
{
	pthread_mutex_lock(&state_lock);
	for (int i = 0; i < vcpus; i++) {
		struct account *a = &account[i];

		pthread_mutex_lock(&a->lock);
		memset(a->n, 0, sizeof(a->n));
		for (int k = 0; k < KINDS; k++)
			if (a->insns[k])
				paths_reset(a->insns[k]);
		pthread_mutex_unlock(&a->lock);
	}
	account[vcpu].guest_cpu = MARK_WHO_CPU(who);
	open_row = row;
	open_who = who;
	open_vcpu = vcpu;
	atomic_store(&open_window, ++windows);
	pthread_mutex_unlock(&state_lock);
}

/* The whole distribution: [index, count] of each bucket that is not empty, as
 * guest/lib/hist.h numbers them. */
static void print_buckets(const struct hist *h)
{
	const char *comma = "";

	fputs(",\"buckets\":[", output);
	for (unsigned i = 0; i < HIST_BUCKETS; i++)
		if (h->bucket[i]) {
			fprintf(output, "%s[%u,%llu]", comma, i,
				(unsigned long long)h->bucket[i]);
			comma = ",";
		}
	fputc(']', output);
}

static void print_account(const struct account *a, int i)
{
	const char *comma = "";
	unsigned long long total = 0;

	for (int k = 0; k < KINDS; k++)
		total += a->n[k];
	fprintf(output, "{\"l1_cpu\":%d,\"cpu\":%d,\"total\":%llu,\"kinds\":{", i,
		a->guest_cpu, total);
	for (int k = 0; k < KINDS; k++) {
		const struct paths *p = a->insns[k];

		if (!a->n[k])
			continue;
		fprintf(output, "%s\"%s\":{\"n\":%llu", comma, meter_kind_name[k],
			(unsigned long long)a->n[k]);
		if (p && p->hist.n) {
			fprintf(output,
				",\"samples\":%llu,\"min\":%llu,\"p50\":%llu,\"p99\":%llu,"
				"\"max\":%llu,\"sum\":%llu,\"p25\":%llu,\"p75\":%llu",
				(unsigned long long)p->hist.n, (unsigned long long)p->hist.min,
				(unsigned long long)paths_quantile(p, 50, 100),
				(unsigned long long)paths_quantile(p, 99, 100),
				(unsigned long long)p->hist.max, (unsigned long long)p->hist.sum,
				(unsigned long long)paths_quantile(p, 25, 100),
				(unsigned long long)paths_quantile(p, 75, 100));
			print_buckets(&p->hist);
		}
		fputc('}', output);
		comma = ",";
	}
	fprintf(output, "}}");
}

static void window_end(unsigned vcpu, unsigned row, unsigned who)
{
	const char *comma = "";

	pthread_mutex_lock(&state_lock);
	if (!atomic_load(&open_window) || row != open_row || who != open_who ||
	    vcpu != open_vcpu) {
		/* An end that fits no begin: say so, invent nothing. */
		fprintf(output, "{\"error\":\"end of row %u by vCPU %u fits no begin\"}\n", row,
			vcpu);
		atomic_store(&open_window, 0);
		pthread_mutex_unlock(&state_lock);
		return;
	}
	atomic_store(&open_window, 0);
	fprintf(output, "{\"boot\":%u,\"row\":%u,\"pass\":\"%s\",\"sender\":%u,\"vcpus\":[", boots,
		row, MARK_WHO_PASS(who) == MARK_PASS_TIME ? "time" : "count", MARK_WHO_CPU(who));
	for (int i = 0; i < vcpus; i++) {
		struct account *a = &account[i];

		pthread_mutex_lock(&a->lock);
		if (a->guest_cpu >= 0) {
			fputs(comma, output);
			print_account(a, i);
			comma = ",";
		}
		pthread_mutex_unlock(&a->lock);
	}
	fprintf(output, "]}\n");
	fflush(output); /* the emulator may be killed at any time */
	pthread_mutex_unlock(&state_lock);
}

void window_mark(struct meter_mark *mark, uint32_t what)
{
	*mark = (struct meter_mark){ .what = what };
}

bool window_mark_load(struct meter_mark *mark, unsigned vcpu, uint64_t address)
{
	unsigned value = address % MARK_ARRAY_BYTES;
	uint32_t what = mark->what;

	if (mark->loads++ == 0) {
		mark->row = value;
		return false;
	}
	mark->what = 0;
	/* `value` is MARK_WHO(). */
	switch (what) {
	case MARK_BOOT: window_boot(); break;
	case MARK_CPU: window_cpu(vcpu, MARK_WHO_CPU(value)); break;
	case MARK_BEGIN: window_begin(vcpu, mark->row, value); break;
	case MARK_END: window_end(vcpu, mark->row, value); break;
	}
	return true;
}

uint64_t window_exit(unsigned vcpu, enum meter_kind kind)
{
	uint64_t window = atomic_load_explicit(&open_window, memory_order_relaxed);

	if (window && vcpu < METER_MAX_VCPUS) {
		struct account *a = &account[vcpu];

		pthread_mutex_lock(&a->lock);
		a->n[kind]++;
		pthread_mutex_unlock(&a->lock);
	}
	return window;
}

void window_entry(unsigned vcpu, uint64_t window, enum meter_kind kind, uint64_t insns)
{
	struct account *a = &account[vcpu];

	/* An exit of before the window, or of one that has closed since. */
	if (!window || window != atomic_load_explicit(&open_window, memory_order_relaxed))
		return;
	pthread_mutex_lock(&a->lock);
	if (!a->insns[kind]) {
		a->insns[kind] = malloc(sizeof(struct paths));
		if (a->insns[kind])
			paths_reset(a->insns[kind]);
	}
	if (a->insns[kind])
		paths_add(a->insns[kind], insns);
	pthread_mutex_unlock(&a->lock);
}
