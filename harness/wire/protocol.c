/* SPDX-License-Identifier: GPL-2.0-only */
#include "wire/protocol-row.h"

#include <string.h>

#include "spec/status.h"

/* More rows than any plan has; a guest that says more is broken. */
#define ROWS_MAX 65535

const char *guest_word(GHashTable *record, const char *key)
{
	return record ? g_hash_table_lookup(record, key) : NULL;
}

const char *guest_code(GHashTable *record)
{
	const char *code = guest_word(record, "code");

	return is_code_word(code) ? code : NULL;
}

static void on_row(struct guest_run *run, GHashTable *words)
{
	const char *state = guest_word(words, "state");
	struct guest_row *row = run->open;
	guint64 id, lines;

	if (!guest_number(words, "id", ROWS_MAX, &id) || !state) {
		guest_row_damage(row, "a row record without id or state");
		return;
	}
	if (g_str_equal(state, "begin")) {
		guest_row_damage(row, "the next row began before this one ended");
		run->open = NULL;
		if (guest_run_row(run, id) || run->rows->len == ROWS_MAX)
			return;
		run->open = guest_row_new(id, words);
		run->open->lines = 1;
		g_ptr_array_add(run->rows, run->open);
		return;
	}
	if (!row)
		return;
	run->open = NULL;
	if (!g_str_equal(state, "end") || row->id != id) {
		guest_row_damage(row, "the row's end is another row's");
		return;
	}
	row->status = g_strdup(guest_word(words, "status"));
	row->code = g_strdup(guest_code(words));
	row->reason = g_strdup(guest_word(words, "reason"));
	if (!row->status)
		guest_row_damage(row, "the row's end names no status");
	if (!guest_number(words, "lines", G_MAXUINT64, &lines) || lines != row->lines)
		guest_row_damage(row, "the row's end counts other lines than came");
	for (guint i = 0; i < row->histograms->len; i++)
		if (!histogram_complete(row->histograms->pdata[i]))
			guest_row_damage(row, "a histogram is not whole");
	row->complete = !row->damage;
}

static void on_row_data(struct guest_run *run, GHashTable *words, row_taker take)
{
	struct guest_row *row = run->open;
	guint64 id;

	if (!row)
		return;
	if (!guest_number(words, "row", ROWS_MAX, &id) || id != row->id ||
	    !take(row, words))
		guest_row_damage(row, "a record of the row cannot be read");
}

static void keep(GHashTable **where, GHashTable *words)
{
	if (!*where)
		*where = g_hash_table_ref(words);
}

/* A broken guest may say them without end. */
static void keep_some(GPtrArray *where, GHashTable *words)
{
	if (where->len < CPUS_MAX)
		g_ptr_array_add(where, g_hash_table_ref(words));
}

/* What cannot be read says nothing of the clocks: no skew is known then. */
static void on_skew(struct guest_run *run, GHashTable *words)
{
	struct guest_skew skew;
	guint64 cpu;

	if (!guest_number(words, "cpu", CPUS_MAX, &cpu) ||
	    !guest_signed(words, "low", &skew.low) ||
	    !guest_signed(words, "high", &skew.high))
		return;
	skew.cpu = cpu;
	skew.unknown = g_strcmp0(guest_word(words, "rounds"), "0") == 0;
	g_array_append_val(run->skews, skew);
}

static void on_frame(void *user, guint64 seq, const char *text)
{
	struct guest_run *run = user;
	g_autoptr(GHashTable) words = frame_words(text);
	const char *name = guest_word(words, "");
	row_taker take;

	if (seq != run->last_seq + 1) {
		run->gap = true;
		guest_row_damage(run->open, "a line is missing");
	}
	run->last_seq = seq;
	/* A row's begin counts itself in on_row. */
	if (run->open)
		run->open->lines++;

	if (!name)
		guest_row_damage(run->open, "a line that is no record");
	else if (g_str_equal(name, "row"))
		on_row(run, words);
	else if ((take = guest_row_taker(name)))
		on_row_data(run, words, take);
	else if (g_str_equal(name, "hello"))
		keep(&run->hello, words);
	else if (g_str_equal(name, "start"))
		keep(&run->start, words);
	else if (g_str_equal(name, "begin"))
		keep(&run->begin, words);
	else if (g_str_equal(name, "cpuid"))
		keep(&run->cpuid, words);
	else if (g_str_equal(name, "tsc"))
		keep(&run->tsc, words);
	else if (g_str_equal(name, "end"))
		keep(&run->end, words);
	else if (g_str_equal(name, "clock"))
		g_ptr_array_add(run->clocks, g_hash_table_ref(words));
	else if (g_str_equal(name, "cpu"))
		g_ptr_array_add(run->cpus, g_hash_table_ref(words));
	else if (g_str_equal(name, "stuck"))
		keep_some(run->stuck, words);
	else if (g_str_equal(name, "stray"))
		keep_some(run->strays, words);
	else if (g_str_equal(name, "skew"))
		on_skew(run, words);
	else if (g_str_equal(name, "fault") && !run->fault)
		run->fault = g_strdup(text);
	/* Other records: a newer guest's; they count, nobody reads them. */
}

struct guest_run *guest_run_new(void)
{
	struct guest_run *run = g_new0(struct guest_run, 1);

	frame_reader_init(&run->frames, '@', on_frame, run);
	run->clocks = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_hash_table_unref);
	run->cpus = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_hash_table_unref);
	run->stuck = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_hash_table_unref);
	run->strays = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_hash_table_unref);
	run->skews = g_array_new(FALSE, FALSE, sizeof(struct guest_skew));
	run->rows = g_ptr_array_new_with_free_func((GDestroyNotify)guest_row_free);
	return run;
}

void guest_run_feed(struct guest_run *run, const void *data, gsize len)
{
	frame_reader_feed(&run->frames, data, len);
}

void guest_run_free(struct guest_run *run)
{
	frame_reader_clear(&run->frames);
	g_clear_pointer(&run->hello, g_hash_table_unref);
	g_clear_pointer(&run->start, g_hash_table_unref);
	g_clear_pointer(&run->begin, g_hash_table_unref);
	g_clear_pointer(&run->cpuid, g_hash_table_unref);
	g_clear_pointer(&run->tsc, g_hash_table_unref);
	g_clear_pointer(&run->end, g_hash_table_unref);
	g_ptr_array_unref(run->clocks);
	g_ptr_array_unref(run->cpus);
	g_ptr_array_unref(run->stuck);
	g_ptr_array_unref(run->strays);
	g_array_unref(run->skews);
	g_ptr_array_unref(run->rows);
	g_free(run->fault);
	g_free(run);
}

bool guest_run_ended(const struct guest_run *run)
{
	return run->end != NULL;
}

struct guest_row *guest_run_row(const struct guest_run *run, guint id)
{
	for (guint i = 0; i < run->rows->len; i++) {
		struct guest_row *row = run->rows->pdata[i];

		if (row->id == id)
			return row;
	}
	return NULL;
}
