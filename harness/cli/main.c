/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

#define VERSION "0.1"

static const struct command *const commands[] = {
	&command_run, &command_import, &command_verify, &command_report,
	&command_compare, &command_ab, &command_bisect,
	&command_build_kernel, &command_build_xen,
	&command_export,
	&command_rerun,
	&command_history, &command_releases,
	&command_targets,
	NULL
};

static void help(FILE *out)
{
	fputs("usage: ipibench COMMAND [ARGUMENT...]\n\n"
	      "What IPIs cost inside virtual machines.\n\n", out);
	for (guint i = 0; commands[i]; i++)
		fprintf(out, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\n`ipibench COMMAND --help` says more. Exit status: 0 done and "
	      "good; 1 done, and\nsomething fell short; 2 wrong arguments or "
	      "input; 3 a target could not run or\ndid not finish.\n", out);
}

/* What was said and did not arrive is not done, whatever the command made of it. */
static void check_output(void)
{
	bool lost = ferror(stdout);

	if (!fflush(stdout) && !lost)
		return;
	fprintf(stderr, "ipibench: standard output cannot be written: %s\n",
		g_strerror(errno));
	_exit(DID_NOT_FINISH);
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "C.UTF-8");
	atexit(check_output);
	if (argc < 2) {
		help(stderr);
		return WRONG_INPUT;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		help(stdout);
		return DONE_GOOD;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("ipibench " VERSION);
		return DONE_GOOD;
	}
	for (guint i = 0; commands[i]; i++)
		if (!strcmp(argv[1], commands[i]->name))
			return commands[i]->run(argc - 1, argv + 1);
	return complain(WRONG_INPUT, "unknown command '%s'; see `ipibench "
			"--help`", argv[1]);
}
