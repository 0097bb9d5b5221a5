/* SPDX-License-Identifier: GPL-2.0-only */
#include "report.h"

#include <math.h>
#include <string.h>

#include "methods.h"

/* What makes one table. */
static bool same_table(const struct result *a, const struct result *b)
{
	return a->vcpus == b->vcpus && g_str_equal(a->pattern, b->pattern) &&
	       g_str_equal(a->wait, b->wait);
}

static bool same_line(const struct result *a, const struct result *b)
{
	return same_table(a, b) && g_str_equal(a->method, b->method) &&
	       g_str_equal(a->dest_asked, b->dest_asked);
}

static void add_once(GPtrArray *list, const struct result *result,
		     bool (*same)(const struct result *, const struct result *))
{
	for (guint i = 0; i < list->len; i++)
		if (same(list->pdata[i], result))
			return;
	g_ptr_array_add(list, (gpointer)result);
}

static bool same_target(const struct result *a, const struct result *b)
{
	return g_str_equal(a->target, b->target);
}

/* The method; and how several targets were named, where there were some. */
static char *label(const GPtrArray *results, const struct result *line)
{
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (same_line(one, line) && one->targets > 1 &&
		    g_str_equal(one->status, "ok"))
			return g_strdup_printf("%s (%s)", one->method,
					       one->dest);
	}
	return g_strdup(line->method);
}

/* What a table shows of a row; NAN: nothing was measured. */
struct figure {
	const char *title;
	double (*of)(const struct result *result);
};

static double exits_of(const struct result *result)
{
	return result->send_exits_per_ipi;
}

static JsonObject *provenance_of(const struct result *result, const char *name)
{
	JsonObject *object = json_node_get_object(result->node);
	JsonNode *node = json_object_get_member(object, "provenance");

	if (!node || !JSON_NODE_HOLDS_OBJECT(node))
		return NULL;
	if (!name)
		return json_node_get_object(node);
	node = json_object_get_member(json_node_get_object(node), name);
	return node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
}

/* An emulator with more processors than its host lets those that hold locks
 * wait for a turn while others spin for them: the instructions counted then
 * are the host's scheduling, and are not shown. */
static bool crowded(const struct result *result)
{
	JsonObject *run = provenance_of(result, NULL);
	JsonNode *node = run ? json_object_get_member(run, "processors") : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_int(node) < result->vcpus;
}

static double insns_of(const struct result *result)
{
	return crowded(result) ? NAN :
		result->sender_insns + result->receivers_insns;
}

static const struct figure exits_figure = {
	"send exits per IPI", exits_of
};
static const struct figure insns_figure = {
	"instructions the hypervisor executes per IPI, sender's and "
	"receivers' side", insns_of
};

static char *format_number(const struct figure *figure, double value)
{
	return figure->of == exits_of ? g_strdup_printf("%.6g", value) :
		g_strdup_printf("%.0f", value);
}

/* Boots that differ stand as "3..3.5": never an average that hides one. */
static char *cell(const GPtrArray *results, const struct result *line,
		  const char *target, const struct figure *figure)
{
	g_autofree char *first = NULL, *second = NULL;
	double low = NAN, high = NAN;
	const char *word = "";

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (!same_line(one, line) || !g_str_equal(one->target, target))
			continue;
		if (!g_str_equal(one->status, "ok"))
			return g_strdup(one->status);
		if (isnan(figure->of(one))) {
			word = g_strcmp0(one->regime, "n/a") ? "not counted" :
				"-";
			continue;
		}
		low = fmin(low, figure->of(one));
		high = fmax(high, figure->of(one));
	}
	if (isnan(low))
		return g_strdup(word);
	first = format_number(figure, low);
	second = format_number(figure, high);
	return low == high ? g_steal_pointer(&first) :
		g_strconcat(first, "..", second, NULL);
}

static void put_row(FILE *out, enum report_form form, char **cells,
		    const guint *widths, guint n)
{
	for (guint i = 0; i < n; i++) {
		if (form == REPORT_MARKDOWN)
			fprintf(out, "| %s ", cells[i]);
		else if (i == 0)
			fprintf(out, "%-*s", widths[i], cells[i]);
		else
			fprintf(out, "  %*s", widths[i], cells[i]);
	}
	fputs(form == REPORT_MARKDOWN ? "|\n" : "\n", out);
}

static void put_table(const GPtrArray *results, const struct result *table,
		      const struct figure *figure, enum report_form form,
		      FILE *out)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new();
	g_autoptr(GPtrArray) columns = g_ptr_array_new();
	g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
	g_autofree guint *widths = NULL;
	guint n;

	for (guint i = 0; i < results->len; i++)
		if (same_table(results->pdata[i], table)) {
			add_once(lines, results->pdata[i], same_line);
			add_once(columns, results->pdata[i], same_target);
		}
	n = columns->len + 1;
	g_ptr_array_add(cells, g_strdup("method"));
	for (guint c = 0; c < columns->len; c++)
		g_ptr_array_add(cells, g_strdup(
			((struct result *)columns->pdata[c])->target));
	for (guint r = 0; r < lines->len; r++) {
		const struct result *line = lines->pdata[r];

		g_ptr_array_add(cells, label(results, line));
		for (guint c = 0; c < columns->len; c++)
			g_ptr_array_add(cells, cell(results, line,
				((struct result *)columns->pdata[c])->target,
				figure));
	}
	widths = g_new0(guint, n);
	for (guint i = 0; i < cells->len; i++)
		widths[i % n] = MAX(widths[i % n],
				    strlen(cells->pdata[i]));

	fprintf(out, "%s%s, %u vCPUs, wait=%s: %s%s\n\n",
		form == REPORT_MARKDOWN ? "**" : "", table->pattern,
		table->vcpus, table->wait, figure->title,
		form == REPORT_MARKDOWN ? "**" : "");
	for (guint r = 0; r <= lines->len; r++) {
		put_row(out, form, (char **)cells->pdata + r * n, widths, n);
		for (guint i = 0; r == 0 && form == REPORT_MARKDOWN && i < n;
		     i++)
			fputs(i ? "|--:" : "|---", out);
		if (r == 0 && form == REPORT_MARKDOWN)
			fputs("|\n", out);
	}
	fputs("\n", out);
}

