/* SPDX-License-Identifier: GPL-2.0-only */
/* How `run` and `import` make a result folder of boots, one after the other. */
#ifndef IPIBENCH_RUN_FOLDER_H
#define IPIBENCH_RUN_FOLDER_H

#include "plan/run.h"
#include "result/result.h"
#include "result/store.h"

struct run_folder {
	struct store store;
	const GPtrArray *boots; /* struct boot, as planned; NULL: as they come */
	GPtrArray *kept_boots;  /* by boot; NULL: not yet */
	guint last;             /* place of the newest */
	bool out_of_order;      /* results.jsonl is */
	guint planned, kept;    /* boots */
};

/* boots NULL: it is not known what they will be called, only that there are so
 * many. What earlier runs left beside the place is named. */
bool run_folder_open(struct run_folder *folder, const char *place, bool replace,
		     const GPtrArray *boots, guint planned, GError **error);
/* A boot that is over: its output, and its rows, on the disk when it returns. */
bool run_folder_keep(struct run_folder *folder, struct boot *boot,
		     const struct target_report *report, JsonObject *of_run,
		     GError **error);
enum folder_says { FOLDER_TABLES, FOLDER_JSON, FOLDER_QUIET };
/* The good end: puts the folder in place and says what is in it. The exit status:
 * status, or a worse one that the rows give. */
int run_folder_conclude(struct run_folder *folder, enum folder_says says, int status);
/* Another end: what was finished stays, marked partial, and is named. */
int run_folder_leave(struct run_folder *folder, const char *why);
/* Everything goes. */
void run_folder_discard(struct run_folder *folder);

#endif
