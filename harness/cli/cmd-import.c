/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * `ipibench import`: results from what a machine said on its serial port, live
 * or kept in a file. What the guest does not say is not known, and null.
 */
#include <stdio.h>
#include <string.h>

#include "base/members.h"
#include "base/root.h"
#include "cli/command.h"
#include "session/run-folder.h"
#include "engine/qemu.h"
#include "host/provenance.h"
#include "import/import-plan.h"
#include "plan/plan.h"
#include "plan/run.h"

struct options {
	char *experiment, *iso, *out;
	int limit;
	gboolean json;
};

/* The same members as provenance_of_run's: null where this machine's would
 * be another machine's. */
static JsonObject *provenance(const struct import *import,
			      const struct boot *boot,
			      const struct run *tool, int argc, char **argv)
{
	static const char *const unknown[] = {
		"commit", "dirty", "guest_sha256", "emulator", "host_kernel",
		"microcode", "l0_args", NULL
	};
	g_autoptr(JsonObject) here = provenance_of_run(tool->root, tool->guest,
		QEMU, argc, argv);
	g_autofree char *sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256,
		import->raw->data, import->raw->len);
	JsonObject *object = json_object_new(), *how = json_object_new();

	for (guint i = 0; unknown[i]; i++)
		json_object_set_null_member(object, unknown[i]);
	members_set_text(object, "processor",
		       guest_word(boot->guest->cpuid, "brand"));
	json_object_set_int_member(object, "processors", g_ascii_strtoll(
		guest_word(boot->guest->begin, "cpus"), NULL, 10));
	json_object_set_member(object, "ipibench",
			       json_object_dup_member(here, "ipibench"));
	if (import->port)
		json_object_set_member(object, "time",
				       json_object_dup_member(here, "time"));
	else
		json_object_set_null_member(object, "time");
	json_object_set_string_member(how, "from",
				      import->port ? "port" : "file");
	json_object_set_string_member(how, "sha256", sha256);
	json_object_set_member(how, "time",
			       json_object_dup_member(here, "time"));
	json_object_set_member(how, "commit",
			       json_object_dup_member(here, "commit"));
	json_object_set_member(how, "dirty",
			       json_object_dup_member(here, "dirty"));
	json_object_set_object_member(object, "imported", how);
	return object;
}

/* Why there is no sound end. */
static void judge(struct boot *boot, const struct import *import)
{
	const char *words;

	boot->seconds = import->seconds;
	boot->end = EMULATOR_EXITED;
	if (failure_of_guest(boot))
		return;
	failure_set(&boot->failure, import->end == IMPORT_LIMIT ? "timeout" :
		    "incomplete", failure_stage(boot->guest, &words),
		    "%s:%u: %s", import->path,
		    import->bad && !import->port ? import->bad : import->line,
		    import->bad ? "damaged, and no `end` of the guest's" :
		    "it ends without the guest's `end`");
}

/* On bare hardware nothing virtualises the APIC; a guest that sees a
 * hypervisor was not there. */
static void describe(struct target_report *report, const struct boot *boot)
{
	const char *who = guest_word(boot->guest->begin, "hypervisor");

	if (who && g_str_equal(who, "none")) {
		report->regime = g_strdup("n/a");
		report->regime_note = g_strdup("the guest sees no hypervisor");
		return;
	}
	report->regime_note = g_strdup_printf("not bare hardware: the guest "
		"sees the hypervisor %s", who ? who : "(it does not say)");
	report->hypervisor = json_object_new();
	members_set_text(report->hypervisor, "name", who);
	complain(DONE_GOOD, "%s: %s", boot->name, report->regime_note);
}

static bool keep_iso(struct store *store, const struct boot *boot,
		     const char *iso, GError **error)
{
	g_autofree char *plan = g_strdup_printf("raw/%s.plan", boot->name);
	g_autofree char *name = g_strdup_printf("raw/%s.iso", boot->name);
	g_autofree char *text = plan_text(boot), *image = NULL;
	gsize len;

	if (!store_write(store, plan, text, strlen(text), error))
		return false;
	return !iso || (g_file_get_contents(iso, &image, &len, error) &&
			store_write(store, name, image, len, error));
}

