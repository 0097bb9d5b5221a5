/* SPDX-License-Identifier: GPL-2.0-only */
#include "target/lab.h"

#include <string.h>

#include "base/newc.h"
#include "engine/kvm-engine.h"
#include "plan/plan.h"

#define STAGE "ipibench-stage"

static bool add_host_file(GByteArray *archive, const char *name, guint mode,
			  const char *path, GError **error)
{
	g_autofree char *data = NULL;
	gsize len;

	if (!g_file_get_contents(path, &data, &len, error))
		return false;
	newc_add_file(archive, name, mode, data, len);
	return true;
}

static bool add_boot(GByteArray *archive, GKeyFile *job, const struct run *run,
		     const struct boot *boot, guint id, GError **error)
{
	g_autofree char *group = g_strdup_printf("boot %u", id);
	g_autofree char *plan = plan_text(boot);
	g_autofree char *path = qemu_plan_path(boot);
	g_autofree char *name = g_strconcat("job/", path, NULL);
	g_autofree char *iso = g_strdup_printf("raw/%s.iso", boot->name);
	g_autofree char *iso_name = g_strconcat("job/", iso, NULL);
	g_autofree char *iso_path = g_build_filename(run->out, iso, NULL);

	g_key_file_set_string(job, group, "name", boot->name);
	g_key_file_set_string(job, group, "loader", boot->loader);
	g_key_file_set_integer(job, group, "vcpus", boot->vcpus);
	g_key_file_set_integer(job, group, "timeout", boot->timeout);
	for (int key = 0; key < KEY_COUNT; key++)
		if (boot->given[key] && kvm_engine_heeds(key))
			g_key_file_set_string(job, group, experiment_keys[key].name,
					      boot->given[key]);
	newc_add_file(archive, name, 0644, plan, strlen(plan));
	return g_str_equal(boot->loader, "pvh") ||
	       add_host_file(archive, iso_name, 0644, iso_path, error);
}

gsize lab_job_offset(gsize base)
{
	/* Linux unpacks one archive after the other, the second from a multiple of
	 * four on. */
	return (base + 3) & ~(gsize)3;
}

GByteArray *lab_job(const struct run *run, const GPtrArray *boots,
		    GError **error)
{
	g_autoptr(GByteArray) archive = g_byte_array_new();
	g_autoptr(GKeyFile) job = g_key_file_new();
	g_autofree char *stage = g_build_filename(run->root, "build", "harness",
						  STAGE, NULL);
	g_autofree char *elf = g_build_filename(run->out, "ipibench.elf", NULL);
	g_autofree char *description = NULL;

	newc_add_folder(archive, "job");
	newc_add_folder(archive, "job/raw");
	if (!add_host_file(archive, "job/" STAGE, 0755, stage, error) ||
	    !add_host_file(archive, "job/ipibench.elf", 0644, elf, error))
		return NULL;
	for (guint i = 0; i < boots->len; i++)
		if (!add_boot(archive, job, run, boots->pdata[i], i + 1, error))
			return NULL;
	description = g_key_file_to_data(job, NULL, NULL);
	newc_add_file(archive, "job/job", 0644, description,
		      strlen(description));
	newc_end(archive);
	return g_steal_pointer(&archive);
}
