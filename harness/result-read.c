/* SPDX-License-Identifier: GPL-2.0-only */
#include "result.h"

#include <math.h>
#include <string.h>

G_DEFINE_QUARK(ipibench-result-error-quark, result_error)

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

static JsonNode *value_of(JsonObject *object, const char *name, GType type)
{
	JsonNode *node = json_object_get_member(object, name);

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == type ? node : NULL;
}

static bool text(JsonObject *object, const char *name, const char **out)
{
	JsonNode *node = value_of(object, name, G_TYPE_STRING);

	*out = node ? json_node_get_string(node) : NULL;
	return node != NULL;
}

static bool count(JsonObject *object, const char *name, guint64 max,
		  guint64 *out)
{
	JsonNode *node = value_of(object, name, G_TYPE_INT64);
	gint64 value = node ? json_node_get_int(node) : -1;

	*out = value;
	return value >= 0 && (guint64)value <= max;
}

static JsonObject *object_of(JsonObject *object, const char *name)
{
	JsonNode *node = json_object_get_member(object, name);

	return node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
}

static JsonArray *array_of(JsonObject *object, const char *name)
{
	JsonNode *node = json_object_get_member(object, name);

	return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) :
		NULL;
}

static JsonObject *element(JsonArray *array, guint i)
{
	JsonNode *node = json_array_get_element(array, i);

	return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

/* A class that is not named is zero; one that is must be a number. */
static bool read_counts(JsonObject *object, struct exit_counts *counts)
{
	if (!object || !count(object, "total", G_MAXINT64, &counts->total))
		return false;
	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (json_object_has_member(object, exit_class_names[i]) &&
		    !count(object, exit_class_names[i], G_MAXINT64,
			   &counts->by_class[i]))
			return false;
	return true;
}

static bool read_cpu(JsonObject *object, struct result_cpu *cpu)
{
	const char *role;
	guint64 index;

	if (!object || !count(object, "cpu", 4096, &index) ||
	    !text(object, "role", &role) ||
	    !count(object, "reading_taken_out", G_MAXINT64, &cpu->reading) ||
	    !read_counts(object, &cpu->counts))
		return false;
	cpu->cpu = index;
	for (guint i = ROLE_IDLE; i <= ROLE_BOTH; i++)
		if (g_str_equal(role, guest_role_names[i])) {
			cpu->role = i;
			return true;
		}
	return false;
}

/* Of the pass that was counted; entries of one vector only say what is in their
 * cpu's sum already. */
static bool read_received(JsonArray *array, const char *counted, GArray *cpus)
{
	for (guint i = 0; i < json_array_get_length(array); i++) {
		JsonObject *entry = element(array, i);
		const char *pass;
		guint64 cpu, sent = 0, got, early = 0;

		if (!entry || !text(entry, "pass", &pass) ||
		    !count(entry, "cpu", 4096, &cpu) ||
		    !count(entry, "got", G_MAXINT64, &got) ||
		    (json_object_has_member(entry, "sent") &&
		     !count(entry, "sent", G_MAXINT64, &sent)) ||
		    (json_object_has_member(entry, "woken_early") &&
		     !count(entry, "woken_early", G_MAXINT64, &early)))
			return false;
		if (json_object_has_member(entry, "vector") ||
		    !g_str_equal(pass, counted))
			continue;
		for (guint k = 0; k < cpus->len; k++) {
			struct result_cpu *one =
				&g_array_index(cpus, struct result_cpu, k);

			if (one->cpu == cpu) {
				one->sent = sent;
				one->received = got;
				one->woken_early = early;
				one->receives = true;
			}
		}
	}
	return true;
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

/* One source of counts: the two sums, and every vCPU. */
static bool read_source(JsonObject *source, struct result *result)
{
	JsonArray *array = source ? array_of(source, "per_vcpu") : NULL;

	if (!array || !read_counts(object_of(source, "sender"),
				   &result->sender) ||
	    !read_counts(object_of(source, "receivers"), &result->receivers))
		return false;
	for (guint i = 0; i < json_array_get_length(array); i++) {
		struct result_cpu cpu = { 0 };

		if (!read_cpu(element(array, i), &cpu))
			return false;
		g_array_append_val(result->cpus, cpu);
	}
	return true;
}

static bool read_meter(JsonObject *source, GArray *meter)
{
	JsonArray *array = source ? array_of(source, "per_vcpu") : NULL;

	for (guint i = 0; array && i < json_array_get_length(array); i++) {
		JsonObject *object = element(array, i);
		struct result_cpu cpu = { 0 };
		struct result_meter one = { 0 };

		if (!read_cpu(object, &cpu))
			return false;
		one.cpu = cpu.cpu;
		one.role = cpu.role;
		one.counts = cpu.counts;
		if ((json_object_has_member(object, "async") &&
		     !count(object, "async", G_MAXINT64, &one.async)) ||
		    (json_object_has_member(object, "msr_unknown") &&
		     !count(object, "msr_unknown", G_MAXINT64,
			    &one.msr_unknown)))
			return false;
		g_array_append_val(meter, one);
	}
	return array != NULL;
}

/* The meter's counts in the hypervisor's classes: what it cannot tell apart
 * goes where most of it belongs, so that the sums hold. */
static void fold(JsonObject *from, struct exit_counts *counts)
{
	guint64 more;

	if (json_object_has_member(from, "async") &&
	    count(from, "async", G_MAXINT64, &more))
		counts->by_class[VAPIC_EXIT_EXTERNAL_INTERRUPT] += more;
	if (json_object_has_member(from, "msr_unknown") &&
	    count(from, "msr_unknown", G_MAXINT64, &more))
		counts->by_class[VAPIC_EXIT_MSR_OTHER] += more;
}

static void fold_meter(JsonObject *source, struct result *result)
{
	JsonArray *array = array_of(source, "per_vcpu");

	fold(object_of(source, "sender"), &result->sender);
	fold(object_of(source, "receivers"), &result->receivers);
	for (guint i = 0; i < result->cpus->len; i++)
		fold(element(array, i), &g_array_index(result->cpus,
			struct result_cpu, i).counts);
}

static const char *read_exits(struct result *result, JsonObject *object)
{
	JsonObject *exits = object_of(object, "exits");
	bool counted, metered;
	const char *pass = "count";
	JsonArray *array;

	if (!exits || !json_object_has_member(exits, "hypervisor"))
		return "exits.hypervisor is missing";
	counted = !json_object_get_null_member(exits, "hypervisor");
	metered = json_object_has_member(exits, "meter") &&
		!json_object_get_null_member(exits, "meter");
	if (metered && !read_meter(object_of(exits, "meter"), result->meter))
		return "exits.meter cannot be read";
	if (counted) {
		if (!read_source(object_of(exits, "hypervisor"), result))
			return "exits.hypervisor cannot be read";
		result->source = "hypervisor";
	} else if (metered) {
		if (!read_source(object_of(exits, "meter"), result))
			return "exits.meter cannot be read";
		fold_meter(object_of(exits, "meter"), result);
		result->source = "meter";
		text(object_of(exits, "meter"), "pass", &pass);
	} else {
		return NULL;
	}
	array = array_of(object, "received");
	return array && pass && read_received(array, pass, result->cpus) ? NULL :
		"received cannot be read";
}

static double fraction(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       (json_node_get_value_type(node) == G_TYPE_DOUBLE ||
		json_node_get_value_type(node) == G_TYPE_INT64) ?
		json_node_get_double(node) : NAN;
}

/* What earlier results do not have. */
static void read_later(struct result *result, JsonObject *object)
{
	JsonObject *provenance = object_of(object, "provenance");
	JsonObject *cpuid = provenance ? object_of(provenance, "guest_cpuid") :
		NULL;
	guint64 k, rate, warmup, words;

	result->k = count(object, "k", 65535, &k) ? k : 0;
	result->warmup = count(object, "warmup", G_MAXINT64, &warmup) ? warmup :
		0;
	result->rate = count(object, "rate", G_MAXINT64, &rate) ? rate : 0;
	result->words = count(object, "words", G_MAXINT64, &words) ? words : 0;
	if (cpuid)
		text(cpuid, "vendor", &result->vendor);
}

/* NULL, or what is wrong. */
static const char *read_object(struct result *result, JsonObject *object)
{
	guint64 schema, vcpus, targets = 0, boot;
	const char *wrong;
	JsonNode *node;

	if (!count(object, "schema", G_MAXINT64, &schema))
		return "no schema";
	if (schema != RESULT_SCHEMA)
		return "a schema this ipibench does not know";
	if (!text(object, "experiment", &result->experiment) ||
	    !text(object, "target", &result->target) ||
	    !text(object, "method", &result->method) ||
	    !text(object, "pattern", &result->pattern) ||
	    !text(object, "wait", &result->wait) ||
	    !text(object, "dest", &result->dest) ||
	    !text(object, "dest_asked", &result->dest_asked) ||
	    !text(object, "pass", &result->pass) ||
	    !text(object, "status", &result->status))
		return "one of experiment, target, method, pattern, wait, dest, "
		       "dest_asked, pass, status is missing";
	text(object, "reason", &result->reason);
	text(object, "mode", &result->mode);
	text(object, "regime", &result->regime);
	if (!text(object, "deliver", &result->deliver))
		result->deliver = "fixed";
	read_later(result, object);
	if (!count(object, "vcpus", 4096, &vcpus) ||
	    !count(object, "ipis", G_MAXINT64, &result->ipis) ||
	    !count(object, "boot", G_MAXINT, &boot) || !result->ipis)
		return "one of vcpus, ipis, boot is missing or no number";
	if (!json_object_has_member(object, "targets") ||
	    (!json_object_get_null_member(object, "targets") &&
	     !count(object, "targets", 4096, &targets)))
		return "targets is missing or no number";
	if (!read_apic_ids(array_of(object, "apic_ids"), result->apic_ids))
		return "apic_ids cannot be read";
	result->vcpus = vcpus;
	result->targets = targets;
	result->boot = boot;
	wrong = read_exits(result, object);
	if (wrong)
		return wrong;
	result->sender_insns = fraction(object_of(object, "hv_insns"), "sender");
	result->receivers_insns = fraction(object_of(object, "hv_insns"),
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
	g_set_error(error, RESULT_ERROR, 0, "%s:%u: %s", file, line, what);
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

bool result_load(const char *directory, GPtrArray *results, GError **error)
{
	/* A folder, or the lines alone. */
	bool file = g_str_has_suffix(directory, ".jsonl") &&
		!g_file_test(directory, G_FILE_TEST_IS_DIR);
	g_autofree char *path = file ? g_strdup(directory) :
		g_build_filename(directory, RESULT_FILE, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) why = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, &why))
		return refuse(error, path, 0, why->message);
	return result_parse(path, text, len, results, error);
}

bool result_tried_again(const struct result *result)
{
	JsonArray *notes = array_of(json_node_get_object(result->node), "notes");

	for (guint i = 0; notes && i < json_array_get_length(notes); i++) {
		JsonNode *note = json_array_get_element(notes, i);

		if (JSON_NODE_HOLDS_VALUE(note) &&
		    json_node_get_value_type(note) == G_TYPE_STRING &&
		    g_str_has_prefix(json_node_get_string(note), "attempt "))
			return true;
	}
	return false;
}

char *result_label(const struct result *result)
{
	return g_strdup_printf("%s %s %s vcpus=%u targets=%u wait=%s dest=%s "
			       "boot=%u", result->target, result->method,
			       result->pattern, result->vcpus, result->targets,
			       result->wait, result->dest, result->boot);
}
