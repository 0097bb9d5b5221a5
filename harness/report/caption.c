/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/caption.h"

#include <string.h>

#include "base/members.h"

/* Who counted in this target's rows. */
static const char *sources(const GPtrArray *results, const char *target)
{
	bool hypervisor = false, meter = false, kvm = false, traced = false;

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (!g_str_equal(one->target, target))
			continue;
		hypervisor |= g_strcmp0(one->source, "hypervisor") == 0;
		meter |= one->exits.of[SOURCE_METER] != NULL;
		kvm |= one->exits.of[SOURCE_KVM_STATS] != NULL;
		traced |= one->exits.of[SOURCE_KVM_TRACE] != NULL;
	}
	return hypervisor ? meter ? "hypervisor and meter" : "hypervisor" :
		meter ? "meter" : kvm ? traced ?
		"KVM (query-stats, kvm:kvm_exit)" : "KVM (query-stats)" :
		"nobody";
}

/* A line, whatever it was booted by. */
static bool same_name(const struct result *a, const struct result *b)
{
	return !g_strcmp0(a->apicv, b->apicv) && g_str_equal(a->target, b->target) &&
	       row_same_in(a, b, ROW_GIVEN);
}

static const char *regime(const struct result *row)
{
	return row->regime ? row->regime : "unknown";
}

/* "" is none; a hypervisor that nobody knows that of has no such word. */
static char *patches_of(JsonObject *hypervisor)
{
	JsonNode *node = json_object_get_member(hypervisor, "patch_sha256");

	if (!node || JSON_NODE_HOLDS_NULL(node))
		return g_strdup("patches unknown");
	if (!*member_word(hypervisor, "patch_sha256"))
		return g_strdup("unpatched");
	return g_strdup_printf("patches %.8s", member_word(hypervisor,
							   "patch_sha256"));
}

static char *target_line(const GPtrArray *results, const struct result *one)
{
	JsonObject *hypervisor = member_object(one->provenance, "hypervisor");
	g_autofree char *given = row_given(one);
	GString *line = g_string_new(one->target);

	g_string_append_printf(line, "%s%s: ", given ? " " : "", given ? given : "");
	if (hypervisor) {
		const char *source = member_word(hypervisor, "source");
		g_autofree char *patches = patches_of(hypervisor);

		g_string_append_printf(line, "%s %s (%s%s%s), ",
			member_word(hypervisor, "name"),
			member_word(hypervisor, "version"),
			source, *source ? ", " : "", patches);
	}
	g_string_append_printf(line, "regime %s, exits counted by %s",
			       regime(one), sources(results, one->target));
	return g_string_free(line, FALSE);
}

/* What is not known of an imported result is left out, not left empty. */
static void add_known(GString *text, const char *before, const char *word,
		      int most)
{
	if (*word)
		g_string_append_printf(text, "%s%.*s", before, most, word);
}

static char *run_line(const struct result *first)
{
	JsonObject *run = first->provenance;
	bool dirty = member_flag(run, "dirty");
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "on %s", member_word(run, "processor"));
	add_known(text, ", ", member_word(run, "emulator"), 200);
	add_known(text, ", ", member_word(run, "host_kernel"), 200);
	add_known(text, ", guest image ", member_word(run, "guest_sha256"), 8);
	add_known(text, ", ISO ", member_word(run, "image_sha256"), 8);
	add_known(text, ", commit ", member_word(run, "commit"), 8);
	if (dirty)
		g_string_append(text, " (changed)");
	add_known(text, ", ", member_word(run, "time"), 10);
	return g_string_free(text, FALSE);
}

/* Results of several folders need not have run on the same machine. */
static void add_run_lines(GPtrArray *lines, const GPtrArray *results)
{
	for (guint i = 0; i < results->len; i++) {
		char *line = run_line(results->pdata[i]);

		if (g_ptr_array_find_with_equal_func(lines, line, g_str_equal,
						     NULL))
			g_free(line);
		else
			g_ptr_array_add(lines, line);
	}
}

