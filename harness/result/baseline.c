/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/baseline.h"

#include <string.h>

#include "base/error.h"
#include "base/members.h"
#include "spec/target-names.h"

/* What of the provenance is kept; a path's elements stand between dots. */
static const char *const kept[] = {
	"commit", "dirty", "time", "guest_sha256", "emulator", "host_kernel",
	"processor", "processors", "l0_args", "hypervisor.name",
	"hypervisor.version", "hypervisor.source", "hypervisor.patch_sha256",
	"hypervisor.lab_patch_sha256", "hypervisor.config_sha256",
	"hypervisor.image_sha256", "hypervisor.compiler", "facts.processor",
	"machine_sha256", "machine.version", "machine.patch_sha256",
	"machine.image_sha256",
};
/* Samples of one boot. */
static const char *const dropped[] = { "pairs", "coalesced", "samples" };

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
		JsonObject *source = path[1] ? member_object(from, path[0]) : from;

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
	JsonArray *cpus = member_array(meter, "per_vcpu");

	for (guint i = 0; cpus && i < json_array_get_length(cpus); i++) {
		JsonObject *insns = member_object(
			json_array_get_object_element(cpus, i), "insns");
		g_autoptr(GList) kinds = insns ?
			json_object_get_members(insns) : NULL;

		for (GList *kind = kinds; kind; kind = kind->next) {
			JsonObject *path = member_object(insns, kind->data);

			if (json_object_has_member(path, "buckets"))
				json_object_remove_member(path, "buckets");
		}
	}
}

/* Times of an exact lab stay, without their histograms. */
static void drop_time(JsonObject *latency, const char *name, bool exact)
{
	JsonObject *time = exact ? member_object(latency, name) : NULL;

	if (time)
		json_object_remove_member(time, "histogram");
	else
		json_object_set_null_member(latency, name);
}

char *baseline_line(const struct result *result)
{
	JsonObject *object = result_object(result);
	g_autoptr(JsonNode) node = json_node_init_object(json_node_alloc(), object);
	JsonObject *exits = member_object(object, "exits");
	JsonObject *latency = member_object(object, "latency");
	JsonArray *notes = json_array_new();

	for (guint i = 0; result_times[i]; i++)
		if (latency)
			drop_time(latency, result_times[i],
				  target_is_exact(result->target));
	for (guint i = 0; i < G_N_ELEMENTS(dropped); i++)
		if (json_object_has_member(object, dropped[i]))
			json_object_set_null_member(object, dropped[i]);
	drop_zeros(member_object(member_object(exits, "hypervisor"), "sender"));
	drop_zeros(member_object(member_object(exits, "hypervisor"), "receivers"));
	drop_buckets(member_object(exits, "meter"));
	json_array_add_string_element(notes, "condensed: histograms, command "
				      "lines and notes are left out");
	json_object_set_array_member(object, "notes", notes);
	json_object_set_object_member(object, "provenance",
				      provenance_of(result->provenance));
	return json_to_string(node, FALSE);
}

/* 20261123T003823Z-5b3e6104.jsonl. */
static char *name_of(const struct result *result, GError **error)
{
	const char *commit = member_text(result->provenance, "commit");
	const char *time = member_text(result->provenance, "time");
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
