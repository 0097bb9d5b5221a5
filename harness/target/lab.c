/* SPDX-License-Identifier: GPL-2.0-only */
#include "target/lab.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/json.h"
#include "base/progress.h"
#include "engine/qemu.h"
#include "plan/subject.h"

#define BUILD_SECONDS 5400      /* a kernel, on a slow machine */

static void on_output(struct emulator *emulator, const guint8 *data, gsize len)
{
	g_string_append_len(emulator->user, (const char *)data, len);
}

/* setting: "NAME=VALUE" of its environment, or NULL. */
static char *run_script(const struct run *run, const char *setting, const char *script,
			const char *argument, const char *more, GError **error)
{
	g_autofree char *path = g_build_filename(run->root, "harness", "lab",
						 script, NULL);
	char *with[] = {
		"env", (char *)setting, path, (char *)argument, (char *)more, NULL
	};
	char **argv = setting ? with : with + 2;
	GString *said = g_string_new(NULL);
	struct emulator process = {
		.argv = argv, .directory = run->root, .limit = BUILD_SECONDS,
		.extra_fd = -1, .on_output = on_output, .user = said,
		.show_errors = isatty(STDERR_FILENO),
	};
	g_autofree char *end = NULL;
	const char *last;
	char *result = NULL;

	progress_clear();
	emulator_run(&process);
	end = emulator_describe_end(&process);
	g_strchomp(said->str);
	last = strrchr(said->str, '\n');
	last = last ? last + 1 : said->str;
	if (process.end == EMULATOR_EXITED && !process.status && *last)
		result = g_strdup(last);
	else
		g_set_error(error, IPIBENCH_ERROR, process.end == EMULATOR_EXITED ?
			    process.status : 0, "harness/lab/%s %s%s%s",
			    script, end, process.error && *process.error ?
			    ": " : "", process.error ? process.error : "");
	emulator_clear(&process);
	g_string_free(said, TRUE);
	return result;
}

/* Boots of a run ask for the same again and again. */
static char *made_once(struct run *run, const char *setting, const char *script,
		       const char *argument, const char *more, GError **error)
{
	g_autofree char *key = g_strjoin("\n", script, argument ? argument : "",
					 more ? more : "", setting, NULL);
	char *made;

	if (!run->made)
		run->made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	made = g_hash_table_lookup(run->made, key);
	if (!made) {
		made = run_script(run, setting, script, argument, more, error);
		if (made)
			g_hash_table_insert(run->made, g_steal_pointer(&key), made);
	}
	return g_strdup(made);
}

char *lab_script(struct run *run, const char *script, const char *argument,
		 const char *more, GError **error)
{
	return made_once(run, NULL, script, argument, more, error);
}

char *lab_hypervisor_made(struct run *run, const struct boot *boot, const char *own,
			  enum experiment_key key, const char *given, GError **error)
{
	const char *subject = boot->given[key];
	g_autofree char *wrong = NULL, *setting = NULL;
	struct subject what = { 0 };
	const char *series, *script, *argument;
	char *made;

	/* A whole form is never wrong. */
	if ((subject && !subject_parse(subject, &what, &wrong)) ||
	    !lab_patches(boot, own, &setting, error))
		return NULL;
	series = subject_series(&what);
	script = subject && !series ? given : own;
	argument = series ? series : what.what;
	if (series && !g_str_has_suffix(own, "/build")) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s: %s runs what is not patched",
			    what.what, boot->target);
		made = NULL;
	} else if (!run->dry) {
		made = made_once(run, setting, script, argument, what.modules, error);
	} else {
		made = g_strdup_printf("$(harness/lab/%s%s%s%s%s)", script,
				       argument ? " " : "", argument ? argument : "",
				       what.modules ? " " : "",
				       what.modules ? what.modules : "");
	}
	subject_clear(&what);
	return made;
}

bool lab_builds(const struct boot *boot, const char *own, enum experiment_key key)
{
	struct subject what = { 0 };
	g_autofree char *wrong = NULL;
	bool builds = g_str_has_suffix(own, "/build");

	if (boot->given[key]) {
		subject_parse(boot->given[key], &what, &wrong);
		builds = builds && subject_series(&what);
		subject_clear(&what);
	}
	return builds;
}

char *lab_missing(const struct target *target, const struct run *run, char **help)
{
	g_autofree char *path = g_build_filename(run->root, "harness", "lab",
						 target->script, NULL);
	char *why = qemu_missing(help);

	if (why || g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
		return why;
	*help = g_strdup("a complete checkout, and ./ipibench in its root");
	return g_strdup_printf("harness/lab/%s is missing", target->script);
}

void lab_remember_sidecar(GPtrArray *boots, const char *sidecar)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];

		g_free(boot->sidecar);
		boot->sidecar = g_strdup(sidecar);
	}
}

JsonObject *lab_hypervisor(const struct boot *boot, const char *name)
{
	JsonObject *object = boot->sidecar ? json_file_object(boot->sidecar) : NULL;

	if (object)
		return object;
	object = json_object_new();
	json_object_set_string_member(object, "name", name);
	return object;
}

char *lab_bochs(struct run *run, GError **error)
{
	return run->dry ? g_strdup("$(harness/lab/bochs/build)") :
		lab_script(run, "bochs/build", NULL, NULL, error);
}
