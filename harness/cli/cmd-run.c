/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "base/root.h"
#include "cli/command.h"
#include "cli/running.h"
#include "session/asked.h"

struct options {
	struct asked asked;
	struct running running;
	char *out;
	gboolean json;
};

static int run(int argc, char **argv)
{
	struct options options = { .running = RUNNING_USUAL };
	const GOptionEntry entries[] = {
		{ "target", 't', 0, G_OPTION_ARG_STRING, &options.asked.targets,
		  "Only these of the files' targets", "T,..." },
		{ "kernel", 0, 0, G_OPTION_ARG_STRING, &options.asked.kernel,
		  "Labs with KVM: these first-level kernels, each a bzImage, a .deb, "
		  "a built tree or debian:VERSION", "[NAME=]K,..." },
		{ "modules", 0, 0, G_OPTION_ARG_FILENAME, &options.asked.modules,
		  "The folder of that kernel's modules, where KVM is modules", "DIR" },
		{ "xen", 0, 0, G_OPTION_ARG_STRING, &options.asked.xen,
		  "Labs with Xen: these hypervisors, each xen or xen.gz, a .deb, a "
		  "built tree or debian:VERSION", "[NAME=]X,..." },
		{ "qemu", 0, 0, G_OPTION_ARG_STRING, &options.asked.qemu,
		  "kvm, tcg, labs with KVM: these QEMUs run the guest", "[NAME=]Q,..." },
		{ "patches", 0, 0, G_OPTION_ARG_STRING, &options.asked.patches,
		  "Patched labs: on top of the series, a patch or a folder of them",
		  "[NAME=]P,..." },
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
		  "Where results go; must not exist (default: "
		  "results/latest, a link to the last one)", "DIR" },
		RUNNING_OPTIONS(options.running),
		{ "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
		  "Print the result lines instead of the table", NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GPtrArray) experiments = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *root = tool_root();
	g_autofree char *latest = g_build_filename(root, "results", "latest", NULL);
	int status, words = argc;
	char **all = g_strdupv(argv);

	if (!command_options(&command_run, entries, &argc, &argv, 0, -1,
			     &status))
		return status;
	settings = asked_settings(&options.asked, argc, argv, experiments, &error);
	if (!settings)
		return complain(WRONG_INPUT, "%s", error->message);
	return run_all(&(struct run_options){
		.place = options.out ? options.out : latest, .replace = !options.out,
		.targets = options.asked.targets, RUNNING_ASKED(options.running),
		.json = options.json, .argc = words, .argv = all,
	}, experiments, settings);
}

const struct command command_run = {
	"run", "[FILE.ini...|-] [KEY=VALUE[,VALUE]...]", "run experiments", run
};
