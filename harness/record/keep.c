/* SPDX-License-Identifier: GPL-2.0-only */
#include "record/keep.h"

#include <stdio.h>
#include <string.h>

#include "plan/subject.h"

#define GROUP "run"
#define ENVIRONMENT "environment"

/* What the tool and harness/lab/ read; a variable that names files keeps them
 * in patches/. */
static const struct { const char *name; bool files; } variables[] = {
	{ "IPIBENCH_L0_ARGS", false },
	{ "IPIBENCH_LINUX_VERSION", false },
	{ "IPIBENCH_XEN_VERSION", false },
	{ "IPIBENCH_LINUX_PATCHES", true },
	{ "IPIBENCH_XEN_PATCHES", true },
	{ "IPIBENCH_BOCHS_PATCHES", true },
};

static char *targets_kept(char **values, const char *list)
{
	g_auto(GStrv) names = list ? g_strsplit(list, ",", -1) : NULL;
	GString *kept = g_string_new(NULL);

	for (char **value = values; *value; value++)
		if (!names || g_strv_contains((const char *const *)names,
					      *value))
			g_string_append_printf(kept, "%s%s",
					       kept->len ? "," : "", *value);
	return g_string_free(kept, FALSE);
}

char *keep_experiment_text(const GPtrArray *experiments, const char *targets)
{
	GString *text = g_string_new("# What ran, every key named.\n");

	for (guint i = 0; i < experiments->len; i++) {
		const struct experiment *one = experiments->pdata[i];
		g_autofree char *kept = targets_kept(one->values[KEY_TARGET],
						     targets);

		if (!*kept)
			continue;
		g_string_append_printf(text, "\n[%s]\n", one->name);
		for (int key = 0; key < KEY_COUNT; key++) {
			g_autofree char *values = key == KEY_TARGET ?
				g_strdup(kept) :
				g_strjoinv(",", one->values[key]);

			g_string_append_printf(text, "%s=%s\n",
				experiment_keys[key].name, values);
		}
	}
	return g_string_free(text, FALSE);
}

/* "patches/1/NAME patches/2/NAME", the files copied there. */
static char *keep_files(struct store *store, const char *variable,
			const char *files, GError **error)
{
	g_auto(GStrv) paths = g_strsplit_set(files, " \t\n", -1);
	g_autoptr(GString) kept = g_string_new(NULL);
	guint n = 0;

	for (char **path = paths; *path; path++) {
		g_autofree char *data = NULL, *base = NULL, *name = NULL;
		gsize len;

		if (!**path)
			continue;
		if (!g_file_get_contents(*path, &data, &len, error)) {
			g_prefix_error(error, "%s: ", variable);
			return NULL;
		}
		base = g_path_get_basename(*path);
		name = g_strdup_printf("patches/%u/%s", ++n, base);
		if (!store_write(store, name, data, len, error))
			return NULL;
		g_string_append_printf(kept, "%s%s", n > 1 ? " " : "", name);
	}
	return g_strdup(kept->str);
}

bool keep_run(struct store *store, const GPtrArray *experiments,
	      const char *targets, bool no_meter, GError **error)
{
	g_autofree char *text = keep_experiment_text(experiments, targets);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *rerun = NULL;
	gsize len;

	g_key_file_set_boolean(file, GROUP, "no_meter", no_meter);
	for (guint i = 0; i < G_N_ELEMENTS(variables); i++) {
		const char *value = g_getenv(variables[i].name);
		g_autofree char *kept = NULL;

		if (!value || !*value)
			continue;
		kept = variables[i].files ? keep_files(store,
			variables[i].name, value, error) : g_strdup(value);
		if (!kept)
			return false;
		g_key_file_set_string(file, ENVIRONMENT, variables[i].name,
				      kept);
	}
	rerun = g_key_file_to_data(file, &len, NULL);
	return store_write(store, KEEP_EXPERIMENT, text, strlen(text), error) &&
	       store_write(store, KEEP_RERUN, rerun, len, error);
}

/* The paths of files in the folder, as the lab's scripts want them. */
static char *absolute(const char *directory, const char *kept)
{
	g_auto(GStrv) names = g_strsplit(kept, " ", -1);
	GString *paths = g_string_new(NULL);

	for (char **name = names; *name; name++) {
		g_autofree char *path = g_canonicalize_filename(*name,
								directory);

		g_string_append_printf(paths, "%s%s", paths->len ? " " : "",
				       path);
	}
	return g_string_free(paths, FALSE);
}

/* NULL and no error: a folder without one. */
static GKeyFile *load(const char *directory, GError **error)
{
	g_autofree char *path = g_build_filename(directory, KEEP_RERUN, NULL);
	g_autoptr(GKeyFile) file = g_key_file_new();
	GError *why = NULL;

	if (g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &why))
		return g_steal_pointer(&file);
	if (g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		g_clear_error(&why);
	else
		g_propagate_prefixed_error(error, why, "%s:0: ", path);
	return NULL;
}

static void add_subjects(const struct experiment *one, GPtrArray *brings)
{
	for (int key = 0; key < KEY_COUNT; key++) {
		const struct key_spec *spec = &experiment_keys[key];

		for (char **value = one->values[key]; spec->kind == KIND_SUBJECT && value &&
		     *value; value++) {
			if (g_strcmp0(*value, spec->fallback) &&
			    !g_str_has_prefix(subject_behind_name(*value), "debian:"))
				g_ptr_array_add(brings, g_strdup_printf("%s=%s", spec->name,
									*value));
		}
	}
}

GPtrArray *keep_brings(const char *directory, GError **error)
{
	g_autofree char *path = g_build_filename(directory, KEEP_EXPERIMENT, NULL);
	g_autoptr(GPtrArray) experiments = experiment_list_new();
	g_autoptr(GPtrArray) brings = g_ptr_array_new_with_free_func(g_free);
	GError *why = NULL;
	g_autoptr(GKeyFile) file = load(directory, &why);

	if (why) {
		g_propagate_error(error, why);
		return NULL;
	}
	if (!experiment_load(path, experiments, error))
		return NULL;
	for (guint i = 0; file && i < G_N_ELEMENTS(variables); i++) {
		const char *name = variables[i].name;
		g_autofree char *value = g_key_file_get_string(file, ENVIRONMENT, name, NULL);

		if (value && !g_getenv(name))
			g_ptr_array_add(brings, g_strdup_printf("%s=%s", name, value));
	}
	for (guint i = 0; i < experiments->len; i++)
		add_subjects(experiments->pdata[i], brings);
	return g_steal_pointer(&brings);
}

bool keep_recall(const char *directory, bool *no_meter, GError **error)
{
	g_autofree char *whole = g_canonicalize_filename(directory, NULL);
	GError *why = NULL;
	g_autoptr(GKeyFile) file = load(whole, &why);

	*no_meter = false;
	if (!file) {
		if (why)
			g_propagate_error(error, why);
		return !why;
	}
	*no_meter = g_key_file_get_boolean(file, GROUP, "no_meter", NULL);
	for (guint i = 0; i < G_N_ELEMENTS(variables); i++) {
		const char *name = variables[i].name;
		g_autofree char *kept = g_key_file_get_string(file, ENVIRONMENT,
							      name, NULL);
		g_autofree char *value = NULL;

		if (!kept)
			continue;
		value = variables[i].files ? absolute(whole, kept) :
			g_strdup(kept);
		if (g_getenv(name))
			fprintf(stderr, "ipibench: %s is set: taken instead of "
				"%s\n", name, value);
		else
			g_setenv(name, value, TRUE);
	}
	return true;
}
