/* SPDX-License-Identifier: GPL-2.0-only */
/* A step of `git bisect run`: builds the tree, runs it, decides by a metric and a bound. The
 * exit status is what git-bisect(1) wants of it. */
#include <math.h>
#include <stdio.h>

#include "base/root.h"
#include "cli/command.h"
#include "compare/history.h"
#include "plan/plan.h"
#include "session/asked.h"
#include "session/run-all.h"
#include "spec/status.h"
#include "target/lab.h"

enum step {
	STEP_GOOD = 0, STEP_BAD = 1,
	STEP_SKIP = 125,                /* this commit cannot be tested */
	STEP_STOP = 128,                /* no commit could: the bisection ends */
};

struct options {
	char *target, *tree, *metric, *method, *out;
	double above, below;
};

/* A tree of what: which script builds it, what it is run as. */
static const struct kind {
	const char *sign, *script, *target;
} kinds[] = {
	{ "arch/x86/kvm", "linux/tree", "lab-kvm-svm-stock" },
	{ "xen/arch/x86/hvm", "xen/tree", "lab-xen-svm-stock" },
};

static const struct kind *kind_of(const char *tree)
{
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *path = g_build_filename(tree, kinds[i].sign, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			return &kinds[i];
	}
	return NULL;
}

static const struct history_metric *metric_of(const char *name)
{
	return history_metric_from_name(g_str_equal(name, "insns") ? "sender-insns" : name);
}

static char *metric_names(void)
{
	GString *names = g_string_new("insns");

	for (guint i = 0; history_metrics[i].name; i++)
		g_string_append_printf(names, ", %s", history_metrics[i].name);
	return g_string_free(names, FALSE);
}

static GPtrArray *settings_of(const struct options *options, const struct kind *kind,
			      const char *made, int argc, char **argv,
			      GPtrArray *experiments, GError **error)
{
	g_autofree char *subject = g_strconcat("bisect=", made, NULL);
	g_autofree char *method = g_strconcat("method=", options->method, NULL);
	struct asked asked = {
		.targets = options->target ? options->target : (char *)kind->target,
	};
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	bool ipis = false;

	g_ptr_array_add(words, argv[0]);
	for (int i = 1; i < argc; i++) {
		ipis |= g_str_has_prefix(argv[i], "ipis=");
		g_ptr_array_add(words, argv[i]);
	}
	if (!ipis)
		g_ptr_array_add(words, "ipis=500");
	if (options->method)
		g_ptr_array_add(words, method);
	if (kind == &kinds[0])
		asked.kernel = subject;
	else
		asked.xen = subject;
	return asked_settings(&asked, words->len, (char **)words->pdata, experiments, error);
}

/* The row that is worst for the bound; NAN: none has the metric, or one did not end well. */
static double worst(const GPtrArray *results, const struct history_metric *metric, bool above)
{
	double worst = NAN;

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];
		double value, low, high;

		if (status_kind(one->status) == STATUS_ABSENT)
			continue;
		if (status_kind(one->status) != STATUS_OK) {
			fprintf(stderr, "ipibench: %s: %s\n", one->status,
				one->reason ? one->reason : "no reason is known");
			return NAN;
		}
		if (metric->of(one, &value, &low, &high))
			worst = isnan(worst) ? value : above ? fmax(worst, value) :
				fmin(worst, value);
	}
	return worst;
}

static enum step decide(const struct options *options, const struct history_metric *metric,
			const char *place)
{
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GError) error = NULL;
	bool above = !isnan(options->above);
	double bound = above ? options->above : options->below, value;
	bool bad;

	if (!result_load(place, results, &error)) {
		complain(0, "%s", error->message);
		return STEP_SKIP;
	}
	value = worst(results, metric, above);
	if (isnan(value)) {
		complain(0, "nothing here has %s: skipped", metric->name);
		return STEP_SKIP;
	}
	bad = above ? value > bound : value < bound;
	printf("%s: %.7g %s, %s %.7g\n", bad ? "bad" : "good", value, metric->unit, above ?
	       bad ? "above" : "not above" : bad ? "below" : "not below", bound);
	return bad ? STEP_BAD : STEP_GOOD;
}

