/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/kvm-query.h"

#include "engine/kvm-trace.h"

#define ASK "{\"target\": \"vcpu\", \"providers\": [{\"provider\": \"kvm\"}]}"

static JsonArray *ask(struct kvm_stats *stats, struct qmp *qmp, JsonNode **keep)
{
	g_autoptr(GError) error = NULL;

	*keep = qmp_execute(qmp, "query-stats", ASK, &error);
	if (*keep && JSON_NODE_HOLDS_ARRAY(*keep))
		return json_node_get_array(*keep);
	g_free(stats->problem);
	stats->problem = g_strdup(error ? error->message :
				  "query-stats: no list");
	return NULL;
}

/* The counters of one vCPU, or NULL. */
static JsonArray *counters_of(JsonArray *answer, guint i, const char **path)
{
	JsonNode *node = json_array_get_element(answer, i);
	JsonObject *object = JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;

	if (!object || !json_object_has_member(object, "stats"))
		return NULL;
	*path = json_object_get_string_member_with_default(object, "qom-path",
							   "");
	return json_object_get_array_member(object, "stats");
}

/* Counters are numbers; what is a state (true, false) or a histogram is none. */
static const char *counter(JsonArray *counters, guint i, guint64 *value)
{
	JsonObject *one = json_array_get_object_element(counters, i);
	JsonNode *node = json_object_get_member(one, "value");

	if (!node || !JSON_NODE_HOLDS_VALUE(node) ||
	    json_node_get_value_type(node) != G_TYPE_INT64)
		return NULL;
	*value = json_node_get_int(node);
	return json_object_get_string_member_with_default(one, "name", NULL);
}

static void list_vcpus(struct kvm_stats *stats, struct qmp *qmp)
{
	g_autoptr(JsonNode) node = qmp_execute(qmp, "query-cpus-fast", NULL,
					       NULL);
	JsonArray *cpus = node && JSON_NODE_HOLDS_ARRAY(node) ?
		json_node_get_array(node) : NULL;

	stats->vcpus = cpus ? json_array_get_length(cpus) : 0;
	for (guint i = 0; i < stats->vcpus; i++) {
		JsonObject *cpu = json_array_get_object_element(cpus, i);

		g_hash_table_insert(stats->vcpu, g_strdup(
			json_object_get_string_member(cpu, "qom-path")),
			GINT_TO_POINTER(json_object_get_int_member(cpu,
				"cpu-index") + 1));
	}
}

void kvm_stats_begin(struct kvm_stats *stats, struct qmp *qmp)
{
	g_autoptr(JsonNode) keep = NULL;
	JsonArray *answer, *counters;
	const char *path, *name;
	guint64 value;

	list_vcpus(stats, qmp);
	answer = ask(stats, qmp, &keep);
	counters = answer && json_array_get_length(answer) ?
		counters_of(answer, 0, &path) : NULL;
	for (guint i = 0; counters && i < json_array_get_length(counters); i++)
		if ((name = counter(counters, i, &value)))
			g_ptr_array_add(stats->names, g_strdup(name));
	if (!stats->problem && kvm_stats_find(stats, "exits") < 0)
		stats->problem = g_strdup("this KVM gives QEMU no counter of "
					  "exits");
}

void kvm_stats_take(struct kvm_stats *stats, struct qmp *qmp)
{
	g_autoptr(JsonNode) keep = NULL;
	g_autofree guint64 *values = NULL;
	JsonArray *answer;

	if (stats->problem)
		return;
	answer = ask(stats, qmp, &keep);
	if (!answer)
		return;
	values = g_new0(guint64, stats->vcpus * stats->names->len);
	for (guint i = 0; i < json_array_get_length(answer); i++) {
		const char *path = NULL, *name;
		JsonArray *counters = counters_of(answer, i, &path);
		guint vcpu = counters ? GPOINTER_TO_INT(
			g_hash_table_lookup(stats->vcpu, path)) : 0;
		guint64 value;

		for (guint k = 0; vcpu && k < json_array_get_length(counters);
		     k++) {
			int at = (name = counter(counters, k, &value)) ?
				kvm_stats_find(stats, name) : -1;

			if (at >= 0)
				values[(vcpu - 1) * stats->names->len + at] =
					value;
		}
	}
	g_ptr_array_add(stats->stops, g_steal_pointer(&values));
}

struct counting {
	struct boot *boot;
	struct kvm_trace *trace;        /* or NULL */
};

static void *begin(const struct run *run, struct boot *boot, struct qmp *qmp,
		   GHashTable *threads)
{
	struct counting *counting = g_new0(struct counting, 1);

	counting->boot = boot;
	boot->stats = kvm_stats_new();
	kvm_stats_begin(boot->stats, qmp);
	if (run->no_trace)
		boot->trace_problem = g_strdup("not wanted (--no-trace)");
	else
		counting->trace = kvm_trace_begin(g_hash_table_ref(threads),
						  &boot->trace_problem);
	return counting;
}

static void stop(void *state, struct qmp *qmp)
{
	struct counting *counting = state;

	kvm_stats_take(counting->boot->stats, qmp);
	if (counting->trace)
		kvm_trace_stop(counting->trace);
}

static void end(void *state)
{
	struct counting *counting = state;

	if (counting->trace)
		counting->boot->reasons = kvm_trace_end(counting->trace);
	g_free(counting);
}

const struct kvm_watch kvm_counters = { begin, stop, end };
