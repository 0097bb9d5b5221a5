/* SPDX-License-Identifier: GPL-2.0-only */
/* What a lab is to run in place of its own hypervisor: the value of keys `kernel` and
 * `xen`. */
#ifndef IPIBENCH_SUBJECT_H
#define IPIBENCH_SUBJECT_H

#include <glib.h>
#include <stdbool.h>

#define SUBJECT_OWN "own"       /* the lab's */

/* [NAME=]WHAT[@MODULES] */
struct subject {
	char *name;             /* in results, tables, file names */
	char *what;             /* debian:[SUITE/]VERSION, patched:SERIES, or an absolute path */
	char *modules;          /* a folder with modules of a kernel, or NULL */
};

/* Paths that are not absolute are taken from the current folder. False: *wrong says what is
 * wrong with text; the caller frees it. */
bool subject_parse(const char *text, struct subject *subject, char **wrong);
void subject_clear(struct subject *subject);
/* The series of patched:SERIES, a version below hv-patches/; else NULL. */
const char *subject_series(const struct subject *subject);
/* Where WHAT begins: behind "NAME=", or text itself. */
const char *subject_behind_name(const char *text);
/* The whole form of what subject_parse takes; SUBJECT_OWN is itself. NULL: *wrong. */
char *subject_whole(const char *text, char **wrong);
/* The name in a whole form, NULL for SUBJECT_OWN and for NULL; the caller frees it. */
char *subject_name(const char *whole);

#endif
