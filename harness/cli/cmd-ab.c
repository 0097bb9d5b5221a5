/* SPDX-License-Identifier: GPL-2.0-only */
/* Two hypervisors, two patches, two settings: both run, and compared in one step. */
#include "base/root.h"
#include "cli/comparing.h"
#include "cli/running.h"
#include "session/sides.h"

struct options {
	struct sides_asked asked;
	struct comparing comparing;
	struct running running;
	char *out;
};

static GPtrArray *of_side(const GPtrArray *results, const char *side)
{
	GPtrArray *own = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (!g_strcmp0(one->side, side))
			g_ptr_array_add(own, results->pdata[i]);
	}
	return own;
}

/* Another regime is what may have been asked for: it is said and forbids nothing. */
static int compare_sides(const char *place, const struct sides *sides,
			 const struct comparing *comparing, struct compare_options *options)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GPtrArray) base = NULL, now = NULL;
	g_autoptr(GError) error = NULL;
	struct comparison *comparison;
	int status;

	if (!result_load(place, results, &error))
		return complain(DID_NOT_FINISH, "%s", error->message);
	base = of_side(results, sides->name[0]);
	now = of_side(results, sides->name[1]);
	options->ignore = (const char *const *)sides->fields->pdata;
	comparison = compare_results(base, now, options, &error);
	if (!comparison)
		return complain(DID_NOT_FINISH, "%s", error->message);
	comparison->called[0] = sides->name[0];
	comparison->called[1] = sides->name[1];
	status = comparing_conclude(comparing, comparison, COMPARE_TABLE, "ipibench ab");
	comparison_free(comparison);
	return status;
}

static int run_both(const struct options *options, const GPtrArray *experiments,
		    const GPtrArray *settings, const struct sides *sides,
		    struct compare_options *comparing, int argc, char **argv)
{
	g_autofree char *root = tool_root();
	g_autofree char *usual = g_build_filename(root, "results", "ab", NULL);
	const char *place = options->out ? options->out : usual;
	int compared, status = run_all(&(struct run_options){
		.place = place, .replace = !options->out,
		.targets = options->asked.targets, RUNNING_ASKED(options->running), .quiet = true,
		.argc = argc, .argv = argv,
	}, experiments, settings);

	if (options->running.dry_run || status > FELL_SHORT)
		return status;
	compared = compare_sides(place, sides, &options->comparing, comparing);
	return MAX(status, compared);
}

static int run(int argc, char **argv)
{
	struct options options = {
		.running = RUNNING_USUAL, .comparing = COMPARING_USUAL
	};
	const GOptionEntry entries[] = {
		{ "target", 't', 0, G_OPTION_ARG_STRING, &options.asked.targets,
		  "Where both run", "T,..." },
		{ "kernel", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.asked.kernel,
		  "Labs with KVM: that side's first-level kernel, as of `ipibench run`",
		  "[SIDE=]K" },
		{ "xen", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.asked.xen,
		  "Labs with Xen: that side's hypervisor", "[SIDE=]X" },
		{ "qemu", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.asked.qemu,
		  "That side's QEMU", "[SIDE=]Q" },
		{ "patches", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.asked.patches,
		  "Patched labs: what that side has on top of the series, a file or a folder",
		  "[SIDE=]P" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
		  "Where results go; must not exist (default: results/ab, a link to the "
		  "last one)", "DIR" },
		RUNNING_OPTIONS(options.running),
		COMPARING_OPTIONS(options.comparing),
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GPtrArray) experiments = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL;
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) all = g_strdupv(argv);
	struct compare_options comparing;
	struct sides sides = { 0 };
	int status, words = argc;

	if (!command_options(&command_ab, entries, &argc, &argv, 0, -1, &status))
		return status;
	status = comparing_read(&options.comparing, &comparing);
	if (status)
		return status;
	settings = sides_settings(&options.asked, argc, argv, all, experiments, &sides, &error);
	status = settings ? run_both(&options, experiments, settings, &sides, &comparing, words,
				     all) :
		complain(WRONG_INPUT, "%s", error->message);
	sides_clear(&sides);
	return status;
}

const struct command command_ab = {
	"ab", "[FILE.ini...|-] [KEY=VALUE...] [SIDE:KEY=VALUE...]",
	"run two sides and compare them", run
};
