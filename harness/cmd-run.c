/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "cmd-run.h"
#include "attempts.h"
#include "command.h"
#include "keep.h"
#include "progress.h"
#include "provenance.h"
#include "table.h"
#include "store.h"

struct options {
	char *targets, *out, *guest;
	gint order_seed;
	gboolean dry_run, json, no_meter, no_trace, tune;
};

/* What --target leaves of all settings. */
static bool keep_targets(GPtrArray *settings, const char *list, GError **error)
{
	g_auto(GStrv) names = list ? g_strsplit(list, ",", -1) : NULL;

	if (!names)
		return true;
	for (char **name = names; *name; name++)
		if (!target_from_name(*name)) {
			g_set_error(error, TARGET_ERROR, 0, "--target: '%s' is "
				    "no target; see `ipibench targets`",
				    *name);
			return false;
		}
	for (guint i = settings->len; i-- > 0;) {
		const struct setting *setting = settings->pdata[i];

		if (!g_strv_contains((const char *const *)names,
				     setting->value[KEY_TARGET]))
			g_ptr_array_remove_index(settings, i);
	}
	if (!settings->len)
		g_set_error(error, TARGET_ERROR, 0, "--target: no experiment "
			    "has a row for %s", list);
	return settings->len > 0;
}

static GPtrArray *read_experiments(GPtrArray *experiments, int argc,
				   char **argv, const char *targets,
				   GError **error)
{
	g_autoptr(GPtrArray) settings = NULL;

	for (int i = 1; i < argc; i++)
		if (!experiment_load(argv[i], experiments, error))
			return NULL;
	settings = experiment_expand(experiments, error);
	if (!settings || !keep_targets(settings, targets, error))
		return NULL;
	return g_steal_pointer(&settings);
}

/* The boots of one target; they belong to all. */
static GPtrArray *boots_of(const GPtrArray *all, const struct target *target)
{
	GPtrArray *boots = g_ptr_array_new();

	for (guint i = 0; i < all->len; i++)
		if (g_str_equal(((struct boot *)all->pdata[i])->target,
				target->name))
			g_ptr_array_add(boots, all->pdata[i]);
	return boots;
}

static void print_boots(const GPtrArray *boots)
{
	for (guint i = 0; i < boots->len; i++) {
		const struct boot *boot = boots->pdata[i];
		g_autofree char *plan = plan_text(boot);

		printf("# boot %s, at most %u s\n", boot->name, boot->timeout);
		for (guint k = 0; k < boot->commands->len; k++)
			printf("%s\n", (char *)boot->commands->pdata[k]);
		printf("# raw/%s.plan:\n%s\n", boot->name, plan);
	}
}

static bool keep_samples(struct store *store, const struct boot *boot,
			 guint row, GError **error)
{
	g_autofree char *text = result_samples(boot, row);
	g_autofree char *name = result_samples_name(boot, row);

	return !text || store_write(store, name, text, strlen(text), error);
}

bool run_keep_boot(struct store *store, struct boot *boot,
		   const struct target_report *report, JsonObject *of_run,
		   GString *lines, GError **error)
{
	g_autofree char *raw = g_strdup_printf("raw/%s.txt", boot->name);
	g_autofree char *iso = g_strdup_printf("%s/raw/%s.iso", store->draft,
					       boot->name);

	boot->image_sha256 = provenance_sha256(iso);
	/* Rows without the console they came from are not kept. */
	if (!store_write(store, raw, boot->raw->data, boot->raw->len, error))
		return false;
	for (guint i = 0; i < boot->settings->len; i++) {
		g_autofree char *line = result_row(boot, i, report, of_run);

		g_string_append(lines, line);
		g_string_append_c(lines, '\n');
		if (!keep_samples(store, boot, i, error))
			return false;
	}
	return true;
}

