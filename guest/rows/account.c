// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every IPI is accounted for at its target: sent = got + merged, for each
 * vector of each target. What was sent follows from the pattern alone.
 */
#include "console/record.h"
#include "cpu/smp.h"
#include "cpu/tsc.h"
#include "lib/text.h"
#include "rows/row.h"

static u64 got[MAX_CPUS][SLOTS];
static u64 woken_early[MAX_CPUS], phantoms[MAX_CPUS], strays[MAX_CPUS];

/* What has come so far; or since that, where it is there already. */
static void note(bool since)
{
	for (u32 i = 0; i < cpu_count; i++) {
		woken_early[i] = load(&cpus[i].woken_early) - (since ? woken_early[i] : 0);
		phantoms[i] = load(&cpus[i].phantoms) - (since ? phantoms[i] : 0);
		strays[i] = load(&cpus[i].strays) - (since ? strays[i] : 0);
		for (u32 s = 0; s < SLOTS; s++)
			got[i][s] = load(&cpus[i].slot[s].got) - (since ? got[i][s] : 0);
	}
}

void account_begin(void)
{
	note(false);
}

void account_end(void)
{
	/* Something that comes after its time is not to be missed: an IPI too
	 * many, or the last of a burst. */
	tsc_delay_us(1000);
	note(true);
}

/* random: how often a target's lot was drawn between two turns. */
static u64 drawn(const struct row *row, u32 place)
{
	u64 n = 0;

	for (u64 i = row->warmup_ops; i < row->warmup_ops + row->ops; i++)
		n += row->run.lot[i % LOTS] == place;
	return n;
}

static u64 sent_to(const struct row *row, u32 cpu, u32 slot)
{
	const enum pattern_targets who = row->pattern->targets;

	if (!row->receives[cpu])
		return 0;
	if (pattern_crowds(row->pattern))
		return slot < cpu_count && slot != cpu && row->sends[slot]
		       ? row->ops : 0;
	if (slot)
		return 0;
	if (who == TARGET_PAIRS)
		return row->ops * (cpu_count - 1);
	if (who == TARGET_LOT)
		return drawn(row, cpu - 1);
	return row->pattern->turn == TURN_K ? row->ops * row->per_op : row->ops;
}

/* Only a burst may find its own vector pending. Each burst is waited for, so
 * at least one of it has come. */
static bool balanced(const struct row *row, u32 cpu, u32 slot)
{
	const u64 sent = sent_to(row, cpu, slot), came = got[cpu][slot];

	if (row->pattern->turn == TURN_K && sent)
		return came <= sent && came >= row->ops;
	return came == sent;
}

bool account_balanced(const struct row *row)
{
	for (u32 i = 0; i < cpu_count; i++)
		for (u32 s = 0; s < SLOTS; s++)
			if (!balanced(row, i, s))
				return false;
	return true;
}

static void record(const struct row *row, u32 cpu, const char *key, u64 value,
		   u64 sent, u64 came)
{
	bool merges = row->pattern->turn == TURN_K && came <= sent;

	record_begin("received");
	record_u64("row", row->plan->id);
	record_text("pass", row->pass == COUNT ? "count" : "time");
	record_u64("cpu", cpu);
	record_u64(key, value);
	record_u64("sent", sent);
	record_u64("got", came);
	record_u64("coalesced", merges ? sent - came : 0);
	if (woken_early[cpu])
		record_u64("woken_early", woken_early[cpu]);
	if (phantoms[cpu])
		record_u64("phantoms", phantoms[cpu]);
	if (strays[cpu])
		record_u64("strays", strays[cpu]);
	record_end();
}

void account_record(const struct row *row)
{
	const u64 base = row->plan->deliver == DELIVER_NMI ? 2 : VECTOR_SLOT;

	for (u32 i = 0; i < cpu_count; i++) {
		u64 sent = 0, came = 0, vectors = 0;

		for (u32 s = 0; s < SLOTS; s++) {
			u64 one = sent_to(row, i, s);

			sent += one;
			came += got[i][s];
			vectors += one || got[i][s];
		}
		if (vectors)
			record(row, i, "vectors", vectors, sent, came);
		for (u32 s = 0; s < SLOTS; s++)
			if (!balanced(row, i, s))
				record(row, i, "vector", base + s,
				       sent_to(row, i, s), got[i][s]);
	}
}

static void record_stray(u32 row, const char *who, u64 vector, u64 n)
{
	record_begin("stray");
	record_u64("row", row);
	record_text("cpu", who);
	record_u64("vector", vector);
	record_u64("n", n);
	record_end();
}

void account_record_strays(u32 row)
{
	extern u64 early_nmis;
	static u64 early_said;
	char digits[DIGITS];

	for (u32 i = 0; i < cpu_count; i++) {
		struct percpu *p = &cpus[i];
		u64 strays = load(&p->strays);

		if (strays != p->strays_said)
			record_stray(row, digits_of(i, 10, 1, digits), p->stray_vector,
				     strays - p->strays_said);
		p->strays_said = strays;
	}
	/* On processors before they were ready, and on those too late for it. */
	if (load(&early_nmis) != early_said)
		record_stray(row, "early", 2, load(&early_nmis) - early_said);
	early_said = load(&early_nmis);
}
