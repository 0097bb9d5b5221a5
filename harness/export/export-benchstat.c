/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Go's benchmark text (golang.org/design/14313-benchmark-format), which
 * benchstat reads: a line a row and boot. Name: Benchmark, an upper-case
 * letter, /key=value parts without blanks; then the number of IPIs and pairs of
 * value and unit. "Unit" lines tell benchstat that exits are exact.
 */
#include <math.h>

#include "base/members.h"
#include "export/export.h"
#include "report/metric.h"

static void put_part(GString *out, const char *key, const char *value)
{
	g_string_append_printf(out, "/%s=", key);
	for (; *value; value++)
		g_string_append_c(out, g_ascii_isgraph(*value) &&
				  *value != '/' ? *value : '_');
}

/* Only what is not as usual: names stay short. Where a multicast goes is in its
 * targets. */
static void put_name(const struct result *row, GString *out)
{
	g_string_append(out, "BenchmarkIPI");
	for (const struct row_part *part = row_parts; part->field; part++) {
		g_autofree char *word = row_part(row, part);

		if (!word || (part->of == ROW_PASS && g_str_equal(word, "both")) ||
		    (g_str_equal(part->field, "k") && !g_str_equal(row->pattern, "burst")))
			continue;
		put_part(out, part->name, g_str_equal(part->name, "dest") ? row->dest :
			 word);
		if (g_str_equal(part->name, "vcpus"))
			g_string_append_printf(out, "/targets=%u", row->targets);
	}
}

static void put_value(GString *out, double value, const char *unit)
{
	if (!isnan(value))
		g_string_append_printf(out, " %.9g %s", value, unit);
}

/* benchstat shows what ends in -ns as seconds; ticks are no time. */
static void put_time(const struct result *row, enum result_time time, GString *out)
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
		g_autofree char *name = g_strdup_printf("%s-%s-%s", result_times[time],
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

	/* Without a line it would be the last row's. */
	if (!*g_strstrip(line)) {
		g_free(line);
		line = g_strdup("unknown");
	}
	if (g_strcmp0(g_hash_table_lookup(now, key), line) == 0)
		return;
	g_string_append_printf(out, "%s: %s\n", key, line);
	g_hash_table_insert(now, (gpointer)key, g_steal_pointer(&line));
}

static void put_row(const struct result *row, GHashTable *config, GString *out)
{
	JsonObject *run = row->provenance;
	JsonObject *hypervisor = member_object(row->provenance, "hypervisor");
	g_autofree char *version = g_strdup_printf("%s %s",
		member_word(hypervisor, "name"),
		member_word(hypervisor, "version"));

	put_config(out, config, "commit", member_word(run, "commit"));
	put_config(out, config, "cpu", member_word(run, "processor"));
	put_config(out, config, "hypervisor", hypervisor ? version : "none");
	put_config(out, config, "regime", row->regime ? row->regime :
		   "unknown");
	put_name(row, out);
	g_string_append_printf(out, " %" G_GUINT64_FORMAT, row->ipis);
	put_value(out, metric_send_exits(row), "send-exits/op");
	put_value(out, metric_insns(row), "hv-insns/op");
	for (guint t = 0; t < TIMES; t++)
		put_time(row, t, out);
	g_string_append_c(out, '\n');
}

/* A line without any pair is none. */
static bool has_value(const struct result *row)
{
	if (!row_ok(row))
		return false;
	if (!isnan(metric_send_exits(row)) || !isnan(metric_insns(row)))
		return true;
	for (guint t = 0; t < TIMES; t++)
		if (row->latency.of[t])
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
