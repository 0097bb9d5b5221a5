/* SPDX-License-Identifier: GPL-2.0-only */
#include "result.h"

#include <string.h>

#include "methods.h"
#include "provenance.h"
#include "result-meter.h"

/* What can be timed (CONTRACT's four), whether the guest does so or not. */
static const char *const times[] = {
	"send", "delivery", "roundtrip", "eoi", NULL
};

static void note(JsonArray *notes, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

static void note(JsonArray *notes, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	json_array_add_string_element(notes, text);
}

static JsonObject *counts_object(const struct exit_counts *counts, bool all)
{
	JsonObject *object = json_object_new();

	for (int i = 0; i < VAPIC_EXIT_CLASSES; i++)
		if (all || counts->by_class[i])
			json_object_set_int_member(object, exit_class_names[i],
						   counts->by_class[i]);
	json_object_set_int_member(object, "total", counts->total);
	return object;
}

/* What counting itself put into the window (hv-patches/README.md, "What
 * reading costs") is taken out here and nowhere else. */
static struct exit_counts without_reading(const struct guest_exits *exits)
{
	struct exit_counts counts = exits->counts;
	guint64 *other = &counts.by_class[VAPIC_EXIT_MSR_OTHER];

	if (*other >= exits->reading && counts.total >= exits->reading) {
		*other -= exits->reading;
		counts.total -= exits->reading;
	}
	return counts;
}

static guint64 send_exits(const struct exit_counts *sender, const char *method)
{
	const struct method *known = method_from_name(method);
	guint64 sum = 0;

	for (int i = 0; known && i < VAPIC_EXIT_CLASSES; i++)
		if (known->send_classes & 1u << i)
			sum += sender->by_class[i];
	return sum;
}

static void set_exits(JsonObject *object, const struct guest_row *row,
		      const char *method, guint64 ipis)
{
	struct exit_counts sender = { 0 }, receivers = { 0 };
	JsonObject *exits = json_object_new(), *source;
	JsonArray *cpus;
	guint64 reading = 0;

	json_object_set_object_member(object, "exits", exits);
	if (!row || !row->exits->len) {
		json_object_set_null_member(exits, "hypervisor");
		json_object_set_null_member(object, "send_exits_per_ipi");
		return;
	}
	source = json_object_new();
	cpus = json_array_new();
	for (guint i = 0; i < row->exits->len; i++) {
		const struct guest_exits *one = row->exits->pdata[i];
		struct exit_counts counts = without_reading(one);
		JsonObject *cpu = counts_object(&counts, false);

		json_object_set_int_member(cpu, "cpu", one->cpu);
		json_object_set_string_member(cpu, "role",
					      guest_role_names[one->role]);
		json_object_set_int_member(cpu, "reading_taken_out",
					   one->reading);
		json_array_add_object_element(cpus, cpu);
		reading += one->reading;
		if (one->role == ROLE_SENDER || one->role == ROLE_BOTH)
			exit_counts_add(&sender, &counts);
		else if (one->role == ROLE_RECEIVER)
			exit_counts_add(&receivers, &counts);
	}
	json_object_set_object_member(source, "sender",
				      counts_object(&sender, true));
	json_object_set_object_member(source, "receivers",
				      counts_object(&receivers, true));
	json_object_set_array_member(source, "per_vcpu", cpus);
	json_object_set_int_member(source, "reading_taken_out", reading);
	json_object_set_object_member(exits, "hypervisor", source);
	json_object_set_double_member(object, "send_exits_per_ipi",
		(double)send_exits(&sender, method) / ipis);
}

static JsonObject *histogram_object(const struct histogram *histogram)
{
	static const struct { const char *name; double at; } quantiles[] = {
		{ "p50", .5 }, { "p90", .9 }, { "p99", .99 }, { "p999", .999 }
	};
	JsonObject *object = json_object_new(), *buckets = json_object_new();
	JsonArray *pairs = json_array_new();

	json_object_set_string_member(object, "unit", histogram->unit);
	json_object_set_int_member(object, "n", histogram->n);
	json_object_set_int_member(object, "min", histogram->min);
	for (guint i = 0; i < G_N_ELEMENTS(quantiles); i++)
		json_object_set_int_member(object, quantiles[i].name,
			histogram_quantile(histogram, quantiles[i].at));
	json_object_set_int_member(object, "max", histogram->max);
	json_object_set_double_member(object, "mean",
		(double)histogram->sum / histogram->n);
	json_object_set_int_member(object, "sum", histogram->sum);
	for (guint i = 0; i < histogram->buckets->len; i++) {
		const struct histogram_bucket *bucket =
			&g_array_index(histogram->buckets,
				       struct histogram_bucket, i);
		JsonArray *pair = json_array_new();

		json_array_add_int_element(pair, bucket->index);
		json_array_add_int_element(pair, bucket->count);
		json_array_add_array_element(pairs, pair);
	}
	json_object_set_int_member(buckets, "sub_bits", histogram->sub_bits);
	json_object_set_array_member(buckets, "buckets", pairs);
	json_object_set_object_member(object, "histogram", buckets);
	return object;
}

/* Numbers of the guest become numbers. */
static void set_word(JsonObject *object, const char *key, const char *value)
{
	guint64 number;

	if (g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT64, &number, NULL))
		json_object_set_int_member(object, key, number);
	else
		json_object_set_string_member(object, key, value);
}

