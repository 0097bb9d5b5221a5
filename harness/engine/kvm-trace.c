/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/kvm-trace.h"

#include <errno.h>
#include <string.h>
#include <tracefs.h>
#include <unistd.h>

#include "../guest/lib/mark.h"
#include "host/host-guardian.h"

/* Begin, empty windows, end of the real one. */
#define STOPS_A_ROW (STANDSTILL_EMPTY_WINDOWS + 2)

struct kvm_trace {
	struct tep_handle *tep;
	struct tracefs_instance *instance;
	struct tracefs_hist *hist;
	char *folder;           /* the instance's */
	struct guardian guardian;
	bool guarded, on;
	GHashTable *threads;
	GPtrArray *stops;       /* GArray of struct kvm_trace_hits */
	char *problem;
};

/* The folder of an instance can be removed as a folder, and all that was set up
 * in it goes with it (Documentation/trace/ftrace.rst, Instances). */
static void remove_folder(const void *folder)
{
	rmdir(folder);
}

static void trace_free(struct kvm_trace *trace)
{
	kvm_trace_off(trace);
	if (trace->guarded)
		guardian_end(&trace->guardian);
	if (trace->hist)
		tracefs_hist_free(trace->hist);
	if (trace->instance)
		tracefs_instance_free(trace->instance);
	if (trace->tep)
		tep_free(trace->tep);
	g_hash_table_unref(trace->threads);
	g_ptr_array_unref(trace->stops);
	g_free(trace->problem);
	g_free(trace->folder);
	g_free(trace);
}

static bool find_tracepoint(struct kvm_trace *trace, char **why)
{
	static const char *const systems[] = { "kvm", NULL };
	struct tracefs_hist_axis keys[] = {
		{ "common_pid", TRACEFS_HIST_KEY_NORMAL },
		{ "isa", TRACEFS_HIST_KEY_NORMAL },
		{ "exit_reason", TRACEFS_HIST_KEY_NORMAL },
		{ NULL, TRACEFS_HIST_KEY_NORMAL }
	};
	const char *folder = NULL;

	if (tracefs_tracing_dir_is_mounted(false, &folder) <= 0 || !folder) {
		*why = g_strdup("tracefs is not mounted (/sys/kernel/tracing)");
		return false;
	}
	if (access(folder, R_OK | X_OK | W_OK)) {
		*why = g_strdup_printf("%s: %s", folder, g_strerror(errno));
		return false;
	}
	trace->tep = tracefs_local_events_system(NULL, systems);
	trace->hist = trace->tep ? tracefs_hist_alloc_nd(trace->tep, "kvm",
							"kvm_exit", keys) : NULL;
	if (!trace->hist)
		*why = g_strdup_printf("%s: no tracepoint kvm:kvm_exit that can "
				       "be counted by isa and exit_reason",
				       folder);
	return trace->hist;
}

static bool make_instance(struct kvm_trace *trace, char **why)
{
	g_autofree char *name = g_strdup_printf("ipibench-%d", (int)getpid());
	g_autoptr(GError) error = NULL;
	char *folder;

	trace->instance = tracefs_instance_create(name);
	if (!trace->instance) {
		*why = g_strdup_printf("no tracing instance can be made: %s",
				       g_strerror(errno));
		return false;
	}
	folder = tracefs_instance_get_dir(trace->instance);
	trace->folder = g_strdup(folder);
	tracefs_put_tracing_file(folder);
	trace->guarded = guardian_begin(&trace->guardian, remove_folder,
					trace->folder, &error);
	if (!trace->guarded) {
		*why = g_strdup(error->message);
		remove_folder(trace->folder);
	}
	return trace->guarded;
}

struct kvm_trace *kvm_trace_begin(GHashTable *threads, char **why)
{
	struct kvm_trace *trace = g_new0(struct kvm_trace, 1);

	trace->threads = threads;
	trace->stops = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_array_unref);
	if (find_tracepoint(trace, why) && make_instance(trace, why))
		return trace;
	trace_free(trace);
	return NULL;
}

bool kvm_trace_on(struct kvm_trace *trace)
{
	trace->on = tracefs_hist_start(trace->instance, trace->hist) >= 0;
	if (!trace->on && !trace->problem) {
		const char *why = strerror(errno);

		trace->problem = g_strdup_printf("the kernel makes no histogram "
			"of kvm:kvm_exit (CONFIG_HIST_TRIGGERS): %s", why);
	}
	return trace->on;
}

void kvm_trace_off(struct kvm_trace *trace)
{
	if (trace->on)
		tracefs_hist_destroy(trace->instance, trace->hist);
	trace->on = false;
}

static void take(struct kvm_trace *trace, GArray *hits)
{
	char *text = tracefs_event_file_read(trace->instance, "kvm", "kvm_exit",
					     "hist", NULL);

	if (!text)
		trace->problem = g_strdup("the kernel's histogram cannot be "
					  "read");
	else
		kvm_trace_read_hist(text, trace->threads, hits,
				    &trace->problem);
	free(text);
}

void kvm_trace_stop(struct kvm_trace *trace)
{
	guint place = trace->stops->len % STOPS_A_ROW;
	GArray *hits = g_array_new(FALSE, FALSE,
				   sizeof(struct kvm_trace_hits));

	g_ptr_array_add(trace->stops, hits);
	if (trace->problem)
		return;
	if (place == 0)
		kvm_trace_on(trace);
	else
		take(trace, hits);
	if (place == STOPS_A_ROW - 1)
		kvm_trace_off(trace);
}

static void list_names(const struct kvm_trace *trace, struct kvm_stats *counts)
{
	for (guint i = 0; i < trace->stops->len; i++) {
		const GArray *hits = trace->stops->pdata[i];

		for (guint k = 0; k < hits->len; k++) {
			const struct kvm_trace_hits *one = &g_array_index(hits,
				struct kvm_trace_hits, k);
			const char *name = kvm_trace_reason(one->isa,
							    one->reason);

			counts->vcpus = MAX(counts->vcpus, one->vcpu + 1);
			if (kvm_stats_find(counts, name) < 0)
				g_ptr_array_add(counts->names, g_strdup(name));
		}
	}
}

static void fill(const GArray *hits, struct kvm_stats *counts)
{
	guint64 *values = g_new0(guint64, counts->vcpus * counts->names->len);

	for (guint k = 0; k < hits->len; k++) {
		const struct kvm_trace_hits *one = &g_array_index(hits,
			struct kvm_trace_hits, k);

		values[one->vcpu * counts->names->len +
		       kvm_stats_find(counts, kvm_trace_reason(one->isa,
				one->reason))] += one->hits;
	}
	g_ptr_array_add(counts->stops, values);
}

struct kvm_stats *kvm_trace_end(struct kvm_trace *trace)
{
	struct kvm_stats *counts = kvm_stats_new();

	list_names(trace, counts);
	for (guint i = 0; i < trace->stops->len; i++)
		fill(trace->stops->pdata[i], counts);
	counts->problem = g_steal_pointer(&trace->problem);
	trace_free(trace);
	return counts;
}
