/* SPDX-License-Identifier: GPL-2.0-only */
#include "host/provenance.h"

#include <string.h>
#include <sys/utsname.h>

#include "base/members.h"
#include "host/host-checks.h"
#include "host/host-root.h"

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
	g_autofree char *text = host_read("/proc/cpuinfo");
	g_auto(GStrv) lines = NULL;

	if (!text)
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

static void set_git(JsonObject *object, const char *root)
{
	const char *const head[] = { "git", "rev-parse", "HEAD", NULL };
	const char *const changes[] = {
		"git", "status", "--porcelain", "--untracked-files=no", NULL
	};
	g_autofree char *commit = provenance_first_line(root, head);
	g_autofree char *dirty = provenance_first_line(root, changes);

	members_set_text(object, "commit", commit);
	if (commit && dirty)
		json_object_set_boolean_member(object, "dirty", *dirty != 0);
	else
		json_object_set_null_member(object, "dirty");
}

JsonObject *provenance_of_run(const char *root, const char *guest,
			      const char *emulator, int argc, char **argv)
{
	const char *const ask[] = { emulator, "--version", NULL };
	JsonObject *object = json_object_new();
	JsonArray *command = json_array_new();
	g_autofree char *version = provenance_first_line(NULL, ask);
	g_autofree char *sha256 = provenance_sha256(guest);
	g_autofree char *processor = provenance_cpuinfo("model name");
	g_autofree char *microcode = provenance_cpuinfo("microcode");
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	g_autofree char *time = g_date_time_format_iso8601(now);
	const char *l0_args = g_getenv("IPIBENCH_L0_ARGS");
	g_autofree char *kernel = NULL;
	struct utsname host;

	set_git(object, root);
	for (int i = 0; i < argc; i++)
		json_array_add_string_element(command, argv[i]);
	json_object_set_array_member(object, "ipibench", command);
	members_set_text(object, "time", time);
	members_set_text(object, "guest_sha256", sha256);
	members_set_text(object, "emulator", version);
	if (uname(&host) == 0)
		kernel = g_strdup_printf("%s %s %s", host.sysname,
					 host.release, host.machine);
	members_set_text(object, "host_kernel", kernel);
	members_set_text(object, "processor", processor);
	members_set_text(object, "microcode", microcode);
	json_object_set_int_member(object, "processors",
				   g_get_num_processors());
	json_object_set_object_member(object, "host_checks",
				      host_checks_object());
	members_set_text(object, "l0_args", l0_args);
	return object;
}
