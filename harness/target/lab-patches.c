/* SPDX-License-Identifier: GPL-2.0-only */
/* Further patches for a lab's own hypervisor, key `patches`: a file, or a folder whose
 * *.patch are taken by name. The scripts take them from a variable, with those that the
 * user's environment names already. */
#include <string.h>

#include "base/error.h"
#include "plan/subject.h"
#include "target/lab.h"

static bool refuse(GError **error, const char *path, const char *why)
{
	g_set_error(error, IPIBENCH_ERROR, 0, "patches=%s: %s", path, why);
	return false;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* NULL and an error where there are none. */
static char *files_of(const char *path, GError **error)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	if (!folder)
		return g_strdup(path);
	while ((name = g_dir_read_name(folder)))
		if (g_str_has_suffix(name, ".patch"))
			g_ptr_array_add(files, g_build_filename(path, name, NULL));
	if (!files->len) {
		refuse(error, path, "a folder without *.patch");
		return NULL;
	}
	g_ptr_array_sort(files, by_name);
	g_ptr_array_add(files, NULL);
	return g_strjoinv(" ", (char **)files->pdata);
}

bool lab_patches(const struct boot *boot, const char *script, char **setting, GError **error)
{
	const char *variable = g_str_has_prefix(script, "xen/") ? "IPIBENCH_XEN_PATCHES" :
		"IPIBENCH_LINUX_PATCHES";
	const char *already = g_getenv(variable);
	g_autofree char *wrong = NULL, *files = NULL, *path = NULL;
	struct subject subject;

	*setting = NULL;
	if (!boot->given[KEY_PATCHES])
		return true;
	/* A whole form is never wrong. */
	if (!subject_parse(boot->given[KEY_PATCHES], &subject, &wrong))
		return false;
	path = g_strdup(subject.what);
	subject_clear(&subject);
	if (strpbrk(path, " \t\n"))
		return refuse(error, path, "a path without blanks, please: the labs' scripts take "
			      "a list");
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return refuse(error, path, "is not there");
	files = files_of(path, error);
	if (!files)
		return false;
	*setting = g_strdup_printf("%s=%s %s", variable, already ? already : "", files);
	return true;
}
