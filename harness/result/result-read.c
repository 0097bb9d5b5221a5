/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/result-read.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "result/partial.h"

static void result_free(struct result *result)
{
	g_free(result->file);
	g_clear_pointer(&result->node, json_node_unref);
	if (result->cpus)
		g_array_free(result->cpus, TRUE);
	if (result->meter)
		g_array_free(result->meter, TRUE);
	if (result->apic_ids)
		g_array_free(result->apic_ids, TRUE);
	g_free(result);
}

GPtrArray *result_list_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)result_free);
}

static bool read_apic_ids(JsonArray *array, GArray *ids)
{
	for (guint i = 0; array && i < json_array_get_length(array); i++) {
		JsonNode *node = json_array_get_element(array, i);
		guint id;

		if (!JSON_NODE_HOLDS_VALUE(node) ||
		    json_node_get_value_type(node) != G_TYPE_INT64)
			return false;
		id = json_node_get_int(node);
		g_array_append_val(ids, id);
	}
	return array != NULL;
}

static double fraction(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       (json_node_get_value_type(node) == G_TYPE_DOUBLE ||
		json_node_get_value_type(node) == G_TYPE_INT64) ?
		json_node_get_double(node) : NAN;
}

/* Before there was a number, a note for each attempt that failed. */
static guint attempts_noted(JsonObject *object)
{
	JsonArray *notes = result_array(object, "notes");
	guint noted = 0;

	for (guint i = 0; notes && i < json_array_get_length(notes); i++) {
		JsonNode *note = json_array_get_element(notes, i);

		noted += JSON_NODE_HOLDS_VALUE(note) &&
			json_node_get_value_type(note) == G_TYPE_STRING &&
			g_str_has_prefix(json_node_get_string(note), "attempt ");
	}
	return noted;
}

static void read_attempts(struct result *result, JsonObject *object)
{
	JsonArray *causes = result_array(object, "attempt_causes");
	JsonObject *first = causes && json_array_get_length(causes) ?
		result_element(causes, 0) : NULL;
	guint64 attempts;

	result->attempts = result_count(object, "attempts", 1000, &attempts) &&
		attempts ? attempts : 1 + attempts_noted(object);
	if (first)
		result_text(first, "code", &result->attempt_cause);
}

static void read_strays(struct result *result, JsonArray *received)
{
	for (guint i = 0; received && i < json_array_get_length(received); i++) {
		JsonObject *entry = result_element(received, i);
		guint64 strays;

		if (entry && result_count(entry, "strays", G_MAXINT64, &strays))
			result->strays += strays;
	}
}

/* What earlier results do not have. */
static void read_later(struct result *result, JsonObject *object)
{
	JsonObject *provenance = result_object(object, "provenance");
	JsonObject *cpuid = provenance ? result_object(provenance, "guest_cpuid") :
		NULL;
	guint64 k, rate, warmup, words, raw;

	result->k = result_count(object, "k", 65535, &k) ? k : 0;
	result->warmup = result_count(object, "warmup", G_MAXINT64, &warmup) ? warmup :
		0;
	result->rate = result_count(object, "rate", G_MAXINT64, &rate) ? rate : 0;
	result->words = result_count(object, "words", G_MAXINT64, &words) ? words : 0;
	result->coded = json_object_has_member(object, "code");
	result_text(object, "code", &result->code);
	result->raw = result_count(object, "raw", 1, &raw) && raw;
	read_attempts(result, object);
	read_strays(result, result_array(object, "received"));
	if (!provenance || !result_text(provenance, "boot_name",
					 &result->boot_name))
		result->boot_name = "?";
	if (cpuid)
		result_text(cpuid, "vendor", &result->vendor);
}

/* NULL, or what is wrong. */
static const char *read_object(struct result *result, JsonObject *object)
{
	guint64 schema, vcpus, targets = 0, boot;
	const char *wrong;
	JsonNode *node;

	if (!result_count(object, "schema", G_MAXINT64, &schema))
		return "no schema";
	if (schema != RESULT_SCHEMA)
		return "a schema this ipibench does not know";
	if (!result_text(object, "experiment", &result->experiment) ||
	    !result_text(object, "target", &result->target) ||
	    !result_text(object, "method", &result->method) ||
	    !result_text(object, "pattern", &result->pattern) ||
	    !result_text(object, "wait", &result->wait) ||
	    !result_text(object, "dest", &result->dest) ||
	    !result_text(object, "dest_asked", &result->dest_asked) ||
	    !result_text(object, "pass", &result->pass) ||
	    !result_text(object, "status", &result->status))
		return "one of experiment, target, method, pattern, wait, dest, "
		       "dest_asked, pass, status is missing";
	result_text(object, "reason", &result->reason);
	result_text(object, "mode", &result->mode);
	result_text(object, "regime", &result->regime);
	if (!result_text(object, "deliver", &result->deliver))
		result->deliver = "fixed";
	read_later(result, object);
	if (!result_count(object, "vcpus", 4096, &vcpus) ||
	    !result_count(object, "ipis", G_MAXINT64, &result->ipis) ||
	    !result_count(object, "boot", G_MAXINT, &boot) || !result->ipis)
		return "one of vcpus, ipis, boot is missing or no number";
	if (!json_object_has_member(object, "targets") ||
	    (!json_object_get_null_member(object, "targets") &&
	     !result_count(object, "targets", 4096, &targets)))
		return "targets is missing or no number";
	if (!read_apic_ids(result_array(object, "apic_ids"), result->apic_ids))
		return "apic_ids cannot be read";
	result->vcpus = vcpus;
	result->targets = targets;
	result->boot = boot;
	wrong = result_read_exits(result, object);
	if (wrong)
		return wrong;
	result->sender_insns = fraction(result_object(object, "hv_insns"), "sender");
	result->receivers_insns = fraction(result_object(object, "hv_insns"),
					   "receivers");
	node = json_object_get_member(object, "send_exits_per_ipi");
	if (!node)
		return "send_exits_per_ipi is missing";
	result->send_exits_per_ipi = NAN;
	if (JSON_NODE_HOLDS_VALUE(node)) {
		if (json_node_get_value_type(node) != G_TYPE_DOUBLE &&
		    json_node_get_value_type(node) != G_TYPE_INT64)
			return "send_exits_per_ipi is no number";
		result->send_exits_per_ipi = json_node_get_double(node);
	}
	return NULL;
}

