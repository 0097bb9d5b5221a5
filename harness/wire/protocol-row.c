/* SPDX-License-Identifier: GPL-2.0-only */
/* Records that belong to a row. */
#include "wire/protocol-row.h"

#include <string.h>

bool guest_number(GHashTable *words, const char *key, guint64 max,
		   guint64 *out)
{
	const char *value = guest_word(words, key);

	return value && g_ascii_string_to_unsigned(value, 10, 0, max, out, NULL);
}

bool guest_signed(GHashTable *words, const char *key, gint64 *out)
{
	const char *value = guest_word(words, key);

	return value && g_ascii_string_to_signed(value, 10, G_MININT64,
						 G_MAXINT64, out, NULL);
}

void guest_row_damage(struct guest_row *row, const char *why)
{
	if (row && !row->damage)
		row->damage = g_strdup(why);
}

static void pair_free(struct guest_pair *pair)
{
	g_free(pair->what);
	g_free(pair);
}

static void raw_free(struct guest_raw *raw)
{
	g_free(raw->what);
	g_array_unref(raw->samples);
	g_free(raw);
}

static void absent_free(struct guest_absent *absent)
{
	g_free(absent->what);
	g_free(absent->reason);
	g_free(absent);
}

struct guest_row *guest_row_new(guint id, GHashTable *words)
{
	struct guest_row *row = g_new0(struct guest_row, 1);

	row->id = id;
	row->begin = g_hash_table_ref(words);
	row->exits = g_ptr_array_new_with_free_func(g_free);
	row->received = g_ptr_array_new_with_free_func(g_free);
	row->histograms = g_ptr_array_new_with_free_func(
		(GDestroyNotify)histogram_free);
	row->absent = g_ptr_array_new_with_free_func(
		(GDestroyNotify)absent_free);
	row->pairs = g_ptr_array_new_with_free_func((GDestroyNotify)pair_free);
	row->raw = g_ptr_array_new_with_free_func((GDestroyNotify)raw_free);
	return row;
}

void guest_row_free(struct guest_row *row)
{
	g_free(row->damage);
	g_free(row->status);
	g_free(row->code);
	g_free(row->reason);
	g_hash_table_unref(row->begin);
	g_ptr_array_unref(row->exits);
	g_ptr_array_unref(row->received);
	g_ptr_array_unref(row->histograms);
	g_ptr_array_unref(row->absent);
	g_ptr_array_unref(row->pairs);
	g_ptr_array_unref(row->raw);
	g_clear_pointer(&row->rate, g_hash_table_unref);
	g_free(row);
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

	if (!guest_number(words, "cpu", CPUS_MAX, &cpu) ||
	    !guest_role_from_name(guest_word(words, "role"), &exits->role) ||
	    !guest_number(words, "reading", G_MAXUINT64, &exits->reading) ||
	    !guest_number(words, "total", G_MAXUINT64, &exits->counts.total) ||
	    g_strcmp0(source, "hypervisor") != 0)
		return false;
	exits->cpu = cpu;
	g_hash_table_iter_init(&iter, words);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		int class = exit_class_from_name(key);

		if (is_exits_word(key))
			continue;
		if (class < 0 || !guest_number(words, key, G_MAXUINT64,
					 &exits->counts.by_class[class]))
			return false;
	}
	g_ptr_array_add(row->exits, g_steal_pointer(&exits));
	return true;
}

/* Said only where it is not zero. */
static bool number_or_zero(GHashTable *words, const char *key, guint64 *out)
{
	*out = 0;
	return !guest_word(words, key) ||
	       guest_number(words, key, G_MAXINT64, out);
}

static bool on_received(struct guest_row *row, GHashTable *words)
{
	g_autofree struct guest_received *received =
		g_new0(struct guest_received, 1);
	const char *pass = guest_word(words, "pass");
	guint64 cpu, number;

	if (!guest_number(words, "cpu", CPUS_MAX, &cpu) || !pass ||
	    !guest_number(words, "got", G_MAXUINT64, &received->got))
		return false;
	received->one_vector = guest_word(words, "vector");
	if (!guest_number(words, "sent", G_MAXUINT64,
			  &received->sent) ||
	    !guest_number(words, "coalesced", G_MAXUINT64,
			  &received->coalesced) ||
	    !number_or_zero(words, "woken_early", &received->woken_early) ||
	    !number_or_zero(words, "phantoms", &received->phantoms) ||
	    !number_or_zero(words, "strays", &received->strays) ||
	    !guest_number(words, received->one_vector ? "vector" :
			  "vectors", 256, &number))
		return false;
	received->vector = received->vectors = number;
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
	guint64 n, min, max, sum, sub_bits, part, parts, taken_out = 0,
		clamped = 0;

	if (!what || !unit || !buckets ||
	    !guest_number(words, "n", G_MAXUINT64, &n) ||
	    !guest_number(words, "min", G_MAXUINT64, &min) ||
	    !guest_number(words, "max", G_MAXUINT64, &max) ||
	    !guest_number(words, "sum", G_MAXUINT64, &sum) ||
	    !guest_number(words, "sub_bits", 20, &sub_bits) ||
	    !guest_number(words, "part", G_MAXUINT, &part) ||
	    !guest_number(words, "parts", G_MAXUINT, &parts) ||
	    (guest_word(words, "taken_out") &&
	     !guest_number(words, "taken_out", G_MAXINT64, &taken_out)) ||
	    (guest_word(words, "clamped") &&
	     !guest_number(words, "clamped", G_MAXINT64, &clamped)))
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
		histogram->taken_out = taken_out;
		histogram->clamped = clamped;
		g_ptr_array_add(row->histograms, histogram);
	}
	if (histogram->n != n || histogram->sub_bits != sub_bits ||
	    histogram->parts != parts || part != histogram->parts_seen + 1)
		return false;
	histogram->parts_seen++;
	return histogram_add_buckets(histogram, buckets);
}