static bool run_again(const struct target *target, struct run *run,
		      const GPtrArray *boots, GError **error)
{
	GPtrArray *again;
	bool done = true;

	while (done && target->emulated &&
	       (again = attempts_again(run, boots))) {
		struct target_report report = { 0 };

		done = target->prepare(run, again, error) &&
		       target->run(run, again, &report, error);
		report_clear(&report);
		g_ptr_array_unref(again);
	}
	return done;
}

/* Runs one target's boots; a target that cannot run leaves no rows. */
static int run_target(const struct target *target, struct run *run,
		      GPtrArray *boots, struct store *store,
		      JsonObject *of_run, GString *lines)
{
	g_autofree char *help = NULL;
	g_autofree char *why = target->missing(run, &help);
	g_autoptr(GError) error = NULL;
	struct target_report report = { 0 };
	bool done;

	if (why)
		return complain(DID_NOT_FINISH, "%s: skipped: %s%s%s",
				target->name, why, help ? "; " : "",
				help ? help : "");
	progress("%s: getting ready", target->name);
	done = target->prepare(run, boots, &error);
	if (done && run->dry) {
		print_boots(boots);
		return DONE_GOOD;
	}
	done = done && target->run(run, boots, &report, &error);
	done = done && run_again(target, run, boots, &error);
	progress_clear();
	run->images |= done && target->elsewhere;
	if (done && target->elsewhere)
		return DONE_GOOD;
	for (guint i = 0; done && i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];

		done = run_keep_boot(store, boot, &report, of_run, lines,
				     &error);
		if (boot->failure)
			complain(DID_NOT_FINISH, "%s: %s%s%s", boot->name,
				 boot->failure,
				 boot->seen_from_outside ? ": " : "",
				 boot->seen_from_outside ?
				 boot->seen_from_outside : "");
	}
	report_clear(&report);
	return done ? DONE_GOOD : complain(DID_NOT_FINISH, "%s: %s",
					   target->name, error->message);
}

/* 3 before 1: a row that did not finish says nothing about the rest. */
static int judge(const GPtrArray *results)
{
	static const char *const unfinished[] = {
		"incomplete", "timeout", "crashed", "triple-fault",
		"interrupted", "not-started", "no-cpus", "fault", NULL
	};
	int status = DONE_GOOD;

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (g_str_equal(one->status, "ok") ||
		    g_str_equal(one->status, "unsupported"))
			continue;
		if (g_strv_contains(unfinished, one->status))
			return DID_NOT_FINISH;
		status = FELL_SHORT;
	}
	return status;
}

int run_conclude(struct store *store, const GString *lines, bool json,
		 int status)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *aside = NULL;
	int judged;

	if (!lines->len)
		return status;
	/* Read back what is written: what cannot be read is not kept. */
	if (!result_parse(RESULT_FILE, lines->str, lines->len, results,
			  &error) ||
	    !store_write(store, RESULT_FILE, lines->str, lines->len, &error) ||
	    !store_commit(store, &aside, &error))
		return complain(DID_NOT_FINISH, "%s", error->message);
	if (json)
		fwrite(lines->str, 1, lines->len, stdout);
	else
		tables_print(results, &table_text);
	fprintf(stderr, "ipibench: %u rows in %s\n", results->len,
		store->place);
	if (aside)
		fprintf(stderr, "ipibench: the earlier results are in %s\n",
			aside);
	judged = judge(results);
	return MAX(status, judged);
}

/* Images for other machines are all there is. */
static int keep_images(struct store *store, int status)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *aside = NULL;

	if (!store_commit(store, &aside, &error))
		return complain(DID_NOT_FINISH, "%s", error->message);
	fprintf(stderr, "ipibench: images, no results yet, in %s\n",
		store->place);
	return status;
}

