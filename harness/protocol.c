/* SPDX-License-Identifier: GPL-2.0-only */
#include "protocol.h"

#include <string.h>

const char *const guest_role_names[] = {
	[ROLE_IDLE] = "idle", [ROLE_SENDER] = "sender",
	[ROLE_RECEIVER] = "receiver", [ROLE_BOTH] = "both",
};

/* More rows than any plan has; a guest that says more is broken. */
#define ROWS_MAX 65535
#define CPUS_MAX 4096

const char *guest_word(GHashTable *record, const char *key)
{
	return record ? g_hash_table_lookup(record, key) : NULL;
}

static bool number(GHashTable *words, const char *key, guint64 max,
		   guint64 *out)
{
	const char *value = guest_word(words, key);

	return value && g_ascii_string_to_unsigned(value, 10, 0, max, out, NULL);
}

static void damage(struct guest_row *row, const char *why)
{
	if (row && !row->damage)
		row->damage = g_strdup(why);
}

static struct guest_row *row_new(guint id, GHashTable *words)
{
	struct guest_row *row = g_new0(struct guest_row, 1);

	row->id = id;
	row->begin = g_hash_table_ref(words);
	row->exits = g_ptr_array_new_with_free_func(g_free);
	row->received = g_ptr_array_new_with_free_func(g_free);
	row->histograms = g_ptr_array_new_with_free_func(
		(GDestroyNotify)histogram_free);
	return row;
}

static void row_free(struct guest_row *row)
{
	g_free(row->damage);
	g_free(row->status);
	g_free(row->reason);
	g_hash_table_unref(row->begin);
	g_ptr_array_unref(row->exits);
	g_ptr_array_unref(row->received);
	g_ptr_array_unref(row->histograms);
	g_free(row);
}

static void on_row(struct guest_run *run, GHashTable *words)
{
	const char *state = guest_word(words, "state");
	struct guest_row *row = run->open;
	guint64 id, lines;

	if (!number(words, "id", ROWS_MAX, &id) || !state) {
		damage(row, "a row record without id or state");
		return;
	}
	if (g_str_equal(state, "begin")) {
		damage(row, "the next row began before this one ended");
		run->open = NULL;
		if (guest_run_row(run, id) || run->rows->len == ROWS_MAX)
			return;
		run->open = row_new(id, words);
		run->open->lines = 1;
		g_ptr_array_add(run->rows, run->open);
		return;
	}
	if (!row)
		return;
	run->open = NULL;
	if (!g_str_equal(state, "end") || row->id != id) {
		damage(row, "the row's end is another row's");
		return;
	}
	row->status = g_strdup(guest_word(words, "status"));
	row->reason = g_strdup(guest_word(words, "reason"));
	if (!row->status)
		damage(row, "the row's end names no status");
	if (!number(words, "lines", G_MAXUINT64, &lines) || lines != row->lines)
		damage(row, "the row's end counts other lines than came");
	for (guint i = 0; i < row->histograms->len; i++)
		if (!histogram_complete(row->histograms->pdata[i]))
			damage(row, "a histogram is not whole");
	row->complete = !row->damage;
}

static bool role_from_name(const char *name, enum guest_role *role)
{
	for (guint i = 0; name && i < G_N_ELEMENTS(guest_role_names); i++)
		if (g_str_equal(name, guest_role_names[i])) {
			*role = i;
			return true;
		}
	return false;
}

static bool is_exits_word(const char *key)
{
	static const char *const words[] = {
		"", "row", "cpu", "role", "source", "reading", "total", NULL
	};

	return g_strv_contains(words, key);
}

static bool on_exits(struct guest_row *row, GHashTable *words)
{
	g_autofree struct guest_exits *exits = g_new0(struct guest_exits, 1);
	const char *source = guest_word(words, "source");
	GHashTableIter iter;
	gpointer key;
	guint64 cpu;

	if (!number(words, "cpu", CPUS_MAX, &cpu) ||
	    !role_from_name(guest_word(words, "role"), &exits->role) ||
	    !number(words, "reading", G_MAXUINT64, &exits->reading) ||
	    !number(words, "total", G_MAXUINT64, &exits->counts.total) ||
	    g_strcmp0(source, "hypervisor") != 0)
		return false;
	exits->cpu = cpu;
	g_hash_table_iter_init(&iter, words);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		int class = exit_class_from_name(key);

		if (is_exits_word(key))
			continue;
		if (class < 0 || !number(words, key, G_MAXUINT64,
					 &exits->counts.by_class[class]))
			return false;
	}
	g_ptr_array_add(row->exits, g_steal_pointer(&exits));
	return true;
}