static bool on_absent(struct guest_row *row, GHashTable *words)
{
	const char *what = guest_word(words, "what");
	const char *reason = guest_word(words, "reason");
	struct guest_absent *absent;

	if (!what || !reason)
		return false;
	absent = g_new0(struct guest_absent, 1);
	absent->what = g_strdup(what);
	absent->reason = g_strdup(reason);
	g_ptr_array_add(row->absent, absent);
	return true;
}

static bool on_pair(struct guest_row *row, GHashTable *words)
{
	const char *what = guest_word(words, "what");
	struct guest_pair one = { 0 };
	guint64 from, to;

	if (!what || !guest_number(words, "from", CPUS_MAX, &from) ||
	    !guest_number(words, "to", CPUS_MAX, &to) ||
	    !guest_number(words, "n", G_MAXINT64, &one.n) ||
	    !guest_number(words, "min", G_MAXINT64, &one.min) ||
	    !guest_number(words, "p50", G_MAXINT64, &one.p50) ||
	    !guest_number(words, "p99", G_MAXINT64, &one.p99) ||
	    !guest_number(words, "max", G_MAXINT64, &one.max))
		return false;
	one.what = g_strdup(what);
	one.from = from;
	one.to = to;
	g_ptr_array_add(row->pairs, g_memdup2(&one, sizeof(one)));
	return true;
}

static struct guest_raw *raw_of(struct guest_row *row, const char *what)
{
	struct guest_raw *raw;

	for (guint i = 0; i < row->raw->len; i++) {
		raw = row->raw->pdata[i];
		if (g_str_equal(raw->what, what))
			return raw;
	}
	raw = g_new0(struct guest_raw, 1);
	raw->what = g_strdup(what);
	raw->samples = g_array_new(FALSE, FALSE, sizeof(guint64));
	g_ptr_array_add(row->raw, raw);
	return raw;
}

/* "1,2,3": samples from index `first` on, which must be the next. */
static bool on_raw(struct guest_row *row, GHashTable *words)
{
	const char *what = guest_word(words, "what");
	const char *at = guest_word(words, "v");
	struct guest_raw *raw;
	guint64 first;

	if (!what || !at || !guest_number(words, "first", G_MAXUINT, &first))
		return false;
	raw = raw_of(row, what);
	if (first != raw->samples->len)
		return false;
	while (g_ascii_isdigit(*at)) {
		char *end;
		guint64 sample = g_ascii_strtoull(at, &end, 10);

		g_array_append_val(raw->samples, sample);
		if (!*end)
			return true;
		if (*end != ',')
			return false;
		at = end + 1;
	}
	return false;
}

static bool on_open(struct guest_row *row, GHashTable *words)
{
	if (row->rate)
		return false;
	row->rate = g_hash_table_ref(words);
	return true;
}

static bool on_standstill(struct guest_row *row, GHashTable *words)
{
	guint64 first, empty;

	if (!guest_number(words, "first", G_MAXINT, &first) || !first ||
	    !guest_number(words, "empty", 1000, &empty))
		return false;
	row->first_stop = first;
	row->empty_windows = empty;
	return true;
}

row_taker guest_row_taker(const char *name)
{
	static const struct { const char *name; row_taker take; } takers[] = {
		{ "exits", on_exits }, { "received", on_received },
		{ "hist", on_hist }, { "absent", on_absent },
		{ "pair", on_pair }, { "raw", on_raw }, { "open", on_open },
		{ "standstill", on_standstill },
	};

	for (guint i = 0; i < G_N_ELEMENTS(takers); i++)
		if (g_str_equal(name, takers[i].name))
			return takers[i].take;
	return NULL;
}
