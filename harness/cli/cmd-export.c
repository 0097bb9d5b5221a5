/* SPDX-License-Identifier: GPL-2.0-only */
#include <glib/gstdio.h>
#include <stdio.h>

#include "cli/command.h"
#include "export/export.h"
#include "report/where.h"
#include "result/apart.h"

static const struct export *find(const char *name)
{
	for (guint i = 0; name && exports[i]; i++)
		if (g_str_equal(exports[i]->name, name))
			return exports[i];
	return NULL;
}

static char *names(void)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; exports[i]; i++)
		g_string_append_printf(text, "%s%s", i ? "|" : "",
				       exports[i]->name);
	return g_string_free(text, FALSE);
}

static int put_files(const GPtrArray *files, const char *folder)
{
	g_autoptr(GError) error = NULL;

	if (g_mkdir_with_parents(folder, 0777))
		return complain(FELL_SHORT, "%s: cannot make the folder",
				folder);
	for (guint i = 0; i < files->len; i++) {
		const struct export_file *file = files->pdata[i];
		g_autofree char *path = g_build_filename(folder, file->name,
							 NULL);

		if (!g_file_set_contents(path, file->text->str, file->text->len,
					 &error))
			return complain(FELL_SHORT, "%s", error->message);
		fprintf(stderr, "%s\n", path);
	}
	return DONE_GOOD;
}

static int put_one(const GPtrArray *files, const char *path)
{
	const struct export_file *file = files->pdata[0];
	g_autoptr(GError) error = NULL;

	if (path)
		return g_file_set_contents(path, file->text->str,
					   file->text->len, &error) ?
			DONE_GOOD : complain(FELL_SHORT, "%s", error->message);
	fwrite(file->text->str, 1, file->text->len, stdout);
	return DONE_GOOD;
}

static int put(const GPtrArray *results, const struct export *export,
	       const char *out)
{
	g_autoptr(GPtrArray) files = export_files_new();

	export->make(results, files);
	if (!files->len)
		return complain(FELL_SHORT, "%s: these results have nothing "
				"for it", export->name);
	if (export->many && out)
		return put_files(files, out);
	if (files->len > 1)
		return complain(WRONG_INPUT, "%s: %u files; --out FOLDER, or "
				"fewer rows by --where", export->name,
				files->len);
	return put_one(files, out);
}

static int run(int argc, char **argv)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *format = NULL, *out = NULL, *known = names();
	g_auto(GStrv) where = NULL;
	const GOptionEntry options[] = {
		{ "format", 0, 0, G_OPTION_ARG_STRING, &format,
		  "What to write", known },
		{ "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
		  "Where to; a folder for hdr, else a file (default: standard "
		  "output)", "PATH" },
		{ "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &where,
		  WHERE_HELP, "KEY=VALUE" },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GPtrArray) partials = NULL;
	const struct export *export;
	int status;

	if (!command_options(&command_export, options, &argc, &argv, 1, -1,
			     &status))
		return status;
	export = find(format);
	if (!export)
		return complain(WRONG_INPUT, "--format %s: one of %s",
				format ? format : "is missing", known);
	for (int i = 1; i < argc; i++)
		if (!result_load(argv[i], results, &error))
			return complain(WRONG_INPUT, "%s", error->message);
	partials = command_say_partial(results);
	results_tell_apart(results);
	if (!where_filter(results, where, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	return put(results, export, out);
}

const struct command command_export = {
	"export", "--format NAME DIR...", "results for other tools", run
};
