/* SPDX-License-Identifier: GPL-2.0-only */
/* A command of the tool: one cmd-NAME.c and a row in main.c. */
#ifndef IPIBENCH_COMMAND_H
#define IPIBENCH_COMMAND_H

#include <glib.h>
#include <stdbool.h>

#include "cases/cases.h"
#include "session/complain.h"

struct command {
	const char *name, *arguments, *summary;
	int (*run)(int argc, char **argv);      /* argv[0] is the name */
};

/* Parses options in place. False: *status is what to exit with, and all that
 * is to be said has been said. At least min and at most max words (max -1: no
 * limit) must be left after the options. */
bool command_options(const struct command *command,
		     const GOptionEntry *entries, int *argc, char ***argv,
		     int min, int max, int *status);
extern const struct command command_run, command_import, command_verify,
	command_report, command_targets, command_compare,
	command_export, command_rerun, command_history, command_ab, command_build_kernel,
	command_build_xen, command_bisect, command_releases;

/* Says of each folder that is partial that it is, on standard error; what it said. */
GPtrArray *command_say_partial(const GPtrArray *results);

/* --junit FILE and --tap, of every command that judges; junit is to be freed. */
struct cases_asked {
	char *junit;
	gboolean tap;
};
#define CASES_OPTIONS(asked) \
	{ "junit", 0, 0, G_OPTION_ARG_FILENAME, &(asked).junit, \
	  "Also a file of JUnit's XML, for CI", "FILE" }, \
	{ "tap", 0, 0, G_OPTION_ARG_NONE, &(asked).tap, \
	  "TAP on standard output, in the place of text", NULL }
/* Writes what is asked for; FELL_SHORT, and says so, where it cannot be written. */
int command_put_cases(const struct cases *cases, const struct cases_asked *asked);

#endif
