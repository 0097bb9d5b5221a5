/* SPDX-License-Identifier: GPL-2.0-only */
#include "export/export.h"

#define ROW(name) &export_##name,
const struct export *const exports[] = { EXPORTS(ROW) NULL };

static void file_free(struct export_file *file)
{
	g_free(file->name);
	g_string_free(file->text, TRUE);
	g_free(file);
}

GPtrArray *export_files_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)file_free);
}

GString *export_file(GPtrArray *files, const char *name)
{
	struct export_file *file = g_new0(struct export_file, 1);

	file->name = g_strdup(name);
	file->text = g_string_new(NULL);
	g_ptr_array_add(files, file);
	return file->text;
}

char *export_name(const struct result *row, const char *last)
{
	g_autofree char *setting = row_setting(row);
	g_autofree char *place = row_place(row);
	char *name = g_strdup_printf("%s-%s-%s-%s-%s", place, row->method,
				     row->dest_asked, setting, last);
	char *to = name;

	for (const char *from = name; *from; from++) {
		char letter = g_ascii_isalnum(*from) || *from == '.' ||
			*from == '_' ? *from : '-';

		if (letter != '-' || to == name || to[-1] != '-')
			*to++ = letter;
	}
	*to = 0;
	return name;
}