static bool refuse(GError **error, const char *file, guint line,
		   const char *what)
{
	g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: %s", file, line, what);
	return false;
}

static bool read_line(const char *file, guint line, const char *at, gsize len,
		      GPtrArray *results, GError **error)
{
	g_autoptr(JsonParser) parser = json_parser_new_immutable();
	g_autoptr(GError) why = NULL;
	struct result *result;
	JsonNode *root;
	const char *wrong;

	if (!g_utf8_validate(at, len, NULL))
		return refuse(error, file, line, "not UTF-8 text");
	if (!json_parser_load_from_data(parser, at, len, &why))
		return refuse(error, file, line, why->message);
	root = json_parser_get_root(parser);
	if (!root || !JSON_NODE_HOLDS_OBJECT(root))
		return refuse(error, file, line, "not a JSON object");
	result = g_new0(struct result, 1);
	g_ptr_array_add(results, result);
	result->file = g_strdup(file);
	result->line = line;
	result->node = json_node_ref(root);
	result->cpus = g_array_new(FALSE, FALSE, sizeof(struct result_cpu));
	result->meter = g_array_new(FALSE, FALSE, sizeof(struct result_meter));
	result->apic_ids = g_array_new(FALSE, FALSE, sizeof(guint));
	wrong = read_object(result, json_node_get_object(root));
	return wrong ? refuse(error, file, line, wrong) : true;
}

bool result_parse(const char *file, const char *text, gsize len,
		  GPtrArray *results, GError **error)
{
	guint line = 0;

	if (!len)
		return refuse(error, file, 0, "empty");
	while (len) {
		const char *end = memchr(text, '\n', len);

		line++;
		if (!end)
			return refuse(error, file, line,
				      "cut off: no newline at its end");
		if (!read_line(file, line, text, end - text, results, error))
			return false;
		len -= end + 1 - text;
		text = end + 1;
	}
	return true;
}

/* A run's folder that is not whole yet: every row says so. */
static void mark_partial(const char *directory, const char *marker,
			 GPtrArray *results, guint first, bool torn)
{
	g_autoptr(GHashTable) rows = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *words = NULL;

	for (guint i = first; i < results->len; i++) {
		struct result *one = results->pdata[i];
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(rows,
			one->boot_name));

		g_hash_table_insert(rows, (gpointer)one->boot_name,
				    GUINT_TO_POINTER(n + 1));
	}
	words = partial_describe(directory, marker, rows, torn);
	for (guint i = first; i < results->len; i++)
		((struct result *)results->pdata[i])->partial =
			g_intern_string(words);
}

bool result_load(const char *directory, GPtrArray *results, GError **error)
{
	/* A folder, or the lines alone. */
	bool file = g_str_has_suffix(directory, ".jsonl") &&
		!g_file_test(directory, G_FILE_TEST_IS_DIR);
	g_autofree char *path = file ? g_strdup(directory) :
		g_build_filename(directory, RESULT_FILE, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *marker = partial_read(folder), *text = NULL;
	g_autoptr(GError) why = NULL;
	guint first = results->len;
	const char *newline;
	gsize len, whole;

	if (!g_file_get_contents(path, &text, &len, &why))
		return refuse(error, path, 0, marker ? "is partial, and no "
			      "boot had finished" : why->message);
	whole = len;
	/* The machine may have stopped while the last line was written. */
	if (marker) {
		newline = g_strrstr_len(text, len, "\n");
		whole = newline ? newline + 1 - text : 0;
	}
	if (!result_parse(path, text, whole, results, error))
		return false;
	if (marker)
		mark_partial(folder, marker, results, first, whole < len);
	return true;
}

GPtrArray *result_partials(const GPtrArray *results)
{
	GPtrArray *all = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (one->partial && !g_ptr_array_find(all, one->partial, NULL))
			g_ptr_array_add(all, (gpointer)one->partial);
	}
	return all;
}

char *result_label(const struct result *result)
{
	return g_strdup_printf("%s %s %s vcpus=%u targets=%u wait=%s dest=%s "
			       "boot=%u", result->target, result->method,
			       result->pattern, result->vcpus, result->targets,
			       result->wait, result->dest, result->boot);
}