static int keep(struct run_folder *folder, struct boot *boot, struct import *import,
		const struct options *options, JsonObject *of_run)
{
	struct target_report report = { 0 };
	const char *rows = guest_word(boot->guest->begin, "rows");
	g_autofree char *failure = NULL;
	g_autoptr(GError) error = NULL;
	int status = DONE_GOOD;

	judge(boot, import);
	if (boot->failure.status)
		failure = failure_text(&boot->failure);
	describe(&report, boot);
	if (!keep_iso(&folder->store, boot, options->iso, &error) ||
	    !run_folder_keep(folder, boot, &report, of_run, &error))
		status = complain(DID_NOT_FINISH, "%s", error->message);
	else if (failure)
		status = complain(DID_NOT_FINISH, "%s: %s", boot->name,
				  failure);
	else if (import->bad)
		status = complain(DID_NOT_FINISH, "%s:%u: a line of the "
				  "guest's is missing or damaged",
				  import->path, import->bad);
	if (!options->experiment && rows &&
	    g_ascii_strtoull(rows, NULL, 10) > boot->settings->len)
		status = complain(DID_NOT_FINISH, "%s: %u of %s rows began; of "
				  "the others nothing is known", import->path,
				  boot->settings->len, rows);
	report_clear(&report);
	return status;
}

static int import_one(struct run_folder *folder, struct import_plan *plan,
		      const char *path, const struct options *options,
		      const struct run *tool, int argc, char **argv)
{
	g_autoptr(JsonObject) of_run = NULL;
	g_autoptr(GError) error = NULL;
	struct import import;
	struct boot *boot = NULL;
	int status;

	if (import_read(&import, path, options->limit, &error))
		boot = import.end == IMPORT_INTERRUPTED ? NULL :
			import_plan_take(plan, &import, &error);
	if (boot) {
		of_run = provenance(&import, boot, tool, argc, argv);
		status = keep(folder, boot, &import, options, of_run);
	} else if (import.end == IMPORT_INTERRUPTED) {
		status = complain(DID_NOT_FINISH, "interrupted; nothing kept");
	} else {
		status = complain(import.end == IMPORT_LIMIT ? DID_NOT_FINISH :
				  WRONG_INPUT, "%s", error->message);
	}
	import_clear(&import);
	return boot ? status : -status;
}

static int import_all(const struct options *options, int argc, char **argv,
		      int words, char **all)
{
	struct run tool = { .root = tool_root(), .guest = "" };
	g_autofree char *latest = g_build_filename(tool.root, "results",
						   "latest", NULL);
	g_autoptr(GError) error = NULL;
	struct import_plan plan;
	struct run_folder folder;
	int status = DONE_GOOD;

	if (!import_plan_open(&plan, options->experiment, &error) ||
	    !run_folder_open(&folder, options->out ? options->out : latest,
			     !options->out, NULL, argc - 1, &error)) {
		import_plan_clear(&plan);
		return complain(WRONG_INPUT, "%s", error->message);
	}
	for (int i = 1; i < argc && status >= 0; i++) {
		int one = import_one(&folder, &plan, argv[i], options, &tool,
				     words, all);

		status = one < 0 ? one : MAX(status, one);
	}
	/* All or nothing: what cannot be believed spoils the folder. */
	if (status < 0) {
		run_folder_discard(&folder);
		status = -status;
	} else {
		status = run_folder_conclude(&folder, options->json ? FOLDER_JSON :
					     FOLDER_TABLES, status);
	}
	import_plan_clear(&plan);
	return status;
}

static int run(int argc, char **argv)
{
	struct options options = { .limit = 600 };
	const GOptionEntry entries[] = {
		{ "experiment", 'e', 0, G_OPTION_ARG_FILENAME,
		  &options.experiment, "What was asked for; without it only "
		  "what the guest says is known", "FILE.ini" },
		{ "iso", 0, 0, G_OPTION_ARG_FILENAME, &options.iso,
		  "The image that was booted, to be kept and named", "FILE" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
		  "Where results go; must not exist (default: "
		  "results/latest, a link to the last one)", "DIR" },
		{ "limit", 0, 0, G_OPTION_ARG_INT, &options.limit,
		  "How long a port is read (default: 600)", "SECONDS" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
		  "Print the result lines instead of the table", NULL },
		G_OPTION_ENTRY_NULL
	};
	char **all = g_strdupv(argv);
	int status, words = argc;

	if (!command_options(&command_import, entries, &argc, &argv, 1, -1,
			     &status))
		return status;
	if (options.limit < 1 || options.limit > 86400)
		return complain(WRONG_INPUT, "--limit %d: not 1..86400",
				options.limit);
	if (options.iso && !g_file_test(options.iso, G_FILE_TEST_IS_REGULAR))
		return complain(WRONG_INPUT, "--iso %s: no such file",
				options.iso);
	emulator_catch_signals();
	return import_all(&options, argc, argv, words, all);
}

const struct command command_import = {
	"import", "FILE|PORT...", "results from a machine's serial output", run
};