GPtrArray *caption_lines(const GPtrArray *results)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) partials = result_partials(results);
	g_autoptr(GPtrArray) targets = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++)
		row_add_once(targets, results->pdata[i], same_name);
	for (guint i = 0; i < targets->len; i++)
		g_ptr_array_add(lines, target_line(results, targets->pdata[i]));
	add_run_lines(lines, results);
	for (guint i = 0; i < partials->len; i++)
		g_ptr_array_add(lines, g_strdup(partials->pdata[i]));
	return lines;
}

char *caption_target(const char *target)
{
	g_auto(GStrv) part = g_strsplit(target, "-", 4);
	const char *name;
	bool vmx;

	if (g_str_equal(target, "tcg"))
		return g_strdup("no hypervisor");
	if (g_str_equal(target, "kvm"))
		return g_strdup("host KVM");
	if (g_str_equal(target, "xen"))
		return g_strdup("host Xen");
	if (g_strv_length(part) < 3 || !g_str_equal(part[0], "lab"))
		return g_strdup(target);
	vmx = g_str_equal(part[2], "vmx");
	name = g_str_equal(part[1], "kvm") ? "KVM" :
		g_str_equal(part[1], "xen") ? "Xen" : part[1];
	if (part[3])
		return g_strdup_printf("%s %s%s", part[3], name,
				       vmx ? " VMX" : "");
	return g_strdup_printf("%s%s", name, vmx ? " VMX" : "");
}

char *caption_place(const struct result *row)
{
	g_autofree char *name = caption_target(row->target);

	/* Bare hardware boots nothing else. */
	return row_of_place(row, name, g_str_equal(row->target, "metal") ? row->loader :
			    "pvh");
}

/* NULL where targets differ in it. */
static const char *common_regime(const GPtrArray *targets)
{
	const char *first = regime(targets->pdata[0]);

	for (guint i = 1; i < targets->len; i++)
		if (!g_str_equal(regime(targets->pdata[i]), first))
			return NULL;
	return first;
}

static void brief_target(GString *text, const struct result *one)
{
	JsonObject *hypervisor = member_object(one->provenance, "hypervisor");
	g_autofree char *name = caption_target(one->target);

	g_string_append_printf(text, "%s: %s", name, one->target);
	if (hypervisor) {
		g_autofree char *patches = patches_of(hypervisor);

		g_string_append_printf(text, ", %s %s, %s",
			member_word(hypervisor, "name"),
			member_word(hypervisor, "version"), patches);
	}
}

char *caption_brief(const GPtrArray *rows)
{
	g_autoptr(GPtrArray) targets = g_ptr_array_new();
	JsonObject *run = ((struct result *)rows->pdata[0])->provenance;
	const char *emulator = member_word(run, "emulator"), *common;
	/* The distribution's package version is in the tables' caption. */
	g_autofree char *program = g_strstrip(g_strndup(emulator,
							strcspn(emulator, "(")));
	g_autoptr(GPtrArray) partials = result_partials(rows);
	bool dirty = member_flag(run, "dirty");
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < rows->len; i++)
		row_add_once(targets, rows->pdata[i], same_name);
	common = common_regime(targets);
	for (guint i = 0; i < targets->len; i++) {
		brief_target(text, targets->pdata[i]);
		if (!common)
			g_string_append_printf(text, ", regime %s",
					       regime(targets->pdata[i]));
		g_string_append(text, i + 1 < targets->len ? "; " : ". ");
	}
	if (common)
		g_string_append_printf(text, "Regime %s. ", common);
	g_string_append_printf(text, "On %s", member_word(run, "processor"));
	add_known(text, ", ", program, 200);
	add_known(text, ", guest ", member_word(run, "guest_sha256"), 8);
	add_known(text, ", commit ", member_word(run, "commit"), 8);
	if (dirty)
		g_string_append(text, " (changed)");
	add_known(text, ", ", member_word(run, "time"), 10);
	g_string_append_c(text, '.');
	if (partials->len)
		g_string_append(text, " Partial results.");
	return g_string_free(text, FALSE);
}
