/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/baseline.h"

#include <string.h>

#include "base/error.h"

/* What of the provenance is kept; a path's elements stand between dots. */
static const char *const kept[] = {
	"commit", "dirty", "time", "guest_sha256", "emulator", "host_kernel",
	"processor", "processors", "l0_args", "hypervisor.name",
	"hypervisor.version", "hypervisor.source", "hypervisor.patch_sha256",
	"hypervisor.lab_patch_sha256", "hypervisor.config_sha256",
	"hypervisor.image_sha256", "hypervisor.compiler", "facts.processor",
};
/* Histograms, each some kilobytes. */
static const char *const times[] = {
	"send", "delivery", "roundtrip", "eoi",
};
/* Samples of one boot. */
static const char *const dropped[] = { "pairs", "coalesced", "samples" };

static JsonObject *object_of(JsonObject *object, const char *name)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
}

static JsonObject *child(JsonObject *object, const char *name)
{
	if (!json_object_has_member(object, name))
		json_object_set_object_member(object, name, json_object_new());
	return json_object_get_object_member(object, name);
}

static JsonObject *provenance_of(JsonObject *from)
{
	JsonObject *to = json_object_new();

	for (guint i = 0; i < G_N_ELEMENTS(kept); i++) {
		g_auto(GStrv) path = g_strsplit(kept[i], ".", 2);
		const char *name = path[1] ? path[1] : path[0];
		JsonObject *source = path[1] ? object_of(from, path[0]) : from;

		if (!source || !json_object_has_member(source, name))
			continue;
		json_object_set_member(path[1] ? child(to, path[0]) : to, name,
			json_node_copy(json_object_get_member(source, name)));
	}
	json_object_set_boolean_member(to, "condensed", TRUE);
	return to;
}

/* Counts that are zero go: they are zero where they are not named. */
static void drop_zeros(JsonObject *counts)
{
	g_autoptr(GList) names = counts ? json_object_get_members(counts) :
		NULL;

	for (GList *name = names; name; name = name->next) {
		JsonNode *node = json_object_get_member(counts, name->data);

		if (exit_class_from_name(name->data) >= 0 &&
		    JSON_NODE_HOLDS_VALUE(node) && !json_node_get_int(node))
			json_object_remove_member(counts, name->data);
	}
}

static void drop_buckets(JsonObject *meter)
{
	JsonNode *node = meter ? json_object_get_member(meter, "per_vcpu") :
		NULL;
	JsonArray *cpus = node && JSON_NODE_HOLDS_ARRAY(node) ?
		json_node_get_array(node) : NULL;

	for (guint i = 0; cpus && i < json_array_get_length(cpus); i++) {
		JsonNode *cpu = json_array_get_element(cpus, i);
		JsonObject *insns = JSON_NODE_HOLDS_OBJECT(cpu) ?
			object_of(json_node_get_object(cpu), "insns") : NULL;
		g_autoptr(GList) kinds = insns ?
			json_object_get_members(insns) : NULL;

		for (GList *kind = kinds; kind; kind = kind->next) {
			JsonObject *path = object_of(insns, kind->data);

			if (path && json_object_has_member(path, "buckets"))
				json_object_remove_member(path, "buckets");
		}
	}
}

char *baseline_line(const struct result *result)
{
	g_autofree char *text = json_to_string(result->node, FALSE);
	g_autoptr(JsonNode) node = json_from_string(text, NULL);
	JsonObject *object = json_node_get_object(node);
	JsonObject *exits = object_of(object, "exits");
	JsonObject *latency = object_of(object, "latency");
	JsonArray *notes = json_array_new();

	for (guint i = 0; i < G_N_ELEMENTS(times); i++)
		if (latency)
			json_object_set_null_member(latency, times[i]);
	for (guint i = 0; i < G_N_ELEMENTS(dropped); i++)
		if (json_object_has_member(object, dropped[i]))
			json_object_set_null_member(object, dropped[i]);
	drop_zeros(object_of(object_of(exits, "hypervisor"), "sender"));
	drop_zeros(object_of(object_of(exits, "hypervisor"), "receivers"));
	drop_buckets(object_of(exits, "meter"));
	json_array_add_string_element(notes, "condensed: histograms, command "
				      "lines and notes are left out");
	json_object_set_array_member(object, "notes", notes);
	json_object_set_object_member(object, "provenance",
		provenance_of(object_of(object, "provenance")));
	return json_to_string(node, FALSE);
}

static const char *word_of(const struct result *result, const char *name)
{
	JsonObject *provenance = object_of(
		json_node_get_object(result->node), "provenance");
	JsonNode *node = provenance ?
		json_object_get_member(provenance, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == G_TYPE_STRING ?
		json_node_get_string(node) : NULL;
}

/* 20261123T003823Z-5b3e6104.jsonl. */
static char *name_of(const struct result *result, GError **error)
{
	const char *commit = word_of(result, "commit");
	const char *time = word_of(result, "time");
	g_autoptr(GDateTime) when = time ?
		g_date_time_new_from_iso8601(time, NULL) : NULL;
	g_autofree char *stamp = when ?
		g_date_time_format(when, "%Y%m%dT%H%M%SZ") : NULL;

	if (!commit || strlen(commit) < 8 ||
	    strspn(commit, "0123456789abcdef") != strlen(commit) || !stamp) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: provenance has no "
			    "commit and time to name a baseline after",
			    result->file, result->line);
		return NULL;
	}
	return g_strdup_printf("%s-%.8s.jsonl", stamp, commit);
}

static bool add_target(const GPtrArray *results, const struct result *first,
		       const char *folder, GPtrArray *files, GError **error)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autofree char *name = name_of(first, error);
	g_autofree char *place = g_build_filename(folder, first->target, NULL);
	char *path;

	if (!name)
		return false;
	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (g_str_equal(one->target, first->target)) {
			g_autofree char *line = baseline_line(one);

			g_string_append_printf(lines, "%s\n", line);
		}
	}
	if (g_mkdir_with_parents(place, 0777)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s: the folder cannot be "
			    "made", place);
		return false;
	}
	path = g_build_filename(place, name, NULL);
	g_ptr_array_add(files, path);
	return g_file_set_contents(path, lines->str, lines->len, error);
}

bool baseline_add(const GPtrArray *results, const char *folder,
		  GPtrArray *files, GError **error)
{
	g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (g_hash_table_add(done, (gpointer)one->target) &&
		    !add_target(results, one, folder, files, error))
			return false;
	}
	return true;
}
