/* SPDX-License-Identifier: GPL-2.0-only */
/* Where it ran: what all rows share, what differs between them, and for each
 * target the rest, command lines included. */
#include <string.h>

#include "base/members.h"
#include "html/html.h"
#include "report/rows.h"
#include "report/table.h"

/* Members of provenance that belong to one boot, not to a place. */
static const char *const of_a_boot[] = {
	"commands", "plan", "raw", "boot_name", "boot_seconds", "time", "pinning",
	"image_sha256", NULL
};

static gboolean add_fact(gpointer name, gpointer value, gpointer facts)
{
	g_autofree char *first = g_strndup(name, strcspn(name, "."));

	if (!g_strv_contains(of_a_boot, first))
		g_hash_table_insert(facts, g_strdup(name), g_strdup(value));
	return FALSE;
}

static GHashTable *facts_of(const struct result *row)
{
	GHashTable *facts = g_hash_table_new_full(g_str_hash, g_str_equal,
						  g_free, g_free);
	g_autoptr(GTree) all = members_flat(row->provenance);

	g_tree_foreach(all, add_fact, facts);
	return facts;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *names_in(GPtrArray *all)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < all->len; i++) {
		GHashTableIter iter;
		gpointer name;

		g_hash_table_iter_init(&iter, all->pdata[i]);
		while (g_hash_table_iter_next(&iter, &name, NULL))
			if (!g_ptr_array_find_with_equal_func(names, name,
					g_str_equal, NULL))
				g_ptr_array_add(names, name);
	}
	g_ptr_array_sort(names, by_name);
	return names;
}

static bool same_everywhere(GPtrArray *all, const char *name)
{
	const char *first = g_hash_table_lookup(all->pdata[0], name);

	for (guint i = 1; i < all->len; i++)
		if (g_strcmp0(g_hash_table_lookup(all->pdata[i], name), first))
			return false;
	return true;
}

static void put_same(GPtrArray *all, GPtrArray *names, GString *out)
{
	g_string_append(out, "<h2>Provenance: the same for all</h2>\n"
			"<div class=\"wide\"><table class=\"words facts\">\n<tbody>\n");
	for (guint i = 0; i < names->len; i++) {
		if (!same_everywhere(all, names->pdata[i]))
			continue;
		g_string_append(out, "<tr>");
		html_element(out, "td", names->pdata[i]);
		html_element(out, "td", g_hash_table_lookup(all->pdata[0],
							    names->pdata[i]));
		g_string_append(out, "</tr>\n");
	}
	g_string_append(out, "</tbody></table></div>\n");
}

static void put_differing_table(GPtrArray *all, GPtrArray *names,
				GPtrArray *places, bool facts, GString *out)
{
	g_string_append(out, "<div class=\"wide\"><table class=\"words facts\">"
			"\n<thead><tr><th></th>");
	for (guint k = 0; k < places->len; k++) {
		g_autofree char *place = row_place(places->pdata[k]);

		html_element(out, "th", place);
	}
	g_string_append(out, "</tr></thead>\n<tbody>\n");
	for (guint i = 0; i < names->len; i++) {
		if (same_everywhere(all, names->pdata[i]) ||
		    g_str_has_prefix(names->pdata[i], "facts.") != facts)
			continue;
		g_string_append(out, "<tr>");
		html_element(out, "td", names->pdata[i]);
		for (guint k = 0; k < all->len; k++) {
			const char *value = g_hash_table_lookup(all->pdata[k],
				names->pdata[i]);

			html_element(out, "td", value ? value : "\u2013");
		}
		g_string_append(out, "</tr>\n");
	}
	g_string_append(out, "</tbody></table></div>\n");
}

/* What a target tells of itself, module parameters and the like, is long and
 * folded up. */
static void put_different(GPtrArray *all, GPtrArray *names, GPtrArray *places,
			  GString *out)
{
	if (all->len < 2)
		return;
	g_string_append(out, "<h2>Provenance: what differs</h2>\n"
			"<p>\u2013: not known of that target, or not "
			"there.</p>\n");
	put_differing_table(all, names, places, false, out);
	g_string_append(out, "<details><summary>Facts of each target"
			"</summary>\n");
	put_differing_table(all, names, places, true, out);
	g_string_append(out, "</details>\n");
}

static void put_commands(const GPtrArray *results, GString *out)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash,
		g_str_equal, g_free, NULL);

	g_string_append(out, "<h2>Command lines</h2>\n");
	for (guint i = 0; i < results->len; i++) {
		const struct result *row = results->pdata[i];
		JsonObject *run = row->provenance;
		JsonArray *lines = member_array(run, "commands");
		g_autofree char *key = g_strconcat(row->target, "/",
			member_word(run, "raw"), NULL);

		if (!lines || g_hash_table_contains(seen, key))
			continue;
		g_string_append(out, "<details><summary>");
		html_escape(out, row->target);
		g_string_append(out, ", ");
		html_escape(out, member_word(run, "raw"));
		g_string_append(out, "</summary>\n");
		for (guint k = 0; k < json_array_get_length(lines); k++) {
			const char *line = element_text(lines, k);

			html_element(out, "pre", line ? line : "");
			g_string_append_c(out, '\n');
		}
		g_string_append(out, "</details>\n");
		g_hash_table_add(seen, g_steal_pointer(&key));
	}
}

/* Rows of one target need not agree either: each that differs is a place. */
static bool same_place(const struct result *a, const struct result *b)
{
	g_autoptr(GHashTable) one = NULL, other = NULL;
	GHashTableIter iter;
	gpointer name, value;

	if (!row_same_target(a, b))
		return false;
	if (a->vcpus != b->vcpus)
		return true;    /* its boots' own facts: shown by the first */
	one = facts_of(a);
	other = facts_of(b);
	if (g_hash_table_size(one) != g_hash_table_size(other))
		return false;
	g_hash_table_iter_init(&iter, one);
	while (g_hash_table_iter_next(&iter, &name, &value))
		if (g_strcmp0(g_hash_table_lookup(other, name), value))
			return false;
	return true;
}

void html_provenance(const GPtrArray *results, GString *out)
{
	g_autoptr(GPtrArray) places = g_ptr_array_new();
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_hash_table_unref);
	g_autoptr(GPtrArray) names = NULL;

	for (guint i = 0; i < results->len; i++)
		row_add_once(places, results->pdata[i], same_place);
	for (guint i = 0; i < places->len; i++)
		g_ptr_array_add(all, facts_of(places->pdata[i]));
	names = names_in(all);
	put_same(all, names, out);
	put_different(all, names, places, out);
	put_commands(results, out);
}