static JsonNode *words_node(GHashTable *words)
{
	JsonObject *object = json_object_new();
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(words),
					    (GCompareFunc)strcmp);

	for (GList *key = keys; key; key = key->next)
		if (*(const char *)key->data)
			set_word(object, key->data,
				 g_hash_table_lookup(words, key->data));
	return json_node_init_object(json_node_alloc(), object);
}

static void set_latency(JsonObject *object, const struct boot *boot,
			const struct guest_row *row, bool counted_only,
			JsonArray *notes)
{
	JsonObject *latency = json_object_new();
	JsonArray *clocks = json_array_new();
	const char *hz = guest_word(boot->guest->tsc, "hz");
	gint64 tsc_hz = hz ? g_ascii_strtoll(hz, NULL, 10) : 0;

	if (tsc_hz > 0)
		json_object_set_int_member(latency, "tsc_hz", tsc_hz);
	else
		json_object_set_null_member(latency, "tsc_hz");
	if (tsc_hz <= 0)
		note(notes, "tsc_hz: the guest found no sound frequency");
	provenance_set(latency, "tsc_source",
		       guest_word(boot->guest->tsc, "source"));
	for (guint i = 0; i < boot->guest->clocks->len; i++)
		json_array_add_element(clocks,
			words_node(boot->guest->clocks->pdata[i]));
	json_object_set_array_member(latency, "clock", clocks);
	for (guint i = 0; times[i]; i++)
		json_object_set_null_member(latency, times[i]);
	for (guint i = 0; row && i < row->histograms->len; i++) {
		const struct histogram *histogram = row->histograms->pdata[i];

		if (histogram->n)
			json_object_set_object_member(latency, histogram->what,
				histogram_object(histogram));
	}
	for (guint i = 0; row && row->complete && times[i]; i++)
		if (json_object_get_null_member(latency, times[i]))
			note(notes, "latency.%s: %s", times[i],
			     counted_only ? "not asked for: pass=count" :
			     "not measured by this guest for this row");
	json_object_set_object_member(object, "latency", latency);
}

static void set_received(JsonObject *object, const struct guest_row *row)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; row && i < row->received->len; i++) {
		const struct guest_received *one = row->received->pdata[i];
		JsonObject *entry = json_object_new();

		json_object_set_int_member(entry, "cpu", one->cpu);
		json_object_set_string_member(entry, "pass",
			one->timing ? "time" : "count");
		json_object_set_int_member(entry, "expected", one->expected);
		json_object_set_int_member(entry, "got", one->got);
		json_array_add_object_element(array, entry);
	}
	json_object_set_array_member(object, "received", array);
}

static void set_apic_ids(JsonObject *object, const struct guest_run *guest)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; i < guest->cpus->len; i++) {
		const char *id = guest_word(guest->cpus->pdata[i], "apic_id");

		json_array_add_int_element(array,
			id ? g_ascii_strtoll(id, NULL, 0) : -1);
	}
	json_object_set_array_member(object, "apic_ids", array);
}

