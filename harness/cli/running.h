/* SPDX-License-Identifier: GPL-2.0-only */
/* What `run`, `ab` and `releases` share: options of a run. */
#ifndef IPIBENCH_RUNNING_H
#define IPIBENCH_RUNNING_H

#include "plan/plan.h"
#include "session/run-all.h"

struct running {
	char *guest;
	gint order_seed;
	gboolean dry_run, no_meter, no_trace, tune;
};

#define RUNNING_USUAL { .order_seed = PLAN_ORDER_SEED }

/* Rows of a GOptionEntry table. */
#define RUNNING_OPTIONS(x)							\
	{ "guest", 0, 0, G_OPTION_ARG_FILENAME, &(x).guest,			\
	  "Another guest image", "ELF" },					\
	{ "no-meter", 0, 0, G_OPTION_ARG_NONE, &(x).no_meter,			\
	  "Run the labs without the exit meter", NULL },			\
	{ "no-trace", 0, 0, G_OPTION_ARG_NONE, &(x).no_trace,			\
	  "Do not count exits by reason through tracefs (target kvm)", NULL },	\
	{ "order-seed", 0, 0, G_OPTION_ARG_INT, &(x).order_seed,		\
	  "Another random order of the rows of repeated boots", "N" },		\
	{ "tune", 0, 0, G_OPTION_ARG_NONE, &(x).tune,				\
	  "Change what spoils a measurement on this machine, and put it back "	\
	  "(target kvm)", NULL },						\
	{ "dry-run", 'n', 0, G_OPTION_ARG_NONE, &(x).dry_run,			\
	  "Say what would run, run nothing", NULL }

/* Initialisers of struct run_options. */
#define RUNNING_ASKED(x)							\
	.guest = (x).guest, .order_seed = (x).order_seed, .dry_run = (x).dry_run,	\
	.no_meter = (x).no_meter, .no_trace = (x).no_trace, .tune = (x).tune

#endif
