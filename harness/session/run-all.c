/* SPDX-License-Identifier: GPL-2.0-only */
#include "session/run-all.h"

#include <stdio.h>

#include "base/progress.h"
#include "base/root.h"
#include "engine/qemu.h"
#include "host/provenance.h"
#include "plan/plan.h"
#include "plan/run.h"
#include "record/keep.h"
#include "session/complain.h"
#include "session/run-folder.h"
#include "target/target.h"

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

/* Target by target, in the order in which they run and are kept. */
static GPtrArray *by_target(const GPtrArray *all)
{
	GPtrArray *boots = g_ptr_array_new();

	for (guint i = 0; targets[i]; i++) {
		g_autoptr(GPtrArray) own = boots_of(all, targets[i]);

		g_ptr_array_extend(boots, own, NULL, NULL);
	}
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

/* What a boot that is over needs to be kept. */
struct keeping {
	struct run_folder folder;
	JsonObject *of_run;
	bool broken;            /* what is done cannot be kept any more */
};

static bool on_boot_done(struct run *run, struct boot *boot,
			 const struct target_report *report, GError **error)
{
	struct keeping *keeping = run->user;
	const struct failure *failure = &boot->failure;

	/* It was not let, and is not over. */
	if (g_strcmp0(failure->status, "interrupted") == 0)
		return true;
	if (!run_folder_keep(&keeping->folder, boot, report, keeping->of_run,
			     error)) {
		keeping->broken = true;
		return false;
	}
	if (failure->status) {
		g_autofree char *text = failure_text(failure);
		const char *outside = boot->seen_from_outside;

		progress_clear();
		complain(DID_NOT_FINISH, "%s: %s%s%s", boot->name, text,
			 outside ? "; " : "", outside ? outside : "");
	}
	return true;
}

/* Machines of an exact lab wait in `exact`: they run side by side, at the end. */
static bool run_boots(const struct target *target, struct run *run,
		      GPtrArray *boots, GPtrArray *exact, GError **error)
{
	g_autoptr(GPtrArray) machines =
		g_ptr_array_new_with_free_func(machine_free);
	struct target_report report = { 0 };
	bool done;

	if (target->machines)
		return target->machines(run, boots, target->exact ? exact :
					machines, error) &&
		       machines_run(machines, 1, error);
	done = target->run(run, boots, &report, error);
	report_clear(&report);
	return done;
}

/* Runs one target's boots; a target that cannot run leaves no rows. */
static int run_target(const struct target *target, struct run *run,
		      GPtrArray *boots, GPtrArray *exact)
{
	g_autofree char *help = NULL;
	g_autofree char *why = target->missing(target, run, &help);
	g_autoptr(GError) error = NULL;
	bool done;

	if (why)
		return complain(DID_NOT_FINISH, "%s: skipped: %s%s%s",
				target->name, why, help ? "; " : "",
				help ? help : "");
	progress("%s: getting ready", target->name);
	done = target->prepare(target, run, boots, &error);
	if (done && run->dry) {
		print_boots(boots);
		return DONE_GOOD;
	}
	done = done && run_boots(target, run, boots, exact, &error);
	progress_clear();
	run->images |= done && target->elsewhere;
	return done ? DONE_GOOD : complain(DID_NOT_FINISH, "%s: %s",
					   target->name, error->message);
}

/* As many at once as there are processors for. */
static int run_exact(GPtrArray *machines)
{
	g_autoptr(GError) error = NULL;
	bool done = machines_run(machines, g_get_num_processors(), &error);

	progress_clear();
	return done ? DONE_GOOD : complain(DID_NOT_FINISH, "%s", error->message);
}

/* Images for other machines are all there is. */
static int keep_images(struct run_folder *folder, int status)
{
	g_autofree char *place = g_strdup(folder->store.place);
	g_autoptr(GError) error = NULL;
	g_autofree char *aside = NULL;
	bool done = store_commit(&folder->store, &aside, &error);

	if (done)
		fprintf(stderr, "ipibench: images, no results yet, in %s\n",
			place);
	else
		status = complain(DID_NOT_FINISH, "%s", error->message);
	run_folder_discard(folder);
	return status;
}

/* Everything that `rerun` and a reader need besides what boots leave. */
static int open_folder(struct run *run, struct run_folder *folder,
		       const GPtrArray *boots, const struct run_options *options,
		       const GPtrArray *experiments)
{
	g_autofree char *image = NULL;
	g_autoptr(GError) error = NULL;
	gsize len;

	if (!g_file_get_contents(run->guest, &image, &len, &error))
		return complain(DID_NOT_FINISH, "%s; `make` builds it",
				error->message);
	if (!run_folder_open(folder, options->place, options->replace, boots,
			     boots->len, &error))
		return complain(WRONG_INPUT, "%s", error->message);
	if (!store_write(&folder->store, "ipibench.elf", image, len, &error) ||
	    !keep_run(&folder->store, experiments, options->targets,
		      options->no_meter, &error)) {
		run_folder_discard(folder);
		return complain(DID_NOT_FINISH, "%s", error->message);
	}
	run->out = folder->store.draft;
	return DONE_GOOD;
}

static int close_folder(const struct run *run, struct keeping *keeping,
			const struct run_options *options, int status)
{
	struct run_folder *folder = &keeping->folder;

	if (emulator_interrupted() && folder->kept < folder->planned)
		return run_folder_leave(folder, "interrupted");
	if (keeping->broken)
		return run_folder_leave(folder, "given up");
	if (run->images && !folder->kept)
		return keep_images(folder, status);
	return run_folder_conclude(folder, options->quiet ? FOLDER_QUIET : options->json ?
				   FOLDER_JSON : FOLDER_TABLES, status);
}

static int run_planned(const GPtrArray *boots, struct run *run,
		       const struct run_options *options,
		       const GPtrArray *experiments, JsonObject *of_run)
{
	struct keeping keeping = { .of_run = of_run };
	g_autoptr(GPtrArray) ordered = by_target(boots);
	g_autoptr(GPtrArray) exact = g_ptr_array_new_with_free_func(machine_free);
	int status = DONE_GOOD;

	if (!run->dry)
		status = open_folder(run, &keeping.folder, ordered, options,
				     experiments);
	if (status)
		return status;
	run->on_boot_done = on_boot_done;
	run->user = &keeping;
	for (guint i = 0; targets[i]; i++) {
		g_autoptr(GPtrArray) own = boots_of(boots, targets[i]);

		if (own->len && !emulator_interrupted() && !keeping.broken) {
			int one;

			one = run_target(targets[i], run, own, exact);
			status = MAX(status, one);
		}
	}
	if (!keeping.broken) {
		int late = run_exact(exact);

		status = MAX(status, late);
	}
	if (!run->dry)
		status = close_folder(run, &keeping, options, status);
	g_clear_pointer(&run->made, g_hash_table_unref);
	run->on_boot_done = NULL;
	run->user = NULL;	/* what it points to ends here */
	return status;
}

int run_all(const struct run_options *options, const GPtrArray *experiments,
	    const GPtrArray *settings)
{
	struct run run = {
		.root = tool_root(), .dry = options->dry_run,
		.no_meter = options->no_meter, .no_trace = options->no_trace,
		.tune = options->tune,
	};
	g_autoptr(GPtrArray) boots = plan_boots(settings);
	g_autoptr(JsonObject) of_run = NULL;

	run.guest = options->guest ? g_canonicalize_filename(options->guest, NULL) :
		g_build_filename(run.root, "build", "guest", "ipibench.elf", NULL);
	plan_order(boots, options->order_seed);
	run.boots = boots->len;
	of_run = provenance_of_run(run.root, run.guest, QEMU, options->argc, options->argv);
	json_object_set_int_member(of_run, "order_seed", options->order_seed);
	emulator_catch_signals();
	return run_planned(boots, &run, options, experiments, of_run);
}
