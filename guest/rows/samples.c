// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the timing pass measured. A sample is filed after the last clock
 * reading of its turn. What reading the clock costs is taken out of each;
 * where that leaves less than nothing the sample counts as 0, and that is
 * counted.
 */
#include "console/record.h"
#include "rows/clock.h"
#include "rows/row.h"
#include "rows/skew.h"

enum what { SEND, DELIVERY, ROUNDTRIP, EOI, WHATS };

static const char *const what_name[WHATS] = {
	"send", "delivery", "roundtrip", "eoi"
};
/* How many clock readings stand between the two that a time is made of, with
 * one half of each of these: roundtrip has the one that ends `send` too. */
static const u64 readings[WHATS] = { 1, 1, 2, 1 };

struct times {
	struct hist hist[WHATS];
	u64 clamped[WHATS];
};

/* For each sender of a crew one, so that they do not disturb each other; the
 * first is also everybody else's, and in the end the sum. */
static struct times times[MESH_CPUS];
static struct times *const total = &times[0];
static struct times of_pair;
static struct hist merged;		/* burst */

struct pair { u64 n, min, p50, p99, max; };
static struct pair pairs[WHATS][PAIRS_CPUS][PAIRS_CPUS];

static u64 raw[WHATS][RAW_MAX];
static u32 raw_n[WHATS];
static bool keep_raw, keep_pairs;
static u64 late;

static void add(struct times *t, enum what what, u64 from, u64 to)
{
	const u64 cost = readings[what] * clock_cost;
	u64 value = 0;

	if (to >= from + cost)
		value = to - from - cost;
	else
		t->clamped[what]++;
	hist_add(&t->hist[what], value);
	if (keep_raw && t != &of_pair && raw_n[what] < RAW_MAX)
		raw[what][raw_n[what]++] = value;
}

static void add_arrival(struct times *t, const struct slot *slot, u64 due)
{
	add(t, DELIVERY, due, slot->stamp);
	add(t, EOI, 0, slot->eoi);
}

static void add_all(struct times *t, const struct slot *slot, u64 begin,
		    u64 sent, u64 seen)
{
	add(t, SEND, begin, sent);
	add(t, ROUNDTRIP, begin, seen);
	add_arrival(t, slot, begin);
}

void run_sample(struct run *run, u64 begin, u64 sent, u64 seen)
{
	run_sample_open(run, begin, begin, sent, seen);
}

void run_sample_open(struct run *run, u64 due, u64 begin, u64 sent, u64 seen)
{
	late += begin > due + 2 * clock_cost;
	add(total, SEND, begin, sent);
	add(total, ROUNDTRIP, due, seen);
	for (u32 i = 0; i < run->targets; i++)
		add_arrival(total, &run->target[i]->slot[0], due);
}

void run_sample_edge(const struct edge *e, u64 begin, u64 sent, u64 seen)
{
	add_all(&times[e->lane], e->slot, begin, sent, seen);
	if (keep_pairs)
		add_all(&of_pair, e->slot, begin, sent, seen);
}

void run_sample_mesh(const struct percpu *self, u64 begin, u64 sent, u64 seen)
{
	struct times *t = &times[self->index];

	add(t, SEND, begin, sent);
	add(t, ROUNDTRIP, begin, seen);
	for (u32 i = 0; i < cpu_count; i++)
		if (i != self->index)
			add_arrival(t, &cpus[i].slot[self->index], begin);
}

/* ---- pairs ---- */

static void reset(struct times *t)
{
	for (u32 w = 0; w < WHATS; w++) {
		hist_reset(&t->hist[w]);
		t->clamped[w] = 0;
	}
}

void run_pair_begin(void)
{
	reset(&of_pair);
}

void run_pair_end(const struct percpu *from, const struct percpu *to)
{
	for (u32 w = 0; w < WHATS; w++) {
		const struct hist *h = &of_pair.hist[w];

		pairs[w][from->index][to->index] = (struct pair){
			h->n, h->min, hist_quantile(h, 50, 100),
			hist_quantile(h, 99, 100), h->max
		};
	}
}

/* ---- burst ---- */

/* Turns without a change: some microseconds, and some hundredths of a second. */
#define STILL (1u << 12)
#define STILL_AT_LAST (1u << 24)
/* What is waited for, to run_waited_too_long(): no count that a target reaches. */
#define NEVER_STILL (~0ull)

bool run_burst_settled(struct run *run, const struct percpu *target, bool last,
		       u64 *came)
{
	const u32 still = last ? STILL_AT_LAST : STILL;
	u32 left = TURNS_PER_CHECK;

	*came = load(&target->slot[0].got);
	for (u32 turns = 0; turns < still; turns++) {
		if (load(&target->slot[0].got) != *came
		    || load(&target->ack) != *came) {
			*came = load(&target->slot[0].got);
			turns = 0;
		}
		if (unlikely(!--left)) {
			if (run_waited_too_long(run, NEVER_STILL))
				return false;
			left = TURNS_PER_CHECK;
		}
	}
	return true;
}

