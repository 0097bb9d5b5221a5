/* SPDX-License-Identifier: GPL-2.0-only */
#include "cases/cases.h"

#define REPLACEMENT 0xfffd

static void case_free(struct test_case *one)
{
	g_free(one->class);
	g_free(one->name);
	g_free(one->type);
	g_free(one->message);
	g_free(one);
}

/* What XML 1.0 forbids, YAML does not print, or a terminal takes for an order; and what
 * some readers take for the end of a line. */
static bool is_plain(gunichar c)
{
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return false;
	default:
		return (c & 0xfffe) != 0xfffe;
	}
}

/* LINES: ends of lines stay. */
static char *cleaned(const char *text, bool lines)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_new(NULL);

	for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (c == '\n' && lines)
			g_string_append_c(out, '\n');
		else if (c == '\n' || c == '\t')
			g_string_append_c(out, ' ');
		else
			g_string_append_unichar(out, is_plain(c) ? c : REPLACEMENT);
	}
	return g_string_free(out, FALSE);
}

struct cases *cases_new(const char *suite)
{
	struct cases *cases = g_new0(struct cases, 1);

	cases->suite = cleaned(suite, false);
	cases->all = g_ptr_array_new_with_free_func((GDestroyNotify)case_free);
	cases->notes = g_ptr_array_new_with_free_func(g_free);
	cases->taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return cases;
}

void cases_free(struct cases *cases)
{
	if (!cases)
		return;
	g_free(cases->suite);
	g_ptr_array_unref(cases->all);
	g_ptr_array_unref(cases->notes);
	g_hash_table_unref(cases->taken);
	g_free(cases);
}

/* Readers drop the second of one name. No class has an end of line in it. */
static char *own_name(struct cases *cases, const char *class, const char *name)
{
	g_autofree char *plain = cleaned(name, false);
	g_autofree char *of_all = g_strdup_printf("%s\n%s", class, plain);
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(cases->taken, of_all));
	char *own = g_strdup(plain);
	char *key = g_strdup(of_all);

	while (g_hash_table_contains(cases->taken, key)) {
		g_free(own);
		g_free(key);
		own = g_strdup_printf("%s (%u)", plain, ++n);
		key = g_strdup_printf("%s\n%s", class, own);
	}
	g_hash_table_insert(cases->taken, key, GUINT_TO_POINTER(1));
	g_hash_table_insert(cases->taken, g_steal_pointer(&of_all), GUINT_TO_POINTER(MAX(n, 1)));
	return own;
}

static void add(struct cases *cases, const char *class, const char *name,
		enum case_status status, const char *type, const char *message)
{
	struct test_case *one = g_new0(struct test_case, 1);

	one->class = cleaned(class, false);
	one->name = own_name(cases, one->class, name);
	one->status = status;
	one->type = type ? cleaned(type, false) : NULL;
	one->message = message ? cleaned(message, true) : NULL;
	g_ptr_array_add(cases->all, one);
	cases->n[status]++;
}

void cases_pass(struct cases *cases, const char *class, const char *name)
{
	add(cases, class, name, CASE_PASSED, NULL, NULL);
}

void cases_fail(struct cases *cases, const char *class, const char *name,
		const char *type, const char *message)
{
	add(cases, class, name, CASE_FAILED, type, message);
}

void cases_skip(struct cases *cases, const char *class, const char *name,
		const char *message)
{
	add(cases, class, name, CASE_SKIPPED, NULL, message);
}

void cases_note(struct cases *cases, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(cases->notes, cleaned(text, false));
}
