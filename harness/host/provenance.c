/* SPDX-License-Identifier: GPL-2.0-only */
#include "host/provenance.h"

#include <string.h>
#include <sys/utsname.h>

#include "host/host-checks.h"
#include "engine/qemu.h"

char *provenance_first_line(const char *directory, const char *const *argv)
{
	char *out = NULL;
	int status;

	if (!g_spawn_sync(directory, (char **)argv, NULL,
			  G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
			  NULL, NULL, &out, NULL, &status, NULL))
		return NULL;
	if (!g_spawn_check_wait_status(status, NULL))
		g_clear_pointer(&out, g_free);
	if (out)
		out[strcspn(out, "\n")] = '\0';
	return out;
}

char *provenance_cpuinfo(const char *key)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents("/proc/cpuinfo", &text, NULL, NULL))
		return NULL;
	lines = g_strsplit(text, "\n", 64);
	for (char **line = lines; *line; line++)
		if (g_str_has_prefix(*line, key) && strchr(*line, ':') &&
		    strchr("\t :", (*line)[strlen(key)]))
			return g_strdup(g_strstrip(strchr(*line, ':') + 1));
	return NULL;
}

char *provenance_sha256(const char *path)
{
	g_autofree char *data = NULL;
	gsize len;

	if (!g_file_get_contents(path, &data, &len, NULL))
		return NULL;
	return g_compute_checksum_for_data(G_CHECKSUM_SHA256,
					   (const guchar *)data, len);
}

void provenance_set(JsonObject *object, const char *key, const char *text)
{
	if (text)
		json_object_set_string_member(object, key, text);
	else
		json_object_set_null_member(object, key);
}

JsonObject *provenance_words(GHashTable *words)
{
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(words),
					    (GCompareFunc)strcmp);
	JsonObject *object = json_object_new();

	for (GList *key = keys; key; key = key->next)
		json_object_set_string_member(object, key->data,
			g_hash_table_lookup(words, key->data));
	return object;
}

static void set_git(JsonObject *object, const struct run *run)
{
	const char *const head[] = { "git", "rev-parse", "HEAD", NULL };
	const char *const changes[] = {
		"git", "status", "--porcelain", "--untracked-files=no", NULL
	};
	g_autofree char *commit = provenance_first_line(run->root, head);
	g_autofree char *dirty = provenance_first_line(run->root, changes);

	provenance_set(object, "commit", commit);
	if (commit && dirty)
		json_object_set_boolean_member(object, "dirty", *dirty != 0);
	else
		json_object_set_null_member(object, "dirty");
}

JsonObject *provenance_of_run(const struct run *run, int argc, char **argv)
{
	const char *const qemu[] = { QEMU, "--version", NULL };
	JsonObject *object = json_object_new();
	JsonArray *command = json_array_new();
	g_autofree char *emulator = provenance_first_line(NULL, qemu);
	g_autofree char *sha256 = provenance_sha256(run->guest);
	g_autofree char *processor = provenance_cpuinfo("model name");
	g_autofree char *microcode = provenance_cpuinfo("microcode");
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	g_autofree char *time = g_date_time_format_iso8601(now);
	const char *l0_args = g_getenv("IPIBENCH_L0_ARGS");
	g_autofree char *kernel = NULL;
	struct utsname host;

	set_git(object, run);
	for (int i = 0; i < argc; i++)
		json_array_add_string_element(command, argv[i]);
	json_object_set_array_member(object, "ipibench", command);
	provenance_set(object, "time", time);
	provenance_set(object, "guest_sha256", sha256);
	provenance_set(object, "emulator", emulator);
	if (uname(&host) == 0)
		kernel = g_strdup_printf("%s %s %s", host.sysname,
					 host.release, host.machine);
	provenance_set(object, "host_kernel", kernel);
	provenance_set(object, "processor", processor);
	provenance_set(object, "microcode", microcode);
	json_object_set_int_member(object, "processors",
				   g_get_num_processors());
	json_object_set_object_member(object, "host_checks",
				      host_checks_object());
	provenance_set(object, "l0_args", l0_args);
	return object;
}