static bool measured(const GPtrArray *results, const struct result *table,
		     const struct figure *figure)
{
	for (guint i = 0; i < results->len; i++)
		if (same_table(results->pdata[i], table) &&
		    !isnan(figure->of(results->pdata[i])))
			return true;
	return false;
}

static const char *word_of(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == G_TYPE_STRING ?
		json_node_get_string(node) : "";
}

/* Who counted in this target's rows. */
static const char *sources(const GPtrArray *results, const char *target)
{
	bool hypervisor = false, meter = false;

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (!g_str_equal(one->target, target))
			continue;
		hypervisor |= g_strcmp0(one->source, "hypervisor") == 0;
		meter |= one->meter->len > 0;
	}
	return hypervisor ? meter ? "hypervisor and meter" : "hypervisor" :
		meter ? "meter" : "nobody";
}

static void put_target(const GPtrArray *results, const struct result *one,
		       const char *bullet, FILE *out)
{
	JsonObject *hypervisor = provenance_of(one, "hypervisor");
	const char *patches = word_of(hypervisor, "patch_sha256");

	fprintf(out, "%s%s: ", bullet, one->target);
	if (hypervisor)
		fprintf(out, "%s %s (%s%s%.8s), ", word_of(hypervisor, "name"),
			word_of(hypervisor, "version"),
			word_of(hypervisor, "source"),
			*patches ? ", patches " : ", unpatched", patches);
	fprintf(out, "regime %s, exits counted by %s\n",
		one->regime ? one->regime : "unknown",
		sources(results, one->target));
}

/* What ran where: under every table and figure. */
void report_caption(const GPtrArray *results, enum report_form form, FILE *out)
{
	g_autoptr(GPtrArray) targets = g_ptr_array_new();
	const struct result *first = results->pdata[0];
	JsonObject *run = provenance_of(first, NULL);
	const char *bullet = form == REPORT_MARKDOWN ? "- " : "";

	for (guint i = 0; i < results->len; i++)
		add_once(targets, results->pdata[i], same_target);
	for (guint i = 0; i < targets->len; i++)
		put_target(results, targets->pdata[i], bullet, out);
	fprintf(out, "%son %s, %s, %s, guest image %.8s, commit %.8s%s, "
		"%.10s\n", bullet, word_of(run, "processor"),
		word_of(run, "emulator"), word_of(run, "host_kernel"),
		word_of(run, "guest_sha256"), word_of(run, "commit"),
		run && json_object_has_member(run, "dirty") &&
		json_object_get_boolean_member(run, "dirty") ? " (changed)" :
		"", word_of(run, "time"));
}

void report_headline(const GPtrArray *results, enum report_form form, FILE *out)
{
	static const struct figure *const figures[] = {
		&exits_figure, &insns_figure
	};
	g_autoptr(GPtrArray) tables = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++)
		add_once(tables, results->pdata[i], same_table);
	for (guint f = 0; f < G_N_ELEMENTS(figures); f++)
		for (guint i = 0; i < tables->len; i++)
			if (f == 0 || measured(results, tables->pdata[i],
					       figures[f]))
				put_table(results, tables->pdata[i],
					  figures[f], form, out);
	report_caption(results, form, out);
}

void report_insns_tsv(const GPtrArray *results, FILE *out)
{
	fputs("target\tmethod\tpattern\tvcpus\ttargets\twait\tdest\tboot\t"
	      "sender\treceivers\n", out);
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (g_str_equal(one->status, "ok") && !isnan(insns_of(one)))
			fprintf(out, "%s\t%s\t%s\t%u\t%u\t%s\t%s\t%u\t%.9g\t"
				"%.9g\n", one->target, one->method,
				one->pattern, one->vcpus, one->targets,
				one->wait, one->dest, one->boot,
				one->sender_insns, one->receivers_insns);
	}
}

static void put_side(const struct result *result, const char *side,
		     const struct exit_counts *counts, FILE *out)
{
	const struct method *method = method_from_name(result->method);

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (counts->by_class[i])
			fprintf(out, "%s\t%s\t%s\t%u\t%u\t%s\t%s\t%u\t%s\t%s\t"
				"%s\t%d\t%.9g\n", result->target,
				result->method, result->pattern, result->vcpus,
				result->targets, result->wait, result->dest,
				result->boot,
				result->regime ? result->regime : "unknown",
				side, exit_class_names[i],
				method && g_str_equal(side, "sender") &&
				(method->send_classes & 1u << i),
				(double)counts->by_class[i] / result->ipis);
}

void report_tsv(const GPtrArray *results, FILE *out)
{
	fputs("target\tmethod\tpattern\tvcpus\ttargets\twait\tdest\tboot\t"
	      "regime\tside\tclass\tsend\texits_per_ipi\n", out);
	for (guint i = 0; i < results->len; i++) {
		const struct result *result = results->pdata[i];

		if (!g_str_equal(result->status, "ok") || !result->source)
			continue;
		put_side(result, "sender", &result->sender, out);
		put_side(result, "receivers", &result->receivers, out);
	}
}
