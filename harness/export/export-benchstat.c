/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Go's benchmark text (golang.org/design/14313-benchmark-format), which
 * benchstat reads: a line a row and boot. Name: Benchmark, an upper-case
 * letter, /key=value parts without blanks; then the number of IPIs and pairs of
 * value and unit. "Unit" lines tell benchstat that exits are exact.
 */
#include <math.h>

#include "export/export.h"
#include "report/metric.h"

static void put_part(GString *out, const char *key, const char *value)
{
	g_string_append_printf(out, "/%s=", key);
	for (; *value; value++)
		g_string_append_c(out, g_ascii_isgraph(*value) &&
				  *value != '/' ? *value : '_');
}

static void put_number(GString *out, const char *key, gint64 value)
{
	g_string_append_printf(out, "/%s=%" G_GINT64_FORMAT, key, value);
}

static void put_name(const struct result *row, GString *out)
{
	g_string_append(out, "BenchmarkIPI");
	put_part(out, "target", row->target);
	put_part(out, "method", row->method);
	put_part(out, "pattern", row->pattern);
	put_number(out, "vcpus", row->vcpus);
	put_number(out, "targets", row->targets);
	put_part(out, "wait", row->wait);
	put_part(out, "dest", row->dest);
	/* Only where they are not as usual: names stay short. */
	if (row_number(row, "rate", 0))
		put_number(out, "rate", row_number(row, "rate", 0));
	if (!g_str_equal(row_word(row, "arrival", "fixed"), "fixed"))
		put_part(out, "arrival", row_word(row, "arrival", ""));
	if (!g_str_equal(row_word(row, "deliver", "fixed"), "fixed"))
		put_part(out, "deliver", row_word(row, "deliver", ""));
	if (!g_str_equal(row_word(row, "loader", "pvh"), "pvh"))
		put_part(out, "loader", row_word(row, "loader", ""));
	if (g_str_equal(row->pattern, "burst"))
		put_number(out, "k", row_number(row, "k", 0));
}

static void put_value(GString *out, double value, const char *unit)
{
	if (!isnan(value))
		g_string_append_printf(out, " %.9g %s", value, unit);
}

/* benchstat shows what ends in -ns as seconds; ticks are no time. */
static void put_time(const struct result *row, const char *time, GString *out)
{
	static const struct { const char *name; double at; } quantiles[] = {
		{ "p50", .5 }, { "p99", .99 }
	};
	struct histogram *histogram = row_histogram(row, time);
	const char *unit;
	double tick = row_tick(row, &unit);

	if (!histogram)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(quantiles); i++) {
		g_autofree char *name = g_strdup_printf("%s-%s-%s", time,
			quantiles[i].name, unit);

		guint64 value = histogram_quantile(histogram, quantiles[i].at);

		if (value || !row_clamped(row, time))
			put_value(out, tick * value, name);
	}
	histogram_free(histogram);
}

/* Configuration lines hold for the lines below them: written when they change.
 * Values are one line of text. */
static void put_config(GString *out, GHashTable *now, const char *key,
		       const char *value)
{
	g_autofree char *line = g_strdelimit(g_strdup(value), "\r\n\t", ' ');

	if (!*g_strstrip(line) ||
	    g_strcmp0(g_hash_table_lookup(now, key), line) == 0)
		return;
	g_string_append_printf(out, "%s: %s\n", key, line);
	g_hash_table_insert(now, (gpointer)key, g_steal_pointer(&line));
}

static void put_row(const struct result *row, GHashTable *config, GString *out)
{
	JsonObject *run = row_object(row, "provenance", NULL);
	JsonObject *hypervisor = row_object(row, "provenance", "hypervisor",
					    NULL);
	g_autofree char *version = g_strdup_printf("%s %s",
		object_word(hypervisor, "name"),
		object_word(hypervisor, "version"));

	put_config(out, config, "commit", object_word(run, "commit"));
	put_config(out, config, "cpu", object_word(run, "processor"));
	put_config(out, config, "hypervisor", hypervisor ? version : "none");
	put_config(out, config, "regime", row->regime ? row->regime :
		   "unknown");
	put_name(row, out);
	g_string_append_printf(out, " %" G_GUINT64_FORMAT, row->ipis);
	put_value(out, metric_send_exits(row), "send-exits/op");
	put_value(out, metric_insns(row), "hv-insns/op");
	for (guint t = 0; row_times[t]; t++)
		put_time(row, row_times[t], out);
	g_string_append_c(out, '\n');
}

/* A line without any pair is none. */
static bool has_value(const struct result *row)
{
	if (!row_ok(row))
		return false;
	if (!isnan(metric_send_exits(row)) || !isnan(metric_insns(row)))
		return true;
	for (guint t = 0; row_times[t]; t++)
		if (row_object(row, "latency", row_times[t], NULL))
			return true;
	return false;
}

static void make(const GPtrArray *results, GPtrArray *files)
{
	g_autoptr(GHashTable) config = g_hash_table_new_full(g_str_hash,
		g_str_equal, NULL, g_free);
	GString *out = NULL;

	for (guint i = 0; i < results->len; i++) {
		if (!has_value(results->pdata[i]))
			continue;
		if (!out) {
			out = export_file(files, "ipibench.txt");
			g_string_append(out, "Unit send-exits/op better=lower "
					"assume=exact\n"
					"Unit hv-insns/op better=lower\n");
		}
		put_row(results->pdata[i], config, out);
	}
}

const struct export export_benchstat = {
	"benchstat", "Go's benchmark text, a line a row and boot", false, make
};
