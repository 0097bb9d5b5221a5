/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Child processes with a time limit each whose standard output is read while it
 * comes. One lives in a session of its own and is killed with everything it
 * started: at the limit, when told to stop, when the tool is interrupted, and
 * by the kernel when the tool itself is killed.
 */
#ifndef IPIBENCH_EMULATOR_H
#define IPIBENCH_EMULATOR_H

#include <gio/gio.h>
#include <stdbool.h>

enum emulator_end {
	EMULATOR_NOT_STARTED,
	EMULATOR_EXITED,        /* status is its exit status */
	EMULATOR_SIGNALLED,     /* status is the signal */
	EMULATOR_STOPPED,       /* emulator_stop, and it had to be killed */
	EMULATOR_TIMEOUT,
	EMULATOR_INTERRUPTED,   /* the tool was told to end */
};

struct emulator {
	/* set by the caller */
	char **argv;
	const char *directory;          /* where it runs; NULL: here */
	guint limit;                    /* seconds */
	bool stays;                     /* it never ends by itself: stopped, it is killed */
	int extra_fd;                   /* becomes descriptor 3; -1: none */
	guint gather_ms;                /* a line that has begun is given so long to go
					 * on before it is read further; 0: no time */
	/* after the start, before output is read; false ends the run */
	bool (*on_start)(struct emulator *emulator, GError **error);
	void (*on_output)(struct emulator *emulator, const guint8 *data,
			  gsize len);
	/* it is over, and the results below are filled; NULL: nobody asks */
	void (*on_end)(struct emulator *emulator);
	bool show_errors;               /* pass its standard error on as it comes */
	void *user;

	/* results */
	enum emulator_end end;
	int status;
	char *error;                    /* its last words on standard error, or why
					 * it could not be started */
	double seconds;

	/* its own */
	GSubprocess *process;
	pid_t group;
	struct queue *queue;
	gint64 started;
	GCancellable *cancellable;
	GString *stderr_tail;
	guint limit_source;
	guint open;                     /* pipes and the process itself */
	bool stopping;
};

void emulator_run(struct emulator *emulator);
/* Several, started in this order, at_once of them side by side. Those that an interrupt
 * came before are told so, and not started. */
void emulators_run(struct emulator **all, guint n, guint at_once);
void emulator_stop(struct emulator *emulator);  /* gently, then by force */
void emulators_stop(void);                      /* the same, all that run;
						 * no more are started */
void emulator_set_limit(struct emulator *emulator, guint seconds); /* from now */
void emulator_clear(struct emulator *emulator);
/* "exited with status 1", "ran into its limit", ... */
char *emulator_describe_end(const struct emulator *emulator);

/* Have SIGINT, SIGTERM and SIGHUP end what runs. Call once. */
void emulator_catch_signals(void);
bool emulator_interrupted(void);

#endif
