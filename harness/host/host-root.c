/* SPDX-License-Identifier: GPL-2.0-only */
#include "host/host-root.h"

#define PROCESSORS_MAX 65536

char *host_path(const char *path)
{
	const char *root = g_getenv("IPIBENCH_HOST_ROOT");

	return root && *root ? g_strconcat(root, path, NULL) : g_strdup(path);
}

static char *formatted(const char *format, va_list args)
{
	g_autofree char *path = g_strdup_vprintf(format, args);

	return host_path(path);
}

char *host_read(const char *path, ...)
{
	g_autofree char *file = NULL;
	char *text = NULL;
	va_list args;

	va_start(args, path);
	file = formatted(path, args);
	va_end(args);
	if (!g_file_get_contents(file, &text, NULL, NULL))
		return NULL;
	return g_strchomp(text);
}

bool host_exists(const char *path, ...)
{
	g_autofree char *file = NULL;
	va_list args;

	va_start(args, path);
	file = formatted(path, args);
	va_end(args);
	return g_file_test(file, G_FILE_TEST_EXISTS);
}

GArray *host_list(const char *text)
{
	g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(guint));
	g_auto(GStrv) parts = text ? g_strsplit(text, ",", -1) : NULL;

	for (char **part = parts; part && *part; part++) {
		g_auto(GStrv) ends = g_strsplit(g_strstrip(*part), "-", 2);
		guint64 first, last;

		if (!g_ascii_string_to_unsigned(ends[0] ? ends[0] : "", 10, 0,
						PROCESSORS_MAX, &first, NULL))
			return NULL;
		last = first;
		if (ends[1] && !g_ascii_string_to_unsigned(ends[1], 10, first,
						PROCESSORS_MAX, &last, NULL))
			return NULL;
		for (guint64 i = first; i <= last; i++) {
			guint one = i;

			g_array_append_val(list, one);
		}
	}
	return list->len ? g_steal_pointer(&list) : NULL;
}
