/* SPDX-License-Identifier: GPL-2.0-only */
#include "target/lab-job.h"

#include <string.h>

#include "base/newc.h"
#include "engine/qemu.h"
#include "plan/plan.h"

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
	newc_add_file(archive, name, 0644, plan, strlen(plan));
	return g_str_equal(boot->loader, "pvh") ||
	       add_host_file(archive, iso_name, 0644, iso_path, error);
}

/* The base with a second archive behind it: Linux unpacks one after the
 * other, the second from a multiple of four on. */
bool lab_job_write(const struct run *run, const GPtrArray *boots,
		   const char *base, GError **error)
{
	g_autoptr(GByteArray) archive = g_byte_array_new();
	g_autoptr(GKeyFile) job = g_key_file_new();
	g_autofree char *tool = g_build_filename(run->root, "ipibench", NULL);
	g_autofree char *elf = g_build_filename(run->out, "ipibench.elf", NULL);
	g_autofree char *path = g_build_filename(run->out, JOB_INITRD, NULL);
	g_autofree char *description = NULL, *whole = NULL;
	gsize len, padded;
	bool done;

	newc_add_folder(archive, "job");
	newc_add_folder(archive, "job/raw");
	if (!add_host_file(archive, "job/ipibench", 0755, tool, error) ||
	    !add_host_file(archive, "job/ipibench.elf", 0644, elf, error))
		return false;
	for (guint i = 0; i < boots->len; i++)
		if (!add_boot(archive, job, run, boots->pdata[i], i + 1, error))
			return false;
	description = g_key_file_to_data(job, NULL, NULL);
	newc_add_file(archive, "job/job", 0644, description,
		      strlen(description));
	newc_end(archive);

	if (!g_file_get_contents(base, &whole, &len, error))
		return false;
	padded = (len + 3) & ~(gsize)3;
	whole = g_realloc(whole, padded + archive->len);
	memset(whole + len, 0, padded - len);
	memcpy(whole + padded, archive->data, archive->len);
	done = g_file_set_contents(path, whole, padded + archive->len, error);
	return done;
}
