/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command line of qemu.c's names: what it finds in the result folder, and the program, where
 * the user named another than the installed (key `qemu`). */
#include "engine/qemu.h"

#include "base/error.h"
#include "base/members.h"
#include "host/provenance.h"
#include "plan/plan.h"
#include "plan/subject.h"

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

static bool refuse(GError **error, const char *path, const char *why)
{
	g_set_error(error, IPIBENCH_ERROR, 0, "qemu=%s: %s", path, why);
	return false;
}

static bool describe(struct boot *boot, GError **error)
{
	const char *const ask[] = { boot->qemu, "--version", NULL };
	g_autofree char *version = NULL, *sha256 = NULL;

	if (!g_file_test(boot->qemu, G_FILE_TEST_IS_REGULAR) ||
	    !g_file_test(boot->qemu, G_FILE_TEST_IS_EXECUTABLE))
		return refuse(error, boot->qemu, "no program");
	version = provenance_first_line(NULL, ask);
	if (!version || !g_str_has_prefix(version, "QEMU emulator version"))
		return refuse(error, boot->qemu, "does not answer --version as QEMU does");
	sha256 = provenance_sha256(boot->qemu);
	boot->qemu_about = json_object_new();
	members_set_text(boot->qemu_about, "source", "given");
	members_set_text(boot->qemu_about, "version", version);
	members_set_text(boot->qemu_about, "sha256", sha256);
	return true;
}

bool qemu_take_given(struct boot *boot, GError **error)
{
	g_autofree char *wrong = NULL;
	struct subject subject;

	if (!boot->given[KEY_QEMU] || boot->qemu)
		return true;
	/* A whole form is never wrong. */
	if (!subject_parse(boot->given[KEY_QEMU], &subject, &wrong))
		return false;
	boot->qemu = g_strdup(subject.what);
	subject_clear(&subject);
	return describe(boot, error);
}

const char *qemu_program(const struct boot *boot)
{
	return boot->qemu ? boot->qemu : QEMU;
}
