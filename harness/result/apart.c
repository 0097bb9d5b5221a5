/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/apart.h"

#include "base/members.h"
#include "result/row.h"

#define SHA_DIGITS 8

static JsonObject *hypervisor_of(const struct result *row)
{
	return member_object(row->provenance, "hypervisor");
}

static bool differ_in(const struct result *a, const struct result *b, const char *member)
{
	return !g_str_equal(member_word(hypervisor_of(a), member),
			    member_word(hypervisor_of(b), member));
}

/* Results of a time when nobody noted a file's sha256 differ by version alone. */
static bool ran_on_same(const struct result *a, const struct result *b)
{
	return g_str_equal(a->target, b->target) && !differ_in(a, b, "version") &&
	       !differ_in(a, b, "patch_sha256") && !differ_in(a, b, "image_sha256");
}

static bool has_name(const struct result *row)
{
	return row->kernel || row->xen || row->patches || row->side;
}

/* A row of each hypervisor: few, where rows are many. */
static GPtrArray *one_of_each(const GPtrArray *results)
{
	GPtrArray *each = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++) {
		struct result *row = results->pdata[i];
		guint k = 0;

		if (has_name(row) || !hypervisor_of(row))
			continue;
		while (k < each->len && !ran_on_same(row, each->pdata[k]))
			k++;
		if (k == each->len)
			g_ptr_array_add(each, row);
	}
	return each;
}

/* How a row's hypervisor is to be called among those of its target; NULL: it is alone. */
static char *name_among(const GPtrArray *each, const struct result *row)
{
	const char *version = member_word(hypervisor_of(row), "version");
	const char *sha = member_word(hypervisor_of(row), "image_sha256");
	bool several = false, twins = false;

	for (guint i = 0; i < each->len; i++) {
		const struct result *other = each->pdata[i];

		if (!g_str_equal(other->target, row->target) || ran_on_same(row, other))
			continue;
		several = true;
		twins |= !differ_in(row, other, "version");
	}
	return !several ? NULL : twins ?
		g_strdup_printf("%s#%.*s", version, SHA_DIGITS, sha) : g_strdup(version);
}

void results_tell_apart(GPtrArray *results)
{
	g_autoptr(GPtrArray) each = one_of_each(results);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	/* All names before the first is given: they depend on who has none. */
	for (guint i = 0; i < each->len; i++)
		g_ptr_array_add(names, name_among(each, each->pdata[i]));
	for (guint i = 0; i < results->len; i++) {
		struct result *row = results->pdata[i];
		bool xen = g_str_equal(member_word(hypervisor_of(row), "name"), "Xen");
		guint k = 0;

		if (has_name(row) || !hypervisor_of(row))
			continue;
		while (!ran_on_same(row, each->pdata[k]))
			k++;
		*(xen ? &row->xen : &row->kernel) = result_keep(row, names->pdata[k]);
	}
}
