/* SPDX-License-Identifier: GPL-2.0-only */
/* A process that waits for the end of this one, SIGKILL included, and then does
 * what must be done in any case. */
#ifndef IPIBENCH_HOST_GUARDIAN_H
#define IPIBENCH_HOST_GUARDIAN_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

struct guardian {
	int pipe;               /* closing it lets the guardian act */
	pid_t process;
};

/* act is called in a process that was forked: system calls only. */
bool guardian_begin(struct guardian *guardian, void (*act)(const void *user),
		    const void *user, GError **error);
/* Has it act now; returns when it has. */
void guardian_end(struct guardian *guardian);

#endif