/* What no commit can mend. */
static char *targets_missing(const GPtrArray *settings, struct run *run)
{
	for (guint i = 0; targets[i]; i++)
		for (guint k = 0; k < settings->len; k++) {
			const struct setting *one = settings->pdata[k];
			g_autofree char *help = NULL;

			if (g_str_equal(one->value[KEY_TARGET], targets[i]->name)) {
				char *why = targets[i]->missing(targets[i], run, &help);

				if (why)
					return why;
				break;
			}
		}
	return NULL;
}

static enum step step(const struct options *options, const struct kind *kind,
		      const struct history_metric *metric, int argc, char **argv)
{
	struct run run = { .root = tool_root() };
	g_autoptr(GPtrArray) experiments = experiment_list_new(), settings = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *tree = g_canonicalize_filename(options->tree, NULL), *made = NULL;
	g_autofree char *place = NULL, *why = NULL;
	int status;

	/* All that is to be said against the words, before the first build. */
	settings = settings_of(options, kind, tree, argc, argv, experiments, &error);
	if (!settings || (why = targets_missing(settings, &run)))
		return complain(STEP_STOP, "%s", why ? why : error->message);
	g_ptr_array_set_size(experiments, 0);
	g_clear_pointer(&settings, g_ptr_array_unref);
	made = lab_script(&run, kind->script, tree, NULL, &error);
	if (!made)
		return complain(error->code == LAB_NOT_BUILT ? STEP_SKIP : STEP_STOP, "%s",
				error->message);
	settings = settings_of(options, kind, made, argc, argv, experiments, &error);
	place = options->out ? g_strdup(options->out) :
		g_build_filename(run.root, "results", "bisect", NULL);
	if (!settings)
		return complain(STEP_STOP, "%s", error->message);
	status = run_all(&(struct run_options){
		.place = place, .replace = true, .order_seed = PLAN_ORDER_SEED, .quiet = true,
		.argc = argc, .argv = argv,
	}, experiments, settings);
	if (status == WRONG_INPUT || emulator_interrupted())
		return STEP_STOP;
	return status == DID_NOT_FINISH ? STEP_SKIP : decide(options, metric, place);
}

static int run(int argc, char **argv)
{
	struct options options = { .above = NAN, .below = NAN };
	g_autofree char *names = metric_names();
	g_autofree char *says = g_strdup_printf("One of %s (default: insns, the sender's "
		"instructions in the hypervisor for an IPI)", names);
	const GOptionEntry entries[] = {
		{ "target", 't', 0, G_OPTION_ARG_STRING, &options.target,
		  "Where it runs (default: lab-kvm-svm-stock, lab-xen-svm-stock)", "T" },
		{ "tree", 0, 0, G_OPTION_ARG_FILENAME, &options.tree,
		  "The Linux or Xen tree (default: the current folder)", "DIR" },
		{ "metric", 0, 0, G_OPTION_ARG_STRING, &options.metric, says, "M" },
		{ "method", 0, 0, G_OPTION_ARG_STRING, &options.method,
		  "How IPIs are sent, as method=M", "M" },
		{ "above", 0, 0, G_OPTION_ARG_DOUBLE, &options.above,
		  "Bad is what is above it", "N" },
		{ "below", 0, 0, G_OPTION_ARG_DOUBLE, &options.below,
		  "Bad is what is below it", "N" },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
		  "Where each step's results go, in the place of the last one's (default: "
		  "results/bisect)", "DIR" },
		G_OPTION_ENTRY_NULL
	};
	const struct history_metric *metric;
	const struct kind *kind;
	int status;

	/* To git anything from 128 on is an end, and 2 would be one more bad commit. */
	if (!command_options(&command_bisect, entries, &argc, &argv, 0, -1, &status))
		return status ? STEP_STOP : STEP_GOOD;
	if (!options.tree)
		options.tree = g_strdup(".");
	metric = metric_of(options.metric ? options.metric : "insns");
	if (!metric)
		return complain(STEP_STOP, "--metric: one of %s", names);
	if (isnan(options.above) == isnan(options.below))
		return complain(STEP_STOP, "--above N or --below N says what is bad");
	kind = kind_of(options.tree);
	if (!kind)
		return complain(STEP_STOP, "%s: neither a Linux nor a Xen tree", options.tree);
	return step(&options, kind, metric, argc, argv);
}

const struct command command_bisect = {
	"bisect", "[KEY=VALUE[,VALUE]...]", "a step of `git bisect run`: good, bad, or skip", run
};
