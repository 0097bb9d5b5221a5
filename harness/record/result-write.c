/* SPDX-License-Identifier: GPL-2.0-only */
#include "record/result-part.h"

#include <string.h>

#include "base/members.h"
#include "result/result.h"

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

static guint64 said_number(const struct guest_row *row, const char *key,
			   guint64 otherwise)
{
	const char *word = row ? guest_word(row->begin, key) : NULL;
	guint64 number;

	return word && g_ascii_string_to_unsigned(word, 10, 0, G_MAXINT64,
						  &number, NULL) ?
		number : otherwise;
}

/* A pattern sends in whole rounds, the last one to its end: of as many IPIs as
 * there are ordered pairs at the most, or of the burst's length. */
static bool whole_rounds(const struct guest_row *row,
			 const struct setting *asked, enum experiment_key key)
{
	guint64 vcpus = setting_number(asked, KEY_VCPUS);
	guint64 least = setting_number(asked, key);
	guint64 said = said_number(row, experiment_keys[key].name, G_MAXINT64);

	return said >= least &&
	       said <= least + vcpus * vcpus + said_number(row, "k", 0);
}

/* The guest says back what it was told; keys that came later than the rest
 * may go without saying where they are what it assumes anyway. */
static bool same(const struct guest_row *row, const struct setting *asked,
		 enum experiment_key key)
{
	const struct key_spec *spec = &experiment_keys[key];
	const char *said = guest_word(row->begin, spec->name);

	switch (key) {
	case KEY_K:
		/* 0 is as many as suit the processors */
		if (!setting_number(asked, KEY_K) ||
		    (!g_str_equal(asked->value[KEY_PATTERN], "multicast") &&
		     !g_str_equal(asked->value[KEY_PATTERN], "burst")))
			return true;
		return g_strcmp0(said, asked->value[key]) == 0;
	case KEY_IPIS:
	case KEY_WARMUP:
		return whole_rounds(row, asked, key);
	case KEY_RATE:
		if (g_str_equal(asked->value[KEY_PASS], "count"))
			return true;    /* counting reads no clock */
		/* fall through */
	case KEY_SEED:
	case KEY_ARRIVAL:
	case KEY_DELIVER:
		if (!said)
			said = spec->fallback;
		/* fall through */
	default:
		return g_strcmp0(said, asked->value[key]) == 0;
	}
}

/* Does what the guest says it ran match what the plan said? */
static char *mismatch(const struct guest_row *row, const struct setting *asked)
{
	static const enum experiment_key keys[] = {
		KEY_METHOD, KEY_PATTERN, KEY_WAIT, KEY_IPIS, KEY_WARMUP,
		KEY_VCPUS, KEY_K, KEY_SEED, KEY_RATE, KEY_ARRIVAL, KEY_DELIVER
	};

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *name = experiment_keys[keys[i]].name;
		const char *said = guest_word(row->begin, name);

		if (!same(row, asked, keys[i]))
			return g_strdup_printf("asked for %s=%s, the guest "
				"says %s", name, asked->value[keys[i]],
				said ? said : "nothing");
	}
	return NULL;
}

/* Every IPI arrived, but for those that merged where the pattern lets them. */
static char *lost(const struct guest_row *row, const char *pattern)
{
	for (guint i = 0; i < row->received->len; i++) {
		const struct guest_received *one = row->received->pdata[i];

		if (one->sent != one->got + one->coalesced)
			return g_strdup_printf("cpu %u got %" G_GUINT64_FORMAT
				" interrupts of %" G_GUINT64_FORMAT, one->cpu,
				one->got, one->sent);
		if (one->coalesced && !g_str_equal(pattern, "burst"))
			return g_strdup_printf("cpu %u merged %"
				G_GUINT64_FORMAT " interrupts, and %s sends "
				"none that may", one->cpu, one->coalesced,
				pattern);
	}
	return NULL;
}

/* What is seen from outside where the guest's own words end. */
static char *failure_reason(const struct boot *boot)
{
	const char *reason = boot->failure.reason;
	const char *outside = boot->seen_from_outside;

	return reason && outside ? g_strdup_printf("%s; %s", reason, outside) :
		g_strdup(reason ? reason : outside);
}

