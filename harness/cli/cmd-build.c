/* SPDX-License-Identifier: GPL-2.0-only */
/* `build-kernel` and `build-xen`: a tree of the user's, built for the labs. The scripts of
 * harness/lab do it and say what they do. */
#include <unistd.h>

#include "base/root.h"
#include "cli/command.h"

/* Takes this process's place, so that whoever stops it stops the build. */
static int become(const char *script, const char *first, const char *out)
{
	g_autofree char *root = tool_root();
	g_autofree char *path = g_build_filename(root, "harness", "lab", script, NULL);
	char *const argv[] = { path, (char *)first, (char *)out, NULL };

	execv(path, argv);
	return complain(DID_NOT_FINISH, "%s: cannot be run", path);
}

static int build(const struct command *command, const char *script, int argc, char **argv)
{
	g_autofree char *out = NULL;
	gboolean config = FALSE;
	const GOptionEntry entries[] = {
		{ "out", 'o', 0, G_OPTION_ARG_FILENAME, &out,
		  "Build there, and keep it (default: a folder in the cache, one for each tree)",
		  "DIR" },
		{ "config", 0, 0, G_OPTION_ARG_NONE, &config,
		  "Print the configuration that is used, build nothing", NULL },
		G_OPTION_ENTRY_NULL
	};
	int status;

	if (!command_options(command, entries, &argc, &argv, 0, 1, &status))
		return status;
	if (config)
		return become(script, "--config", NULL);
	if (argc != 2)
		return complain(WRONG_INPUT, "usage: ipibench %s [OPTION...] %s", command->name,
				command->arguments);
	return become(script, argv[1], out);
}

static int build_kernel(int argc, char **argv)
{
	return build(&command_build_kernel, "linux/tree", argc, argv);
}

static int build_xen(int argc, char **argv)
{
	return build(&command_build_xen, "xen/tree", argc, argv);
}

const struct command command_build_kernel = {
	"build-kernel", "TREE", "build a Linux tree as a first level for the labs", build_kernel
};

const struct command command_build_xen = {
	"build-xen", "TREE", "build a Xen tree for the labs", build_xen
};