/* Does what the guest says it ran match what the plan said? */
static char *mismatch(const struct guest_row *row, const struct setting *asked)
{
	static const enum experiment_key keys[] = {
		KEY_METHOD, KEY_PATTERN, KEY_WAIT, KEY_IPIS, KEY_WARMUP,
		KEY_VCPUS
	};

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *name = experiment_keys[keys[i]].name;
		const char *said = guest_word(row->begin, name);

		if (g_strcmp0(said, asked->value[keys[i]]) != 0)
			return g_strdup_printf("asked for %s=%s, the guest "
				"says %s", name, asked->value[keys[i]],
				said ? said : "nothing");
	}
	return NULL;
}

static char *lost(const struct guest_row *row)
{
	for (guint i = 0; i < row->received->len; i++) {
		const struct guest_received *one = row->received->pdata[i];

		if (one->expected != one->got)
			return g_strdup_printf("cpu %u got %" G_GUINT64_FORMAT
				" interrupts of %" G_GUINT64_FORMAT, one->cpu,
				one->got, one->expected);
	}
	return NULL;
}

static void set_status(JsonObject *object, const struct boot *boot,
		       const struct guest_row *row,
		       const struct setting *asked)
{
	const char *status;
	g_autofree char *reason = NULL;

	if (row && row->complete) {
		status = row->status;
		reason = g_strdup(row->reason);
		if (g_str_equal(status, "ok")) {
			if ((reason = mismatch(row, asked)))
				status = "mismatch";
			else if ((reason = lost(row)))
				status = "lost";
		}
	} else if (boot->failure) {
		/* "bad-plan: line 3 ...": the first word is the status */
		const char *colon = strstr(boot->failure, ": ");
		g_autofree char *first = colon ?
			g_strndup(boot->failure, colon - boot->failure) :
			g_strdup(boot->failure);

		status = g_intern_string(first);
		reason = colon ? g_strdup(colon + 2) : boot->guest->fault ?
			g_strdup(boot->guest->fault) :
			g_strdup(boot->seen_from_outside);
	} else {
		status = "incomplete";
		reason = g_strdup(row ? row->damage :
				  "the guest said nothing of this row");
	}
	json_object_set_string_member(object, "status", status);
	provenance_set(object, "reason", reason);
}

static JsonArray *strings(const GPtrArray *from)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; i < from->len; i++)
		json_array_add_string_element(array, from->pdata[i]);
	return array;
}

static JsonObject *full_provenance(const struct boot *boot,
				   const struct target_report *report,
				   JsonObject *of_run)
{
	JsonObject *object = json_object_new();
	g_autoptr(GList) keys = json_object_get_members(of_run);
	g_autofree char *plan = g_strdup_printf("raw/%s.plan", boot->name);
	g_autofree char *raw = g_strdup_printf("raw/%s.txt", boot->name);

	for (GList *key = keys; key; key = key->next)
		json_object_set_member(object, key->data,
			json_object_dup_member(of_run, key->data));
	if (report->hypervisor)
		json_object_set_object_member(object, "hypervisor",
			json_object_ref(report->hypervisor));
	else
		json_object_set_null_member(object, "hypervisor");
	if (report->facts)
		json_object_set_object_member(object, "facts",
			json_object_ref(report->facts));
	json_object_set_array_member(object, "commands",
				     strings(boot->commands));
	json_object_set_array_member(object, "pinning",
				     strings(boot->pinning));
	json_object_set_boolean_member(object, "oversubscribed",
				       boot->oversubscribed);
	if (boot->image_sha256)
		json_object_set_string_member(object, "image_sha256",
					      boot->image_sha256);
	json_object_set_string_member(object, "plan", plan);
	json_object_set_string_member(object, "raw", raw);
	json_object_set_double_member(object, "boot_seconds", boot->seconds);
	if (boot->guest->begin)
		json_object_set_member(object, "guest",
				       words_node(boot->guest->begin));
	if (boot->guest->cpuid)
		json_object_set_member(object, "guest_cpuid",
				       words_node(boot->guest->cpuid));
	return object;
}