static void set_status(JsonObject *object, const struct boot *boot,
		       const struct guest_row *row,
		       const struct setting *asked)
{
	const char *status, *code;
	bool ok;
	g_autofree char *reason = NULL;

	if (row && row->complete) {
		status = row->status;
		code = row->code;
		reason = g_strdup(row->reason);
		ok = g_str_equal(status, "ok");
		if (ok && (reason = mismatch(row, asked))) {
			status = "mismatch";
			code = "not-as-asked";
		} else if (ok && (reason = lost(row, asked->value[KEY_PATTERN]))) {
			status = "lost";
			code = "unbalanced";
		}
	} else if (boot->failure.status) {
		status = boot->failure.status;
		code = boot->failure.code;
		reason = failure_reason(boot);
	} else {
		status = "incomplete";
		code = row ? "damaged" : "no-row";
		reason = g_strdup(row ? row->damage :
				  "the guest said nothing of this row");
	}
	json_object_set_string_member(object, "status", status);
	/* An older guest has none; no member says so (result.h, `coded`). */
	ok = g_str_equal(status, "ok");
	if (ok || code || boot->guest->hello)
		members_set_text(object, "code", ok ? NULL : code);
	members_set_text(object, "reason", reason);
}

/* A number that only the guest knows. */
static void set_said(const struct result_part *part, const char *key)
{
	guint64 said = said_number(part->row, key, G_MAXUINT64);

	if (said == G_MAXUINT64)
		json_object_set_null_member(part->object, key);
	else
		json_object_set_int_member(part->object, key, said);
}

char *result_row(const struct boot *boot, guint index,
		 const struct target_report *report, JsonObject *provenance)
{
	const struct setting *asked = boot->settings->pdata[index];
	const struct guest_row *row = guest_run_row(boot->guest, index + 1);
	JsonObject *object = json_object_new();
	JsonArray *notes = json_array_new();
	bool whole = row && row->complete;
	struct result_part part = {
		.object = object, .notes = notes, .boot = boot,
		.row = whole ? row : NULL, .asked = asked,
		.method = asked->value[KEY_METHOD],
		.pattern = asked->value[KEY_PATTERN],
		.ipis = MAX(said_number(whole ? row : NULL, "ipis",
				setting_number(asked, KEY_IPIS)), 1),
	};
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
	members_set_text(object, "mode", row ? guest_word(row->begin, "mode") :
		       NULL);
	json_object_set_int_member(object, "ipis", part.ipis);
	json_object_set_int_member(object, "warmup",
		said_number(part.row, "warmup",
			    setting_number(asked, KEY_WARMUP)));
	json_object_set_int_member(object, "k",
		said_number(part.row, "k", setting_number(asked, KEY_K)));
	json_object_set_int_member(object, "seed",
				   setting_number(asked, KEY_SEED));
	json_object_set_int_member(object, "rate",
				   setting_number(asked, KEY_RATE));
	json_object_set_string_member(object, "arrival",
				      asked->value[KEY_ARRIVAL]);
	json_object_set_string_member(object, "deliver",
				      asked->value[KEY_DELIVER]);
	json_object_set_int_member(object, "raw",
				   setting_number(asked, KEY_RAW));
	set_said(&part, "senders");
	set_said(&part, "words");
	json_object_set_int_member(object, "boot", boot->number);
	json_object_set_int_member(object, "order", index < boot->order->len ?
		g_array_index(boot->order, guint, index) : index + 1);
	set_apic_ids(object, boot->guest);
	members_set_text(object, "regime", report->regime);
	set_status(object, boot, row, asked);
	result_set_exits(&part);
	result_set_received(&part);
	result_set_meter(&part);
	result_set_kvm_stats(&part);
	result_set_kvm_trace(&part);
	result_set_halted(&part);
	result_set_latency(&part);
	result_set_attempts(object, boot);
	result_set_notes(&part, report);
	json_object_set_array_member(object, "notes", notes);
	json_object_set_object_member(object, "provenance",
		result_provenance(boot, report, provenance));
	return json_to_string(node, FALSE);
}
