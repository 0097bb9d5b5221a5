/* SPDX-License-Identifier: GPL-2.0-only */
#include "compare/insns.h"

#include <string.h>

#include "base/error.h"
#include "base/stats.h"

/* One kind of exit on one side, before its vCPUs are put together. */
struct gathered {
	struct insns_path path;
	GArray *p25, *p50, *p75;        /* double, one a vCPU */
};

static void gathered_free(struct gathered *one)
{
	g_array_free(one->p25, TRUE);
	g_array_free(one->p50, TRUE);
	g_array_free(one->p75, TRUE);
	g_free(one);
}

static struct gathered *gathered_for(GPtrArray *list, bool sender,
				     const char *kind)
{
	struct gathered *one;

	kind = g_intern_string(kind);
	for (guint i = 0; i < list->len; i++) {
		one = list->pdata[i];
		if (one->path.sender == sender && one->path.kind == kind)
			return one;
	}
	one = g_new0(struct gathered, 1);
	one->path.sender = sender;
	one->path.kind = kind;
	one->p25 = g_array_new(FALSE, FALSE, sizeof(double));
	one->p50 = g_array_new(FALSE, FALSE, sizeof(double));
	one->p75 = g_array_new(FALSE, FALSE, sizeof(double));
	g_ptr_array_add(list, one);
	return one;
}

static bool number(JsonObject *object, const char *name, gint64 *out)
{
	JsonNode *node = json_object_get_member(object, name);

	*out = 0;
	if (!node)
		return false;
	if (!JSON_NODE_HOLDS_VALUE(node) ||
	    json_node_get_value_type(node) != G_TYPE_INT64)
		return false;
	*out = json_node_get_int(node);
	return *out >= 0;
}

/* Results of before the meter wrote quartiles: the bounds serve for them. */
static bool quantile(JsonObject *kind, const char *name, const char *else_name,
		     GArray *to)
{
	gint64 value;
	double real;

	if (!number(kind, json_object_has_member(kind, name) ? name : else_name,
		    &value))
		return false;
	real = value;
	g_array_append_val(to, real);
	return true;
}

static bool take_kind(GPtrArray *list, bool sender, const char *name,
		      JsonNode *node)
{
	struct gathered *one = gathered_for(list, sender, name);
	gint64 n, samples;
	JsonObject *kind;

	if (!JSON_NODE_HOLDS_OBJECT(node))
		return false;
	kind = json_node_get_object(node);
	if (!number(kind, "n", &n))
		return false;
	one->path.n += n;
	if (!json_object_has_member(kind, "samples"))
		return true;    /* the window closed before any was handled */
	if (!number(kind, "samples", &samples))
		return false;
	one->path.samples += samples;
	return quantile(kind, "p50", "p50", one->p50) &&
	       quantile(kind, "p25", "p50", one->p25) &&
	       quantile(kind, "p75", "p50", one->p75);
}

static bool take_cpu(GPtrArray *list, JsonObject *cpu)
{
	JsonNode *role = json_object_get_member(cpu, "role");
	JsonNode *insns = json_object_get_member(cpu, "insns");
	JsonObjectIter iter;
	const char *name, *word;
	JsonNode *node;
	bool sender;

	if (!insns)
		return true;
	word = role && JSON_NODE_HOLDS_VALUE(role) ?
		json_node_get_string(role) : NULL;
	if (!word || !JSON_NODE_HOLDS_OBJECT(insns))
		return false;
	if (g_str_equal(word, "idle"))
		return true;
	sender = g_str_equal(word, "sender") || g_str_equal(word, "both");
	json_object_iter_init_ordered(&iter, json_node_get_object(insns));
	while (json_object_iter_next_ordered(&iter, &name, &node))
		if (!take_kind(list, sender, name, node))
			return false;
	return true;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const struct insns_path *one = a, *other = b;

	return one->sender != other->sender ? other->sender - one->sender :
		strcmp(one->kind, other->kind);
}

bool insns_read(const struct result *result, GArray *paths, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(
		(GDestroyNotify)gathered_free);
	JsonObject *exits = json_object_get_object_member(
		json_node_get_object(result->node), "exits");
	JsonArray *cpus;

	if (!result->meter->len)
		return true;
	/* result_load has seen that these are there, and objects. */
	cpus = json_object_get_array_member(
		json_object_get_object_member(exits, "meter"), "per_vcpu");
	for (guint i = 0; i < json_array_get_length(cpus); i++)
		if (!take_cpu(list, json_array_get_object_element(cpus, i))) {
			g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: "
				    "exits.meter.per_vcpu[%u].insns cannot be "
				    "read", result->file, result->line, i);
			return false;
		}
	for (guint i = 0; i < list->len; i++) {
		struct gathered *one = list->pdata[i];

		if (!one->p50->len)
			continue;
		one->path.p25 = stats_median((double *)one->p25->data,
					     one->p25->len);
		one->path.p50 = stats_median((double *)one->p50->data,
					     one->p50->len);
		one->path.p75 = stats_median((double *)one->p75->data,
					     one->p75->len);
		g_array_append_val(paths, one->path);
	}
	g_array_sort(paths, by_name);
	return true;
}

bool insns_crowded(const struct result *result)
{
	JsonObject *object = json_node_get_object(result->node);
	JsonNode *run = json_object_get_member(object, "provenance");
	JsonNode *node = run && JSON_NODE_HOLDS_OBJECT(run) ?
		json_object_get_member(json_node_get_object(run),
				       "processors") : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_int(node) < result->vcpus;
}
