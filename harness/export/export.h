/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Results in forms that other tools read. A new one is a file export-NAME.c
 * and a row here.
 */
#ifndef IPIBENCH_EXPORT_H
#define IPIBENCH_EXPORT_H

#include "report/rows.h"

/* A file that an export consists of. */
struct export_file {
	char *name;             /* with its suffix */
	GString *text;
};

struct export {
	const char *name, *what;
	bool many;              /* several files, so that a folder is needed */
	/* Appends struct export_file; none where there is nothing to say. */
	void (*make)(const GPtrArray *results, GPtrArray *files);
};

#define EXPORTS(X) X(hdr) X(benchstat) X(csv) X(bench_json)

#define EXTERN(name) extern const struct export export_##name;
EXPORTS(EXTERN)
#undef EXTERN
extern const struct export *const exports[];    /* ends with NULL */

GPtrArray *export_files_new(void);
/* Its text, to be filled. */
GString *export_file(GPtrArray *files, const char *name);
/* "lab-kvm-svm-xapic-unicast-...": letters, digits and -._ only. */
char *export_name(const struct result *row, const char *last);

#endif
