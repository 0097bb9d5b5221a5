/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/apart.h"

#include "base/members.h"

#define SHA_DIGITS 8

static JsonObject *hypervisor_of(const struct result *row)
{
	return member_object(row->provenance, "hypervisor");
}

static bool has_name(const struct result *row)
{
	return row->kernel || row->xen;
}

static bool differ_in(const struct result *a, const struct result *b, const char *member)
{
	return !g_str_equal(member_word(hypervisor_of(a), member),
			    member_word(hypervisor_of(b), member));
}

/* Results of a time when nobody noted a file's sha256 differ by version alone. */
static bool ran_on_another(const struct result *a, const struct result *b)
{
	return differ_in(a, b, "version") || differ_in(a, b, "patch_sha256") ||
	       differ_in(a, b, "image_sha256");
}

/* How a row's hypervisor is to be called among those of its target. */
static char *name_among(const GPtrArray *results, const struct result *row)
{
	const char *version = member_word(hypervisor_of(row), "version");
	const char *sha = member_word(hypervisor_of(row), "image_sha256");
	bool several = false, twins = false;

	for (guint i = 0; i < results->len; i++) {
		const struct result *other = results->pdata[i];

		if (!g_str_equal(other->target, row->target) || has_name(other) ||
		    !hypervisor_of(other) || !ran_on_another(row, other))
			continue;
		several = true;
		twins |= !differ_in(row, other, "version");
	}
	return !several ? NULL : twins ?
		g_strdup_printf("%s#%.*s", version, SHA_DIGITS, sha) : g_strdup(version);
}

void results_tell_apart(GPtrArray *results)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < results->len; i++) {
		const struct result *row = results->pdata[i];

		g_ptr_array_add(names, has_name(row) || !hypervisor_of(row) ? NULL :
				name_among(results, row));
	}
	for (guint i = 0; i < results->len; i++) {
		struct result *row = results->pdata[i];
		bool xen = g_str_equal(member_word(hypervisor_of(row), "name"), "Xen");

		if (names->pdata[i])
			*(xen ? &row->xen : &row->kernel) =
				result_keep(row, names->pdata[i]);
	}
}
