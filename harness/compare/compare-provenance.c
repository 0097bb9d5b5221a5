/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between two results besides their figures, and what forbids to
 * compare them: another regime, and another processor where the processor has a
 * part in the figures. Under an emulator it is the emulated one that counts.
 */
#include "compare/compare.h"

#include <string.h>

#include "base/members.h"
#include "spec/target-names.h"

/* Of each run its own: not a difference. */
static const char *const own[] = {
	"time", "ipibench", "boot_seconds", "plan", "raw", "boot_name", "guest",
	"condensed", NULL
};
/* What follows from something else that is named, or is but another name of it. */
static const char *const derived[] = {
	"commands", "machine", "machine_sha256", "guest_cpuid", "image_sha256",
	"order_seed", "hypervisor.config_sha256", "hypervisor.image_sha256",
	"hypervisor.modules_sha256", "hypervisor.patches", "hypervisor.compiler",
	"facts.cmdline", NULL
};
/* The machine below has no part in what an emulated one counts. */
static const char *const of_host[] = {
	"processor", "microcode", "host_kernel", "host_checks", "pinning", "memory",
	"distribution", NULL
};
/* What belongs to a target; the rest is the same for all rows of a run. */
static const char *const of_target[] = {
	"hypervisor", "facts", "commands", "guest_cpuid", "image_sha256",
	"machine", "machine_sha256", NULL
};

/* ... and of the host when it was looked at. */
static bool passing(const char *key)
{
	static const char checks[] = "host_checks.";

	return g_str_has_prefix(key, checks) &&
	       (!g_str_has_suffix(key, ".value") ||
		g_str_has_prefix(key + strlen(checks), "load.") ||
		g_str_has_prefix(key + strlen(checks), "steal."));
}

static bool starts_with_one(const char *key, const char *const *list)
{
	for (guint i = 0; list[i]; i++) {
		gsize len = strlen(list[i]);

		if (!strncmp(key, list[i], len) &&
		    (key[len] == '\0' || key[len] == '.'))
			return true;
	}
	return false;
}

/* Long values from a little before where they begin to differ. */
static char *shorten(const char *text, gsize same)
{
	gsize from = same > 12 && strlen(text) > 70 ? same - 12 : 0;

	/* Not into the middle of a character. */
	while (from && ((guchar)text[from] & 0xc0) == 0x80)
		from--;
	return g_strdup_printf("%s%.*s%s", from ? "..." : "",
		(int)MIN(strlen(text + from), 70), text + from,
		strlen(text + from) > 70 ? "..." : "");
}

static void add_once(GPtrArray *list, char *text)
{
	for (guint i = 0; i < list->len; i++)
		if (g_str_equal(list->pdata[i], text)) {
			g_free(text);
			return;
		}
	g_ptr_array_add(list, text);
}

static void differ(GPtrArray *list, const char *target, const char *key,
		   const char *base, const char *now)
{
	g_autofree char *one = NULL, *other = NULL;
	bool named = starts_with_one(key, of_target);
	gsize same = 0;

	while (base[same] && base[same] == now[same])
		same++;
	one = g_str_is_ascii(base) ? shorten(base, same) : g_strdup(base);
	other = g_str_is_ascii(now) ? shorten(now, same) : g_strdup(now);
	add_once(list, g_strdup_printf("%s%s%s: %s -> %s", named ? target : "",
				       named ? ": " : "", key, one, other));
}

struct walk {
	struct comparison *comparison;
	const char *target;
	GTree *other;
	bool reverse;           /* only what the other side has not */
	bool other_condensed;
};

/* Where it is to be listed. */
static GPtrArray *list_for(const struct walk *walk, const char *key)
{
	bool aside = starts_with_one(key, derived) ||
		(target_is_emulated(walk->target) && starts_with_one(key, of_host));

	return aside ? walk->comparison->background : walk->comparison->differs;
}

static gboolean visit(gpointer key, gpointer value, gpointer user)
{
	struct walk *walk = user;
	const char *there = g_tree_lookup(walk->other, key);
	GPtrArray *list = list_for(walk, key);

	if (starts_with_one(key, own) || passing(key) ||
	    (!there && walk->other_condensed))
		return FALSE;
	if (walk->reverse && !there)
		differ(list, walk->target, key, "(none)", value);
	else if (!walk->reverse && g_strcmp0(value, there))
		differ(list, walk->target, key, value,
		       there ? there : "(none)");
	return FALSE;
}

static bool condensed(const struct result *result)
{
	return result->provenance && json_object_has_member(result->provenance,
							    "condensed");
}

static void differences(struct comparison *comparison,
			const struct result *base, const struct result *now)
{
	g_autoptr(GTree) one = members_flat(base->provenance);
	g_autoptr(GTree) other = members_flat(now->provenance);
	struct walk walk = {
		comparison, base->target, other, false, condensed(now)
	};

	g_tree_foreach(one, visit, &walk);
	walk.other = one;
	walk.reverse = true;
	walk.other_condensed = condensed(base);
	g_tree_foreach(other, visit, &walk);
}

static void forbid(struct comparison *comparison, const struct result *base,
		   const struct result *now)
{
	g_autoptr(GTree) one = members_flat(base->provenance);
	g_autoptr(GTree) other = members_flat(now->provenance);
	const char *key = target_is_emulated(base->target) ? "facts.processor" :
		"processor";
	const char *was = g_tree_lookup(one, key);
	const char *is = g_tree_lookup(other, key);

	if (was && is && g_strcmp0(was, is))
		add_once(comparison->refused, g_strdup_printf("%s: another "
			"processor: %s -> %s", base->target, was, is));
	if (g_strcmp0(base->regime, now->regime))
		add_once(comparison->refused, g_strdup_printf("%s: another "
			"regime: %s -> %s", base->target,
			base->regime ? base->regime : "unknown",
			now->regime ? now->regime : "unknown"));
}

void compare_provenance(struct comparison *comparison, const GPtrArray *base,
			const GPtrArray *now)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < comparison->rows->len; i++) {
		const struct compare_row *row = comparison->rows->pdata[i];
		const struct result *one = row->base->pdata[0];

		if (g_hash_table_add(seen, (gpointer)one->target))
			differences(comparison, one, row->now->pdata[0]);
		for (guint k = 0; k < row->base->len; k++)
			for (guint n = 0; n < row->now->len; n++)
				if (k == 0 || n == 0)
					forbid(comparison, row->base->pdata[k],
					       row->now->pdata[n]);
	}
}