void run_burst(const struct run *run, u64 came)
{
	hist_add(&merged, came < run->k ? run->k - came : 0);
}

void run_sample_burst(u64 begin, u64 sent, u64 seen)
{
	/* The handlers of a burst follow each other and the target keeps the
	 * last one's clock: no delivery, no EOI of a single one. */
	add(total, SEND, begin, sent);
	add(total, ROUNDTRIP, begin, seen);
}

/* ---- before and after ---- */

static u32 lanes(const struct row *row)
{
	return pattern_crowds(row->pattern) ? cpu_count : 1;
}

void samples_reset(const struct row *row)
{
	for (u32 i = 0; i < lanes(row); i++)
		reset(&times[i]);
	hist_reset(&merged);
	memset(raw_n, 0, sizeof(raw_n));
	keep_raw = row->plan->raw && row->pass != COUNT;
	keep_pairs = row->pattern->targets == TARGET_PAIRS;
	late = 0;
}

const struct reason *samples_raw_limit(const struct row *row)
{
	u64 targets = row->pattern->targets == TARGET_LOT ? 1 : row->run.targets;

	if (!row->plan->raw)
		return NULL;
	if (lanes(row) > 1)
		return NOT_APPLICABLE("raw-of-many",
			"raw samples are of one sender at a time only");
	return row->plan->ipis * targets <= RAW_MAX ? NULL
		: NOT_APPLICABLE("too-many-raw",
			"raw samples of a row are 65536 at most");
}

static void add_lanes(const struct row *row)
{
	for (u32 i = 1; i < lanes(row); i++)
		for (u32 w = 0; w < WHATS; w++) {
			hist_merge(&total->hist[w], &times[i].hist[w]);
			total->clamped[w] += times[i].clamped[w];
		}
}

static void record_absent(const struct row *row, enum what what,
			  const char *reason)
{
	record_begin("absent");
	record_u64("row", row->plan->id);
	record_text("what", what_name[what]);
	record_text("reason", reason);
	record_end();
}

/* Why a time cannot be believed. */
static const char *doubtful(const struct row *row, enum what what)
{
	const struct hist *h = &total->hist[what];

	if (row->method->spec->quirks & ONLY_SELF && (what == DELIVERY || what == EOI))
		return "nothing was delivered";
	if (!h->n && (what == DELIVERY || what == EOI))
		return "the target keeps the clock of a burst's last IPI only";
	if (!h->n)
		return "no samples";
	if (what == EOI && row->plan->deliver == DELIVER_NMI)
		return "an NMI is ended by IRET, not by an EOI";
	if (what == DELIVERY && row->pattern->targets != TARGET_SELF)
		return skew_doubt(hist_quantile(h, 50, 100));
	return NULL;
}

static void record_raw_samples(const struct row *row, enum what what)
{
	for (u32 i = 0; i < raw_n[what]; ) {
		record_begin("raw");
		record_u64("row", row->plan->id);
		record_text("what", what_name[what]);
		record_u64("first", i);
		record_key("v");
		for (bool more = false; i < raw_n[what] && record_room() > 24;
		     i++, more = true) {
			if (more)
				record_raw(",");
			record_raw_u64(raw[what][i]);
		}
		record_end();
	}
}

static void record_pairs(const struct row *row, enum what what)
{
	for (u32 from = 0; from < cpu_count; from++)
		for (u32 to = 0; to < cpu_count; to++) {
			const struct pair *p = &pairs[what][from][to];

			if (from == to)
				continue;
			record_begin("pair");
			record_u64("row", row->plan->id);
			record_text("what", what_name[what]);
			record_u64("from", from);
			record_u64("to", to);
			record_u64("n", p->n);
			record_u64("min", p->min);
			record_u64("p50", p->p50);
			record_u64("p99", p->p99);
			record_u64("max", p->max);
			record_end();
		}
}

static void record_open(const struct row *row, u64 elapsed)
{
	record_begin("open");
	record_u64("row", row->plan->id);
	record_u64("offered_hz", row->plan->rate);
	record_u64("sent", row->ops);
	record_u64("late", late);
	record_u64("elapsed", elapsed);
	record_end();
}

void samples_record(const struct row *row, u64 elapsed)
{
	add_lanes(row);
	if (row->pattern->turn == TURN_K
	    && (row->pass == COUNT || row->plan->pass == PASS_TIME))
		record_hist(&(struct hist_record){
			.row = row->plan->id, .what = "coalesced",
			.unit = "ipis" }, &merged);
	if (row->pass == COUNT)
		return;
	if (row->pass == OPEN)
		record_open(row, elapsed);
	for (u32 w = 0; w < WHATS; w++) {
		const char *reason = doubtful(row, w);

		if (reason) {
			record_absent(row, w, reason);
			continue;
		}
		record_hist(&(struct hist_record){
			.row = row->plan->id, .what = what_name[w],
			.unit = "tsc", .taken_out = readings[w] * clock_cost,
			.clamped = total->clamped[w] }, &total->hist[w]);
		if (row->plan->raw)
			record_raw_samples(row, w);
		if (keep_pairs && w != EOI)
			record_pairs(row, w);
	}
}
