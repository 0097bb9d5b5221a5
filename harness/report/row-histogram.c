/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/row.h"

const char *const row_times[] = {
	"send", "delivery", "roundtrip", "eoi", NULL
};

static gint64 count_at(JsonArray *pair, guint i)
{
	JsonNode *node = json_array_get_element(pair, i);

	return JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == G_TYPE_INT64 ?
		json_node_get_int(node) : -1;
}

static bool take_bucket(JsonArray *buckets, guint i,
			struct histogram *histogram)
{
	JsonNode *node = json_array_get_element(buckets, i);
	JsonArray *pair = JSON_NODE_HOLDS_ARRAY(node) ?
		json_node_get_array(node) : NULL;
	g_autofree char *text = NULL;

	if (!pair || json_array_get_length(pair) != 2)
		return false;
	/* By way of the guest's own form, for its checks. */
	text = g_strdup_printf("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
			       count_at(pair, 0),
			       count_at(pair, 1));
	return histogram_add_buckets(histogram, text);
}

struct histogram *row_histogram(const struct result *row, const char *what)
{
	JsonObject *time = row_object(row, "latency", what, NULL);
	JsonObject *shape = row_object(row, "latency", what, "histogram", NULL);
	JsonNode *buckets = shape ? json_object_get_member(shape, "buckets") :
		NULL;
	struct histogram *histogram;
	const char *unit;

	if (!buckets || !JSON_NODE_HOLDS_ARRAY(buckets))
		return NULL;
	unit = object_word(time, "unit");
	histogram = histogram_new(what, unit);
	histogram->n = object_count(time, "n", 0);
	histogram->min = object_count(time, "min", 0);
	histogram->max = object_count(time, "max", 0);
	histogram->sum = object_count(time, "sum", 0);
	histogram->sub_bits = object_count(shape, "sub_bits", 0);
	for (guint i = 0; i < json_array_get_length(
			json_node_get_array(buckets)); i++)
		if (!take_bucket(json_node_get_array(buckets), i, histogram)) {
			histogram_free(histogram);
			return NULL;
		}
	if (!histogram->n || !histogram_complete(histogram)) {
		histogram_free(histogram);
		return NULL;
	}
	return histogram;
}

struct histogram *row_histogram_of_all(const GPtrArray *results,
				       const struct result *row,
				       const char *what, guint *boots)
{
	struct histogram *all = NULL;

	*boots = 0;
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];
		struct histogram *more;

		if (!row_ok(one) || !row_same(one, row))
			continue;
		more = row_histogram(one, what);
		if (!more)
			continue;
		++*boots;
		if (!all) {
			all = more;
			continue;
		}
		if (!histogram_merge(all, more))
			--*boots;
		histogram_free(more);
	}
	return all;
}

double row_tick(const struct result *row, const char **unit)
{
	JsonObject *latency = row_object(row, "latency", NULL);
	gint64 hz = object_count(latency, "tsc_hz", 0);

	if (row_emulated(row) || hz <= 0) {
		*unit = row_emulated(row) ? "ticks" : "cycles";
		return 1;
	}
	*unit = "ns";
	return 1e9 / hz;
}

bool row_clamped(const struct result *row, const char *what)
{
	JsonObject *time = row_object(row, "latency", what, NULL);

	return object_count(time, "clamped", 0) > 0;
}
