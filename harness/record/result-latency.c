/* SPDX-License-Identifier: GPL-2.0-only */
/* Times: histograms, the clock they were read from, pairs, rates, samples. */
#include "record/result-part.h"

#include "spec/target-names.h"

/* Samples above this multiple of the median look like interference. */
#define SUSPECT 10

/* Of a median of 0 there is no multiple. */
static struct suspect *suspect_of(const struct histogram *histogram)
{
	guint64 p50 = histogram_quantile(histogram, .5);
	struct suspect *suspect;

	if (!p50 || p50 > G_MAXINT64 / SUSPECT)
		return NULL;
	suspect = codec_new(&suspect_shape);
	suspect->above = SUSPECT * p50;
	suspect->n = histogram_above(histogram, suspect->above);
	return suspect;
}

static struct timing *timing_of(struct result *result, const struct histogram *histogram)
{
	struct timing *timing = codec_new(&timing_shape);

	timing->unit = result_keep(result, histogram->unit);
	timing->n = histogram->n;
	timing->min = histogram->min;
	timing->p50 = histogram_quantile(histogram, .5);
	timing->p90 = histogram_quantile(histogram, .9);
	timing->p99 = histogram_quantile(histogram, .99);
	timing->p999 = histogram_quantile(histogram, .999);
	timing->max = histogram->max;
	timing->mean = (double)histogram->sum / histogram->n;
	timing->sum = histogram->sum;
	timing->taken_out = histogram->taken_out;
	timing->clamped = histogram->clamped;
	timing->suspect = suspect_of(histogram);
	timing->histogram = codec_new(&shape_of_time_shape);
	timing->histogram->sub_bits = histogram->sub_bits;
	timing->histogram->buckets = g_array_copy(histogram->buckets);
	return timing;
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
		g_autoptr(JsonObject) words = result_words(guest->clocks->pdata[i]);
		const char *what = guest_word(guest->clocks->pdata[i], "what");

		json_object_remove_member(words, "what");
		if (json_object_has_member(words, "step")) {
			json_object_set_member(object, "step",
				json_object_dup_member(words, "step"));
			json_object_remove_member(words, "step");
		}
		if (what)
			json_object_set_object_member(object, what,
						      g_steal_pointer(&words));
	}
	return object;
}

/* The worst over all processors, if it is known of all. */
static struct skew *skew_of(const struct guest_run *guest)
{
	struct skew *worst = NULL;

	for (guint i = 0; i < guest->skews->len; i++) {
		const struct guest_skew *skew =
			&g_array_index(guest->skews, struct guest_skew, i);

		if (skew->unknown) {
			codec_free(&skew_shape, worst);
			return NULL;
		}
		if (!worst) {
			worst = codec_new(&skew_shape);
			worst->low = skew->low;
			worst->high = skew->high;
		}
		worst->low = MIN(worst->low, skew->low);
		worst->high = MAX(worst->high, skew->high);
	}
	return worst;
}

static void set_pairs(struct result *result, const struct guest_row *row)
{
	if (!row || !row->pairs->len)
		return;
	result->pairs = g_ptr_array_new();
	for (guint i = 0; i < row->pairs->len; i++) {
		const struct guest_pair *said = row->pairs->pdata[i];
		struct pair *pair = codec_new(&pair_shape);

		pair->what = said->what;
		pair->from = said->from;
		pair->to = said->to;
		pair->n = said->n;
		pair->min = said->min;
		pair->p50 = said->p50;
		pair->p99 = said->p99;
		pair->max = said->max;
		g_ptr_array_add(result->pairs, pair);
	}
}

static void set_rate(struct result *result, const struct guest_row *row)
{
	if (!row || !row->rate)
		return;
	result->open = result_words(row->rate);
	json_object_remove_member(result->open, "row");
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

/* What a tick of the guest's clock is: an exact lab's processors execute one
 * instruction each in it. */
static const char *unit_of(const char *target, gint64 tsc_hz)
{
	if (target_is_exact(target))
		return "instructions";
	return target_is_emulated(target) || tsc_hz <= 0 ? NULL : "ns";
}

void result_set_latency(const struct result_part *part)
{
	const struct guest_run *guest = part->boot->guest;
	struct result *result = part->result;
	struct latency *latency = &result->latency;
	const char *hz = guest_word(guest->tsc, "hz");
	gint64 tsc_hz = hz ? g_ascii_strtoll(hz, NULL, 10) : 0;
	const struct histogram *coalesced = measured(part->row, "coalesced");

	latency->tsc_hz = MAX(tsc_hz, 0);
	if (tsc_hz <= 0) {
		codec_set_null(&latency_shape, latency, "tsc_hz");
		result_note(part, "tsc_hz: the guest found no sound frequency");
	}
	latency->unit = unit_of(part->boot->target, tsc_hz);
	latency->tsc_source = guest_word(guest->tsc, "source");
	latency->clock = clock_object(guest);
	latency->skew = skew_of(guest);
	for (guint i = 0; i < TIMES; i++) {
		const struct histogram *histogram = measured(part->row, result_times[i]);

		if (histogram)
			latency->of[i] = timing_of(result, histogram);
		else if (part->row)
			result_note(part, "latency.%s: %s", result_times[i],
				    why_absent(part, result_times[i]));
	}
	if (coalesced)
		result->coalesced = timing_of(result, coalesced);
	set_pairs(result, part->row);
	set_rate(result, part->row);
	if (part->row && part->row->raw->len) {
		g_autofree char *name = result_samples_name(part->boot,
							    part->row->id - 1);

		result->samples = result_keep(result, name);
	}
}
