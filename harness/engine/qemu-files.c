/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command line of qemu.c's finds in the result folder. */
#include "engine/qemu.h"

#include "plan/plan.h"

bool qemu_write_plan(const struct run *run, const struct boot *boot,
		     GError **error)
{
	g_autofree char *relative = qemu_plan_path(boot);
	g_autofree char *path = g_build_filename(run->out, relative, NULL);
	g_autofree char *text = plan_text(boot);

	return run->dry || g_file_set_contents(path, text, -1, error);
}

bool qemu_run_script(const struct run *run, char **argv, GError **error)
{
	g_autofree char *noise = NULL;
	int status;

	return g_spawn_sync(run->root, argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL,
			    NULL, NULL, NULL, &noise, &status, error) &&
	       g_spawn_check_wait_status(status, error);
}

/* raw/NAME.iso, with the guest and the plan that has been written. */
static bool make_iso(const struct run *run, const struct boot *boot,
		     GError **error)
{
	g_autofree char *iso = g_strdup_printf("raw/%s.iso", boot->name);
	g_autofree char *mkiso = g_build_filename(run->root, "guest", "mkiso",
						  NULL);
	g_autofree char *relative = qemu_plan_path(boot);
	g_autofree char *plan = g_build_filename(run->out, relative, NULL);
	g_autofree char *out = g_build_filename(run->out, iso, NULL);
	char *argv[] = { mkiso, plan, out, run->guest, NULL };

	return qemu_run_script(run, argv, error);
}

bool qemu_make_files(const struct run *run, const struct boot *boot,
		     GError **error)
{
	return qemu_write_plan(run, boot, error) &&
	       (run->dry || g_str_equal(boot->loader, "pvh") ||
		make_iso(run, boot, error));
}