static void notes_of_target(JsonArray *notes, const struct boot *boot,
			    const struct guest_row *row,
			    const struct target_report *report)
{
	if (report->regime_note)
		note(notes, "regime: %s", report->regime_note);
	if (row && row->complete && !row->exits->len) {
		if (g_strcmp0(report->regime, "n/a") == 0)
			note(notes, "exits: no hypervisor, nothing to exit to");
		else if (g_str_equal(row->status, "ok"))
			note(notes, "exits: this hypervisor does not count "
			     "exits by class");
	}
	if (boot->windows && boot->vcpus > g_get_num_processors())
		note(notes, "hv_insns: more emulated processors than the host "
		     "has: waiting for locks is in it");
	if (boot->meter_problem)
		note(notes, "meter: %s", boot->meter_problem);
	if (g_str_equal(boot->target, "tcg") ||
	    g_str_has_prefix(boot->target, "lab-"))
		note(notes, "latency: measured under an emulated processor; "
		     "not meaningful in nanoseconds");
	if (boot->oversubscribed)
		note(notes, "oversubscribed: more vCPUs than processors; times "
		     "contain the scheduler's");
	if (row && row->complete && boot->failure)
		note(notes, "boot: %s after this row", boot->failure);
}

char *result_row(const struct boot *boot, guint index,
		 const struct target_report *report, JsonObject *provenance)
{
	const struct setting *asked = boot->settings->pdata[index];
	const struct guest_row *row = guest_run_row(boot->guest, index + 1);
	JsonObject *object = json_object_new();
	JsonArray *notes = json_array_new();
	g_autoptr(JsonNode) node = json_node_init_object(json_node_alloc(),
							 object);
	const char *said_targets = row ? guest_word(row->begin, "targets") :
		NULL;
	const char *said_dest = row ? guest_word(row->begin, "dest") : NULL;

	json_object_set_int_member(object, "schema", RESULT_SCHEMA);
	json_object_set_string_member(object, "experiment",
				      asked->experiment->name);
	json_object_set_string_member(object, "target", boot->target);
	json_object_set_string_member(object, "method",
				      asked->value[KEY_METHOD]);
	json_object_set_string_member(object, "pattern",
				      asked->value[KEY_PATTERN]);
	json_object_set_int_member(object, "vcpus", boot->vcpus);
	if (said_targets)
		json_object_set_int_member(object, "targets",
			g_ascii_strtoll(said_targets, NULL, 10));
	else
		json_object_set_null_member(object, "targets");
	json_object_set_string_member(object, "wait", asked->value[KEY_WAIT]);
	json_object_set_string_member(object, "dest",
		said_dest ? said_dest : asked->value[KEY_DEST]);
	json_object_set_string_member(object, "dest_asked",
				      asked->value[KEY_DEST]);
	json_object_set_string_member(object, "pass", asked->value[KEY_PASS]);
	json_object_set_string_member(object, "loader", boot->loader);
	provenance_set(object, "mode", row ? guest_word(row->begin, "mode") :
		       NULL);
	json_object_set_int_member(object, "ipis",
				   setting_number(asked, KEY_IPIS));
	json_object_set_int_member(object, "warmup",
				   setting_number(asked, KEY_WARMUP));
	json_object_set_int_member(object, "boot", boot->number);
	set_apic_ids(object, boot->guest);
	provenance_set(object, "regime", report->regime);
	set_status(object, boot, row, asked);
	if (row && !row->complete)
		row = NULL;     /* nothing of it is believed */
	set_exits(object, row, asked->value[KEY_METHOD],
		  setting_number(asked, KEY_IPIS));
	set_received(object, row);
	result_set_meter(object, json_object_get_object_member(object, "exits"),
			 boot, row, asked->value[KEY_PATTERN],
			 asked->value[KEY_METHOD],
			 setting_number(asked, KEY_IPIS));
	set_latency(object, boot, row,
		    g_str_equal(asked->value[KEY_PASS], "count"), notes);
	notes_of_target(notes, boot, row, report);
	json_object_set_array_member(object, "notes", notes);
	json_object_set_object_member(object, "provenance",
		full_provenance(boot, report, provenance));
	return json_to_string(node, FALSE);
}
