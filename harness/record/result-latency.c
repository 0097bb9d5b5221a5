/* SPDX-License-Identifier: GPL-2.0-only */
/* Times: histograms, the clock they were read from, pairs, rates, samples. */
#include "record/result-part.h"

#include <string.h>

#include "base/members.h"

/* Samples above this multiple of the median look like interference. */
#define SUSPECT 10

/* What can be timed (CONTRACT's four), whether the guest does so or not. */
static const char *const times[] = {
	"send", "delivery", "roundtrip", "eoi", NULL
};

static JsonObject *buckets_object(const struct histogram *histogram)
{
	JsonObject *object = json_object_new();
	JsonArray *pairs = json_array_new();

	for (guint i = 0; i < histogram->buckets->len; i++) {
		const struct histogram_bucket *bucket =
			&g_array_index(histogram->buckets,
				       struct histogram_bucket, i);
		JsonArray *pair = json_array_new();

		json_array_add_int_element(pair, bucket->index);
		json_array_add_int_element(pair, bucket->count);
		json_array_add_array_element(pairs, pair);
	}
	json_object_set_int_member(object, "sub_bits", histogram->sub_bits);
	json_object_set_array_member(object, "buckets", pairs);
	return object;
}

/* Of a median of 0 there is no multiple. */
static void set_suspect(JsonObject *object, const struct histogram *histogram)
{
	guint64 p50 = histogram_quantile(histogram, .5);
	JsonObject *suspect;

	if (!p50 || p50 > G_MAXINT64 / SUSPECT) {
		json_object_set_null_member(object, "suspect");
		return;
	}
	suspect = json_object_new();
	json_object_set_int_member(suspect, "above", SUSPECT * p50);
	json_object_set_int_member(suspect, "n",
		histogram_above(histogram, SUSPECT * p50));
	json_object_set_object_member(object, "suspect", suspect);
}

static JsonObject *histogram_object(const struct histogram *histogram)
{
	static const struct { const char *name; double at; } quantiles[] = {
		{ "p50", .5 }, { "p90", .9 }, { "p99", .99 }, { "p999", .999 }
	};
	JsonObject *object = json_object_new();

	json_object_set_string_member(object, "unit", histogram->unit);
	json_object_set_int_member(object, "n", histogram->n);
	json_object_set_int_member(object, "min", histogram->min);
	for (guint i = 0; i < G_N_ELEMENTS(quantiles); i++)
		json_object_set_int_member(object, quantiles[i].name,
			histogram_quantile(histogram, quantiles[i].at));
	json_object_set_int_member(object, "max", histogram->max);
	json_object_set_double_member(object, "mean",
		(double)histogram->sum / histogram->n);
	json_object_set_int_member(object, "sum", histogram->sum);
	json_object_set_int_member(object, "taken_out", histogram->taken_out);
	json_object_set_int_member(object, "clamped", histogram->clamped);
	set_suspect(object, histogram);
	json_object_set_object_member(object, "histogram",
				      buckets_object(histogram));
	return object;
}

static const struct histogram *measured(const struct guest_row *row,
					const char *what)
{
	for (guint i = 0; row && i < row->histograms->len; i++) {
		const struct histogram *histogram = row->histograms->pdata[i];

		if (g_str_equal(histogram->what, what) && histogram->n)
			return histogram;
	}
	return NULL;
}

static const char *why_absent(const struct result_part *part, const char *what)
{
	const struct guest_row *row = part->row;

	for (guint i = 0; i < row->absent->len; i++) {
		const struct guest_absent *absent = row->absent->pdata[i];

		if (g_str_equal(absent->what, what))
			return absent->reason;
	}
	if (g_str_equal(part->asked->value[KEY_PASS], "count"))
		return "not asked for: pass=count";
	return "not measured by this guest for this row";
}

/* What reading the clock costs, and an iteration of the empty loop. */
static JsonObject *clock_object(const struct guest_run *guest)
{
	JsonObject *object = json_object_new();

	json_object_set_null_member(object, "read");
	json_object_set_null_member(object, "loop");
	json_object_set_null_member(object, "step");
	for (guint i = 0; i < guest->clocks->len; i++) {
		JsonNode *node = result_words(guest->clocks->pdata[i]);
		JsonObject *words = json_node_get_object(node);
		const char *what = guest_word(guest->clocks->pdata[i], "what");

		json_object_remove_member(words, "what");
		if (json_object_has_member(words, "step")) {
			json_object_set_member(object, "step",
				json_object_dup_member(words, "step"));
			json_object_remove_member(words, "step");
		}
		if (what)
			json_object_set_member(object, what, node);
		else
			json_node_unref(node);
	}
	return object;
}

