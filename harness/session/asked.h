/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command line asks to be run: files, words, options. */
#ifndef IPIBENCH_ASKED_H
#define IPIBENCH_ASKED_H

#include "plan/experiment.h"

struct asked {
	char *targets;          /* T,...: only these; NULL: all of the files' */
	char *kernel, *xen, *qemu, *patches;    /* plan/subject.h, lists; NULL: their own */
	char *modules;          /* that kernel's */
};

/* From argv[1] on: files, "-" for standard input, KEY=VALUE[,VALUE] over what they say; with
 * no file over a default. The settings belong to experiments, which is filled. NULL: the
 * error's message begins with "FILE:LINE: ", or names the word. */
GPtrArray *asked_settings(const struct asked *asked, int argc, char **argv,
			  GPtrArray *experiments, GError **error);

#endif
