/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times: the boot is what repeats, so each boot gives one figure (the median of
 * its distribution, or the quantile asked for), and the boots of both sides are
 * held against each other by the Mann-Whitney test, the p-values of all rows and
 * times adjusted together (stats.h). A time is worse or better when the adjusted
 * p is at most alpha and the difference of medians is at least the threshold:
 * neither a difference that chance explains nor one that nobody minds.
 *
 * Emulators' times mean nothing in nanoseconds and are not compared.
 */
#include "compare/compare.h"

#include <math.h>
#include <string.h>

#include "base/histogram.h"
#include "base/stats.h"

#define CONFIDENCE .95

static const char *const times[] = {
	"send", "delivery", "roundtrip", "eoi", NULL
};

/* Targets whose processor is emulated. */
bool compare_emulated(const char *target)
{
	return g_str_equal(target, "tcg") || g_str_has_prefix(target, "lab-");
}

static JsonObject *member_object(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
}

static double member_number(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       (json_node_get_value_type(node) == G_TYPE_INT64 ||
		json_node_get_value_type(node) == G_TYPE_DOUBLE) ?
		json_node_get_double(node) : NAN;
}

/* A quantile of one boot, and between the bounds of its bucket where the rank
 * lies: the bounds are up to 0.8 % apart, which is not nothing beside a
 * threshold of some per cent. NAN where the buckets cannot be read. */
static double quantile_of(JsonObject *time, double at)
{
	JsonObject *histogram = member_object(time, "histogram");
	JsonNode *node = histogram ?
		json_object_get_member(histogram, "buckets") : NULL;
	double sub_bits = member_number(histogram, "sub_bits");
	double n = member_number(time, "n"), max = member_number(time, "max");
	double min = member_number(time, "min"), seen = 0;
	JsonArray *buckets;

	if (!node || !JSON_NODE_HOLDS_ARRAY(node) || !(n > 0) ||
	    !(sub_bits >= 1 && sub_bits <= 16) || isnan(max) || isnan(min))
		return NAN;
	buckets = json_node_get_array(node);
	for (guint i = 0; i < json_array_get_length(buckets); i++) {
		JsonNode *element = json_array_get_element(buckets, i);
		JsonArray *pair = JSON_NODE_HOLDS_ARRAY(element) ?
			json_node_get_array(element) : NULL;
		guint index;
		double count, top, bottom;

		if (!pair || json_array_get_length(pair) != 2)
			return NAN;
		index = json_array_get_int_element(pair, 0);
		count = json_array_get_int_element(pair, 1);
		if (seen + count < at * n || !(count > 0)) {
			seen += count;
			continue;
		}
		top = fmin(histogram_bucket_top(sub_bits, index) + 1., max);
		bottom = index ? fmax(histogram_bucket_top(sub_bits, index - 1)
				      + 1., min) : min;
		return bottom + (fmax(top, bottom) - bottom) *
			(at * n - seen) / count;
	}
	return NAN;
}

/* One figure a boot, in nanoseconds where the clock's frequency is known. */
static GArray *figures(const GPtrArray *boots, const char *name, double at,
		       const char **unit)
{
	GArray *values = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < boots->len; i++) {
		const struct result *one = boots->pdata[i];
		JsonObject *latency = member_object(
			json_node_get_object(one->node), "latency");
		double hz = member_number(latency, "tsc_hz");
		double value = quantile_of(member_object(latency, name), at);

		if (!g_str_equal(one->status, "ok") || isnan(value))
			continue;
		if (hz > 0)
			value *= 1e9 / hz;
		*unit = hz > 0 ? "ns" : "ticks";
		g_array_append_val(values, value);
	}
	return values;
}

static bool compare_time(struct comparison *comparison,
			 const struct compare_options *options,
			 const struct compare_row *row, const char *name)
{
	const char *unit = NULL, *other_unit = NULL;
	g_autoptr(GArray) base = figures(row->base, name, options->quantile,
					 &unit);
	g_autoptr(GArray) now = figures(row->now, name, options->quantile,
					&other_unit);
	double *a = (double *)base->data, *b = (double *)now->data;
	struct finding *finding;

	if (!base->len || !now->len || g_strcmp0(unit, other_unit))
		return false;
	finding = finding_new(comparison, row, "time", g_strdup(name));
	finding->unit = unit;
	finding->base_boots = base->len;
	finding->now_boots = now->len;
	finding->p = stats_mann_whitney(a, base->len, b, now->len);
	if (base->len > 1 && now->len > 1)
		stats_bootstrap(a, base->len, b, now->len, CONFIDENCE,
				&finding->low, &finding->high);
	finding->base = stats_median(a, base->len);
	finding->now = stats_median(b, now->len);
	return true;
}

static void judge(struct comparison *comparison,
		  const struct compare_options *options)
{
	g_autoptr(GPtrArray) tested = g_ptr_array_new();
	g_autofree double *p = NULL;
	double least = 1;

	for (guint i = 0; i < comparison->findings->len; i++) {
		struct finding *finding = comparison->findings->pdata[i];

		if (g_str_equal(finding->about, "time"))
			g_ptr_array_add(tested, finding);
	}
	p = g_new(double, tested->len + 1);
	for (guint i = 0; i < tested->len; i++)
		p[i] = ((struct finding *)tested->pdata[i])->p;
	stats_adjust(p, tested->len);
	for (guint i = 0; i < tested->len; i++) {
		struct finding *finding = tested->pdata[i];
		double by = finding->now / finding->base - 1;

		finding->adjusted = p[i];
		least = fmin(least, stats_smallest_p(finding->base_boots,
						     finding->now_boots));
		if (p[i] <= options->alpha && fabs(by) >= options->threshold)
			finding->change = by > 0 ? CHANGE_WORSE : CHANGE_BETTER;
	}
	if (tested->len && least > options->alpha)
		compare_note(comparison, "warning: too few boots to say anything "
			     "about times: the smallest p they can give is %.3g,"
			     " above alpha %.3g; `boots` in the experiment "
			     "gives more (4 a side reach 0.029, 5 reach 0.0079)",
			     least, options->alpha);
	else if (tested->len && least * tested->len > options->alpha)
		compare_note(comparison, "warning: few boots for %u times: a "
			     "single one that differs can have p %.3g, adjusted "
			     "%.3g at best, above alpha %.3g", tested->len, least,
			     least * tested->len, options->alpha);
}

void compare_times(struct comparison *comparison,
		   const struct compare_options *options)
{
	g_autoptr(GString) emulated = g_string_new(NULL);

	for (guint i = 0; i < comparison->rows->len; i++) {
		const struct compare_row *row = comparison->rows->pdata[i];
		const char *target = ((struct result *)
				      row->base->pdata[0])->target;
		bool any = false;

		if (compare_emulated(target)) {
			if (!strstr(emulated->str, target))
				g_string_append_printf(emulated, "%s%s",
					emulated->len ? ", " : "", target);
			continue;
		}
		for (guint k = 0; times[k]; k++)
			any |= compare_time(comparison, options, row, times[k]);
		comparison->with_times += any;
	}
	judge(comparison, options);
	if (emulated->len)
		compare_note(comparison, "times of %s are not compared: the "
			     "processor there is emulated", emulated->str);
}