static int run_all(const GPtrArray *boots, struct run *run,
		   const struct options *options,
		   const GPtrArray *experiments, JsonObject *of_run)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) lines = g_string_new(NULL);
	struct store store = { 0 };
	int status = DONE_GOOD;

	if (!run->dry) {
		g_autofree char *latest = g_build_filename(run->root,
			"results", "latest", NULL);
		g_autofree char *image = NULL;
		gsize len;

		if (!g_file_get_contents(run->guest, &image, &len, &error))
			return complain(DID_NOT_FINISH, "%s; `make` builds it",
					error->message);
		if (!store_open(&store, options->out ? options->out : latest,
				!options->out, &error))
			return complain(WRONG_INPUT, "%s", error->message);
		if (!store_write(&store, "ipibench.elf", image, len, &error) ||
		    !keep_run(&store, experiments, options->targets,
			      options->no_meter, &error)) {
			store_close(&store);
			return complain(DID_NOT_FINISH, "%s", error->message);
		}
		run->out = store.draft;
	}
	for (guint i = 0; targets[i]; i++) {
		g_autoptr(GPtrArray) own = boots_of(boots, targets[i]);

		if (own->len && !emulator_interrupted()) {
			int one = run_target(targets[i], run, own, &store,
					     of_run, lines);

			status = MAX(status, one);
		}
	}
	if (emulator_interrupted())
		status = complain(DID_NOT_FINISH, "interrupted; nothing kept");
	else if (!run->dry)
		status = run->images && !lines->len ?
			keep_images(&store, status) :
			run_conclude(&store, lines, options->json, status);
	store_close(&store);
	return status;
}

static int run(int argc, char **argv)
{
	struct options options = { .order_seed = PLAN_ORDER_SEED };
	const GOptionEntry entries[] = {
		{ "target", 't', 0, G_OPTION_ARG_STRING, &options.targets,
		  "Only these of the files' targets", "T,..." },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
		  "Where results go; must not exist (default: "
		  "results/latest, an earlier one is moved aside)", "DIR" },
		{ "guest", 0, 0, G_OPTION_ARG_FILENAME, &options.guest,
		  "Another guest image", "ELF" },
		{ "no-meter", 0, 0, G_OPTION_ARG_NONE, &options.no_meter,
		  "Run the labs without the exit meter", NULL },
		{ "no-trace", 0, 0, G_OPTION_ARG_NONE, &options.no_trace,
		  "Do not count exits by reason through tracefs (target kvm)",
		  NULL },
		{ "order-seed", 0, 0, G_OPTION_ARG_INT, &options.order_seed,
		  "Another random order of the rows of repeated boots", "N" },
		{ "tune", 0, 0, G_OPTION_ARG_NONE, &options.tune,
		  "Change what spoils a measurement on this machine, and put "
		  "it back (target kvm)", NULL },
		{ "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.dry_run,
		  "Say what would run, run nothing", NULL },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
		  "Print the result lines instead of the table", NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GPtrArray) experiments = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL, boots = NULL;
	g_autoptr(JsonObject) of_run = NULL;
	g_autoptr(GError) error = NULL;
	struct run run = { .root = tool_root() };
	int status, words = argc;
	char **all = g_strdupv(argv);

	if (!command_options(&command_run, entries, &argc, &argv, 1, -1,
			     &status))
		return status;
	settings = read_experiments(experiments, argc, argv, options.targets,
				    &error);
	if (!settings)
		return complain(WRONG_INPUT, "%s", error->message);
	run.guest = options.guest ?
		g_canonicalize_filename(options.guest, NULL) :
		g_build_filename(run.root, "build", "guest", "ipibench.elf",
				 NULL);
	run.dry = options.dry_run;
	run.no_meter = options.no_meter;
	run.no_trace = options.no_trace;
	run.tune = options.tune;
	boots = plan_boots(settings);
	plan_order(boots, options.order_seed);
	run.boots = boots->len;
	of_run = provenance_of_run(&run, words, all);
	json_object_set_int_member(of_run, "order_seed", options.order_seed);
	emulator_catch_signals();
	return run_all(boots, &run, &options, experiments, of_run);
}

const struct command command_run = {
	"run", "FILE.ini...", "run experiments", run, false
};
