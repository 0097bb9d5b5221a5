/* SPDX-License-Identifier: GPL-2.0-only */
#include "record/result-part.h"

#include "plan/subject.h"
#include "spec/target-names.h"
#include "plan/plan.h"

static void set_apic_ids(struct result *result, const struct guest_run *guest)
{
	result->apic_ids = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i < guest->cpus->len; i++) {
		const char *word = guest_word(guest->cpus->pdata[i], "apic_id");
		guint id = word ? g_ascii_strtoll(word, NULL, 0) : G_MAXUINT;

		g_array_append_val(result->apic_ids, id);
	}
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

static void set_status(struct result *result, const struct boot *boot,
		       const struct guest_row *row, const struct setting *asked)
{
	const char *code;
	bool ok;
	g_autofree char *reason = NULL;

	if (row && row->complete) {
		result->status = row->status;
		code = row->code;
		reason = g_strdup(row->reason);
		ok = g_str_equal(row->status, "ok");
		if (ok && (reason = mismatch(row, asked))) {
			result->status = "mismatch";
			code = "not-as-asked";
		} else if (ok && (reason = lost(row, asked->value[KEY_PATTERN]))) {
			result->status = "lost";
			code = "unbalanced";
		}
	} else if (boot->failure.status) {
		result->status = boot->failure.status;
		code = boot->failure.code;
		reason = failure_reason(boot);
	} else {
		result->status = "incomplete";
		code = row ? "damaged" : "no-row";
		reason = g_strdup(row ? row->damage :
				  "the guest said nothing of this row");
	}
	/* An older guest has none; no member says so (result.h, `coded`). */
	ok = g_str_equal(result->status, "ok");
	if (ok || code || boot->guest->hello)
		codec_want(&result_shape, result, "code");
	result->code = ok ? NULL : code;
	result->reason = result_keep(result, reason);
}

/* A number that only the guest knows. */
static guint64 only_said(struct result *result, const struct guest_row *row,
			 const char *key)
{
	guint64 said = said_number(row, key, G_MAXUINT64);

	if (said != G_MAXUINT64)
		return said;
	codec_set_null(&result_shape, result, key);
	return 0;
}

/* What was asked for, and what the guest made of it. */
static void set_setting(struct result *result, const struct setting *asked,
			const struct guest_row *begun, const struct guest_row *row)
{
	const char *dest = begun ? guest_word(begun->begin, "dest") : NULL;

	result->experiment = asked->experiment->name;
	result->method = asked->value[KEY_METHOD];
	result->pattern = asked->value[KEY_PATTERN];
	result->targets = only_said(result, begun, "targets");
	result->wait = asked->value[KEY_WAIT];
	result->dest = dest ? dest : asked->value[KEY_DEST];
	result->dest_asked = asked->value[KEY_DEST];
	result->pass = asked->value[KEY_PASS];
	result->mode = begun ? guest_word(begun->begin, "mode") : NULL;
	result->ipis = MAX(said_number(row, "ipis", setting_number(asked, KEY_IPIS)), 1);
	result->warmup = said_number(row, "warmup", setting_number(asked, KEY_WARMUP));
	result->k = said_number(row, "k", setting_number(asked, KEY_K));
	result->seed = setting_number(asked, KEY_SEED);
	result->rate = setting_number(asked, KEY_RATE);
	result->arrival = asked->value[KEY_ARRIVAL];
	result->deliver = asked->value[KEY_DELIVER];
	result->raw = setting_number(asked, KEY_RAW);
	result->senders = only_said(result, row, "senders");
	result->words = only_said(result, row, "words");
}

static const char *name_of(struct result *result, const char *whole)
{
	g_autofree char *name = subject_name(whole);

	return result_keep(result, name);
}

char *result_row(const struct boot *boot, guint index,
		 const struct target_report *report, JsonObject *provenance)
{
	const struct setting *asked = boot->settings->pdata[index];
	const struct guest_row *row = guest_run_row(boot->guest, index + 1);
	struct result *result = result_new();
	const struct result_part part = {
		.result = result, .boot = boot, .asked = asked,
		.row = row && row->complete ? row : NULL,
	};
	char *line;

	result->schema = RESULT_SCHEMA;
	result->target = boot->target;
	result->vcpus = boot->vcpus;
	result->loader = boot->loader;
	result->apicv = target_is_exact(boot->target) ? asked->value[KEY_APICV] : NULL;
	result->kernel = name_of(result, boot->given[KEY_KERNEL]);
	result->xen = name_of(result, boot->given[KEY_XEN]);
	result->qemu = name_of(result, boot->given[KEY_QEMU]);
	result->cpu = boot->given[KEY_CPU];
	result->machine = boot->given[KEY_MACHINE];
	result->topology = boot->given[KEY_TOPOLOGY];
	if (boot->given[KEY_OVERCOMMIT])
		result->overcommit = boot_overcommit(boot);
	result->patches = name_of(result, boot->given[KEY_PATCHES]);
	result->side = boot->given[KEY_SIDE];
	result->boot = boot->number;
	result->order = index < boot->order->len ?
		g_array_index(boot->order, guint, index) : index + 1;
	result->regime = report->regime;
	result->notes = g_ptr_array_new();
	set_setting(result, asked, row, part.row);
	set_apic_ids(result, boot->guest);
	set_status(result, boot, row, asked);
	result_set_exits(&part);
	result_set_received(&part);
	result_set_meter(&part);
	result_set_kvm_stats(&part);
	result_set_kvm_trace(&part);
	result_set_halted(&part);
	result_set_latency(&part);
	result->attempts = 1;           /* nothing is tried again */
	result_set_notes(&part, report);
	result->provenance = result_provenance(boot, report, provenance);
	line = result_line(result);
	result_free(result);
	return line;
}
