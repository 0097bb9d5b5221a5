/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/row.h"

const struct row_part row_parts[] = {
	{ "target", "target", ROW_PLACE }, { "method", "method", ROW_LINE },
	{ "pattern", "pattern", ROW_SETTING }, { "vcpus", "vcpus", ROW_SETTING },
	{ "wait", "wait", ROW_SETTING }, { "dest_asked", "dest", ROW_LINE },
	{ "pass", "pass", ROW_PASS }, { "loader", "loader", ROW_PLACE, "pvh" },
	{ "k", "k", ROW_SETTING, "0" }, { "rate", "rate", ROW_SETTING, "0" },
	{ "arrival", "arrival", ROW_SETTING, "fixed" },
	{ "deliver", "deliver", ROW_SETTING, "fixed" },
	{ "apicv", "apicv", ROW_PLACE, "on" },
	{ "kernel", "kernel", ROW_PLACE | ROW_GIVEN }, { "xen", "xen", ROW_PLACE | ROW_GIVEN },
	{ "qemu", "qemu", ROW_PLACE | ROW_GIVEN },
	{ "cpu", "cpu", ROW_PLACE | ROW_KEYED },
	{ "machine", "machine", ROW_PLACE | ROW_KEYED },
	{ "topology", "topology", ROW_PLACE | ROW_KEYED },
	{ "overcommit", "overcommit", ROW_PLACE | ROW_KEYED, "0" },
	{ "patches", "patches", ROW_PLACE | ROW_GIVEN },
	{ "side", "side", ROW_PLACE | ROW_GIVEN }, { NULL }
};
#define PLAIN 3         /* parts whose value says enough */

char *row_part(const struct result *row, const struct row_part *part)
{
	char *word = result_word(row, part->field);

	if (g_strcmp0(word, part->usual) == 0)
		g_clear_pointer(&word, g_free);
	return word;
}

bool row_same_in(const struct result *a, const struct result *b, guint parts)
{
	for (guint i = 0; row_parts[i].field; i++) {
		g_autofree char *one = NULL, *other = NULL;

		if (!(row_parts[i].of & parts))
			continue;
		one = row_part(a, &row_parts[i]);
		other = row_part(b, &row_parts[i]);
		if (g_strcmp0(one, other))
			return false;
	}
	return true;
}

char *row_key_without(const struct result *row, const char *const *fields)
{
	GString *key = g_string_new(NULL);

	for (guint i = 0; row_parts[i].field; i++) {
		g_autofree char *word = fields && g_strv_contains(fields, row_parts[i].field) ?
			NULL : row_part(row, &row_parts[i]);

		if (word && i < PLAIN)
			g_string_append_printf(key, "%s%s", i ? " " : "", word);
		else if (word)
			g_string_append_printf(key, " %s=%s", row_parts[i].name, word);
	}
	return g_string_free(key, FALSE);
}

char *row_key(const struct result *row)
{
	return row_key_without(row, NULL);
}

char *row_name(const struct result *row)
{
	static const char *const passes[] = { "pass", NULL };

	return row_key_without(row, passes);
}

char *row_label(const struct result *row)
{
	g_autofree char *key = row_key(row);

	return g_strdup_printf("%s boot=%u", key, row->boot);
}

char *row_setting(const struct result *row)
{
	GString *text = g_string_new(row->pattern);

	g_string_append_printf(text, ", %u vCPU%s", row->vcpus,
			       row->vcpus == 1 ? "" : "s");
	for (guint i = 0; row_parts[i].field; i++) {
		g_autofree char *word = row_part(row, &row_parts[i]);

		if (word && row_parts[i].of == ROW_SETTING &&
		    !g_str_equal(row_parts[i].field, "pattern") &&
		    !g_str_equal(row_parts[i].field, "vcpus"))
			g_string_append_printf(text, ", %s=%s", row_parts[i].name, word);
	}
	return g_string_free(text, FALSE);
}

char *row_given(const struct result *row)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; row_parts[i].field; i++) {
		g_autofree char *word = row_parts[i].of & (ROW_GIVEN | ROW_KEYED) ?
			row_part(row, &row_parts[i]) : NULL;

		if (word && row_parts[i].of & ROW_KEYED)
			g_ptr_array_add(names, g_strconcat(row_parts[i].name, "=", word, NULL));
		else if (word && !g_ptr_array_find_with_equal_func(names, word, g_str_equal, NULL))
			g_ptr_array_add(names, g_steal_pointer(&word));
	}
	g_ptr_array_add(names, NULL);
	return names->pdata[0] ? g_strjoinv(" ", (char **)names->pdata) : NULL;
}

char *row_of_place(const struct result *row, const char *target, const char *usual)
{
	g_autofree char *given = row_given(row);
	/* An exact lab has one column a regime. */
	const char *how = row->apicv ? row->regime ? row->regime : "regime unknown" :
		g_str_equal(row->loader, usual) ? NULL : row->loader;
	GString *text = g_string_new(target);

	if (given)
		g_string_append_printf(text, " %s", given);
	if (how)
		g_string_append_printf(text, " (%s)", how);
	return g_string_free(text, FALSE);
}

char *row_place(const struct result *row)
{
	return row_of_place(row, row->target, "pvh");
}

bool row_ok(const struct result *row)
{
	return g_str_equal(row->status, "ok");
}

bool row_same_setting(const struct result *a, const struct result *b)
{
	return row_same_in(a, b, ROW_SETTING);
}

bool row_same_line(const struct result *a, const struct result *b)
{
	return row_same_in(a, b, ROW_SETTING | ROW_LINE);
}

bool row_same_target(const struct result *a, const struct result *b)
{
	return row_same_in(a, b, ROW_PLACE);
}

bool row_same(const struct result *a, const struct result *b)
{
	return row_same_in(a, b, ROW_SETTING | ROW_LINE | ROW_PLACE);
}
