/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The JSON of github-action-benchmark's customSmallerIsBetter, which other dashboards read
 * as well: an array of name, unit, value, and where there is one range and extra, which
 * are text. One element a row and figure, with all boots of the row. No name occurs
 * twice: by it a dashboard finds the value before. Rows that are not ok, and figures that
 * nobody measured, have none.
 */
#include <math.h>

#include "base/members.h"
#include "base/stats.h"
#include "compare/insns.h"
#include "export/export.h"
#include "report/metric.h"
#include "spec/target-names.h"

/* One figure of one row. */
struct bench {
	const char *name;               /* the row's */
	const char *what, *unit;
	GArray *values;                 /* double: of each boot that has one */
	double low, high;               /* of the samples of a boot; or NAN */
};

/* What IPIs take: ticks of the level below are not in it. */
static double insns(const struct result *row)
{
	return insns_crowded(row) ? NAN : row->hv_insns_per_ipi;
}

static const struct {
	const char *what, *unit;
	double (*of)(const struct result *row);
} counted[] = {
	{ "send exits", "exits/IPI", metric_send_exits },
	{ "hypervisor instructions", "instructions/IPI", insns },
};

static void append(GArray *values, double value)
{
	if (isfinite(value))
		g_array_append_val(values, value);
}

/* From here on values are sorted. NULL: both ends are the value itself, or unknown. */
static char *range_of(const struct bench *bench)
{
	const double *value = (const double *)bench->values->data;
	guint n = bench->values->len;
	double low = n > 1 ? value[0] : bench->low;
	double high = n > 1 ? value[n - 1] : bench->high;

	return low < high ? g_strdup_printf("%.9g..%.9g", low, high) : NULL;
}

static char *extra_of(const struct bench *bench, const struct result *row, bool range)
{
	JsonObject *hypervisor = member_object(row->provenance, "hypervisor");
	guint n = bench->values->len;
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "%u boot%s", n, n == 1 ? "" : "s");
	if (range)
		g_string_append(text, n > 1 ? ", range: least and largest boot" :
				", range: quartiles of the samples");
	g_string_append_printf(text, "\nregime %s", row->regime ? row->regime : "unknown");
	if (hypervisor)
		g_string_append_printf(text, "\n%s %s", member_word(hypervisor, "name"),
				       member_word(hypervisor, "version"));
	return g_string_free(text, FALSE);
}

static void put(const struct bench *bench, const struct result *row, JsonArray *all)
{
	g_autofree char *name = g_strdup_printf("%s: %s", bench->name, bench->what);
	g_autofree char *range = NULL, *extra = NULL;
	JsonObject *object;
	double value;

	if (!bench->values->len)
		return;
	value = stats_median((double *)bench->values->data, bench->values->len);
	range = range_of(bench);
	extra = extra_of(bench, row, range);
	object = json_object_new();
	json_object_set_string_member(object, "name", name);
	json_object_set_string_member(object, "unit", bench->unit);
	json_object_set_double_member(object, "value", value);
	if (range)
		json_object_set_string_member(object, "range", range);
	json_object_set_string_member(object, "extra", extra);
	json_array_add_object_element(all, object);
}

/* What took no longer than reading the clock is no time of 0. */
static double quantile(const struct result *row, enum result_time time,
		       const struct histogram *histogram, double at)
{
	guint64 value = histogram_quantile(histogram, at);

	return value || !row_clamped(row, time) ? value : NAN;
}

static void put_time(const char *name, const GPtrArray *boots, enum result_time time,
		     JsonArray *all)
{
	g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));
	g_autofree char *what = g_strdup_printf("%s, median", result_times[time]);
	struct bench bench = { name, what, NULL, values, NAN, NAN };

	for (guint i = 0; i < boots->len; i++) {
		const struct result *row = boots->pdata[i];
		struct histogram *histogram = row_histogram(row, time);
		double tick = row_tick(row, &bench.unit);

		if (!histogram)
			continue;
		append(values, tick * quantile(row, time, histogram, .5));
		bench.low = tick * quantile(row, time, histogram, .25);
		bench.high = tick * quantile(row, time, histogram, .75);
		histogram_free(histogram);
	}
	put(&bench, boots->pdata[0], all);
}

static void put_row(const char *name, const GPtrArray *boots, JsonArray *all)
{
	const struct result *first = boots->pdata[0];
	bool timed = !target_is_emulated(first->target) || target_is_exact(first->target);

	for (guint c = 0; c < G_N_ELEMENTS(counted); c++) {
		g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));
		struct bench bench = { name, counted[c].what, counted[c].unit, values,
				       NAN, NAN };

		for (guint i = 0; i < boots->len; i++)
			append(values, counted[c].of(boots->pdata[i]));
		put(&bench, first, all);
	}
	/* An emulator's clock that is not exact measures nothing. */
	for (guint t = 0; timed && t < TIMES; t++)
		put_time(name, boots, t, all);
}

static void make(const GPtrArray *results, GPtrArray *files)
{
	g_autoptr(GHashTable) by_name = g_hash_table_new_full(g_str_hash, g_str_equal,
		g_free, (GDestroyNotify)g_ptr_array_unref);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	JsonArray *all = json_array_new();
	g_autoptr(JsonNode) node = json_node_init_array(json_node_alloc(), all);

	for (guint i = 0; i < results->len; i++) {
		g_autofree char *name = row_name(results->pdata[i]);
		GPtrArray *boots = g_hash_table_lookup(by_name, name);

		if (!row_ok(results->pdata[i]))
			continue;
		if (!boots) {
			boots = g_ptr_array_new();
			g_ptr_array_add(names, name);
			g_hash_table_insert(by_name, g_steal_pointer(&name), boots);
		}
		g_ptr_array_add(boots, results->pdata[i]);
	}
	for (guint i = 0; i < names->len; i++)
		put_row(names->pdata[i], g_hash_table_lookup(by_name, names->pdata[i]), all);
	if (json_array_get_length(all)) {
		g_autofree char *text = json_to_string(node, TRUE);

		g_string_append_printf(export_file(files, "ipibench.json"), "%s\n", text);
	}
	json_array_unref(all);
}

const struct export export_bench_json = {
	"bench-json", "JSON of benchmarks for dashboards, smaller is better", false, make
};