/* The worst over all processors. */
static void set_skew(JsonObject *latency, const struct guest_run *guest)
{
	JsonObject *object;
	gint64 low = 0, high = 0;

	for (guint i = 0; i < guest->skews->len; i++) {
		const struct guest_skew *skew =
			&g_array_index(guest->skews, struct guest_skew, i);

		low = i ? MIN(low, skew->low) : skew->low;
		high = i ? MAX(high, skew->high) : skew->high;
	}
	if (!guest->skews->len) {
		json_object_set_null_member(latency, "skew");
		return;
	}
	object = json_object_new();
	json_object_set_int_member(object, "low", low);
	json_object_set_int_member(object, "high", high);
	json_object_set_object_member(latency, "skew", object);
}

static void set_pairs(JsonObject *object, const struct guest_row *row)
{
	JsonArray *array;

	if (!row || !row->pairs->len)
		return;
	array = json_array_new();
	for (guint i = 0; i < row->pairs->len; i++) {
		const struct guest_pair *pair = row->pairs->pdata[i];
		JsonObject *one = json_object_new();

		json_object_set_string_member(one, "what", pair->what);
		json_object_set_int_member(one, "from", pair->from);
		json_object_set_int_member(one, "to", pair->to);
		json_object_set_int_member(one, "n", pair->n);
		json_object_set_int_member(one, "min", pair->min);
		json_object_set_int_member(one, "p50", pair->p50);
		json_object_set_int_member(one, "p99", pair->p99);
		json_object_set_int_member(one, "max", pair->max);
		json_array_add_object_element(array, one);
	}
	json_object_set_array_member(object, "pairs", array);
}

static void set_rate(JsonObject *object, const struct guest_row *row)
{
	JsonNode *words;

	if (!row || !row->rate) {
		json_object_set_null_member(object, "open");
		return;
	}
	words = result_words(row->rate);
	json_object_remove_member(json_node_get_object(words), "row");
	json_object_set_member(object, "open", words);
}

char *result_samples_name(const struct boot *boot, guint row)
{
	return g_strdup_printf("raw/%s-row%u-samples.tsv", boot->name, row + 1);
}

char *result_samples(const struct boot *boot, guint index)
{
	const struct guest_row *row = guest_run_row(boot->guest, index + 1);
	GString *text;

	if (!row || !row->complete || !row->raw->len)
		return NULL;
	text = g_string_new("what\tindex\tticks\n");
	for (guint i = 0; i < row->raw->len; i++) {
		const struct guest_raw *raw = row->raw->pdata[i];

		for (guint k = 0; k < raw->samples->len; k++)
			g_string_append_printf(text, "%s\t%u\t%"
				G_GUINT64_FORMAT "\n", raw->what, k,
				g_array_index(raw->samples, guint64, k));
	}
	return g_string_free(text, FALSE);
}

static void set_samples(const struct result_part *part)
{
	g_autofree char *name = part->row && part->row->raw->len ?
		result_samples_name(part->boot, part->row->id - 1) : NULL;

	members_set_text(part->object, "samples", name);
}

void result_set_latency(const struct result_part *part)
{
	const struct guest_run *guest = part->boot->guest;
	JsonObject *latency = json_object_new();
	const char *hz = guest_word(guest->tsc, "hz");
	gint64 tsc_hz = hz ? g_ascii_strtoll(hz, NULL, 10) : 0;
	const struct histogram *histogram;

	if (tsc_hz > 0) {
		json_object_set_int_member(latency, "tsc_hz", tsc_hz);
	} else {
		json_object_set_null_member(latency, "tsc_hz");
		result_note(part->notes,
			    "tsc_hz: the guest found no sound frequency");
	}
	members_set_text(latency, "tsc_source", guest_word(guest->tsc, "source"));
	json_object_set_object_member(latency, "clock", clock_object(guest));
	set_skew(latency, guest);
	for (guint i = 0; times[i]; i++) {
		histogram = measured(part->row, times[i]);
		if (histogram) {
			json_object_set_object_member(latency, times[i],
				histogram_object(histogram));
			continue;
		}
		json_object_set_null_member(latency, times[i]);
		if (part->row)
			result_note(part->notes, "latency.%s: %s", times[i],
				    why_absent(part, times[i]));
	}
	json_object_set_object_member(part->object, "latency", latency);

	histogram = measured(part->row, "coalesced");
	if (histogram)
		json_object_set_object_member(part->object, "coalesced",
					      histogram_object(histogram));
	else
		json_object_set_null_member(part->object, "coalesced");
	set_pairs(part->object, part->row);
	set_rate(part->object, part->row);
	set_samples(part);
}