static bool on_received(struct guest_row *row, GHashTable *words)
{
	g_autofree struct guest_received *received =
		g_new0(struct guest_received, 1);
	const char *pass = guest_word(words, "pass");
	guint64 cpu;

	if (!number(words, "cpu", CPUS_MAX, &cpu) || !pass ||
	    !number(words, "expected", G_MAXUINT64, &received->expected) ||
	    !number(words, "got", G_MAXUINT64, &received->got))
		return false;
	received->cpu = cpu;
	received->timing = g_str_equal(pass, "time");
	if (!received->timing && !g_str_equal(pass, "count"))
		return false;
	g_ptr_array_add(row->received, g_steal_pointer(&received));
	return true;
}

static bool on_hist(struct guest_row *row, GHashTable *words)
{
	const char *what = guest_word(words, "what");
	const char *unit = guest_word(words, "unit");
	const char *buckets = guest_word(words, "b");
	struct histogram *histogram = NULL;
	guint64 n, min, max, sum, sub_bits, part, parts;

	if (!what || !unit || !buckets ||
	    !number(words, "n", G_MAXUINT64, &n) ||
	    !number(words, "min", G_MAXUINT64, &min) ||
	    !number(words, "max", G_MAXUINT64, &max) ||
	    !number(words, "sum", G_MAXUINT64, &sum) ||
	    !number(words, "sub_bits", 20, &sub_bits) ||
	    !number(words, "part", G_MAXUINT, &part) ||
	    !number(words, "parts", G_MAXUINT, &parts))
		return false;
	for (guint i = 0; i < row->histograms->len; i++) {
		struct histogram *other = row->histograms->pdata[i];

		if (g_str_equal(other->what, what))
			histogram = other;
	}
	if (!histogram) {
		histogram = histogram_new(what, unit);
		histogram->n = n;
		histogram->min = min;
		histogram->max = max;
		histogram->sum = sum;
		histogram->sub_bits = sub_bits;
		histogram->parts = parts;
		g_ptr_array_add(row->histograms, histogram);
	}
	if (histogram->n != n || histogram->sub_bits != sub_bits ||
	    histogram->parts != parts || part != histogram->parts_seen + 1)
		return false;
	histogram->parts_seen++;
	return histogram_add_buckets(histogram, buckets);
}

static void on_row_data(struct guest_run *run, GHashTable *words,
			bool (*take)(struct guest_row *, GHashTable *))
{
	struct guest_row *row = run->open;
	guint64 id;

	if (!row)
		return;
	if (!number(words, "row", ROWS_MAX, &id) || id != row->id ||
	    !take(row, words))
		damage(row, "a record of the row cannot be read");
}

static void keep(GHashTable **where, GHashTable *words)
{
	if (!*where)
		*where = g_hash_table_ref(words);
}

static void on_frame(void *user, guint64 seq, const char *text)
{
	struct guest_run *run = user;
	g_autoptr(GHashTable) words = frame_words(text);
	const char *name = guest_word(words, "");

	if (seq != run->last_seq + 1) {
		run->gap = true;
		damage(run->open, "a line is missing");
	}
	run->last_seq = seq;
	/* A row's begin counts itself in on_row. */
	if (run->open)
		run->open->lines++;

	if (!name)
		damage(run->open, "a line that is no record");
	else if (g_str_equal(name, "row"))
		on_row(run, words);
	else if (g_str_equal(name, "exits"))
		on_row_data(run, words, on_exits);
	else if (g_str_equal(name, "received"))
		on_row_data(run, words, on_received);
	else if (g_str_equal(name, "hist"))
		on_row_data(run, words, on_hist);
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
	run->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	return run;
}

void guest_run_feed(struct guest_run *run, const void *data, gsize len)
{
	frame_reader_feed(&run->frames, data, len);
}

void guest_run_free(struct guest_run *run)
{
	frame_reader_clear(&run->frames);
	g_clear_pointer(&run->begin, g_hash_table_unref);
	g_clear_pointer(&run->cpuid, g_hash_table_unref);
	g_clear_pointer(&run->tsc, g_hash_table_unref);
	g_clear_pointer(&run->end, g_hash_table_unref);
	g_ptr_array_unref(run->clocks);
	g_ptr_array_unref(run->cpus);
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
