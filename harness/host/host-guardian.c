/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE     /* pipe2 */
#include "host/host-guardian.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

static void G_GNUC_NORETURN guard(int end, void (*act)(const void *user),
				  const void *user)
{
	char byte;

	/* A terminal's ^C and a closed session are for the tool. */
	setsid();
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	/* Nobody shall wait for the end of our output. */
	for (int fd = 0; fd < 1024; fd++)
		if (fd != end)
			close(fd);
	while (read(end, &byte, 1) < 0 && errno == EINTR)
		;
	act(user);
	_exit(0);
}

bool guardian_begin(struct guardian *guardian, void (*act)(const void *user),
		    const void *user, GError **error)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "no guardian: %s",
			    g_strerror(errno));
		return false;
	}
	guardian->process = fork();
	if (guardian->process < 0) {
		g_set_error(error, IPIBENCH_ERROR, 0, "no guardian: %s",
			    g_strerror(errno));
		close(ends[0]);
		close(ends[1]);
		return false;
	}
	if (!guardian->process) {
		close(ends[1]);
		guard(ends[0], act, user);
	}
	close(ends[0]);
	guardian->pipe = ends[1];
	return true;
}

void guardian_end(struct guardian *guardian)
{
	close(guardian->pipe);
	while (waitpid(guardian->process, NULL, 0) < 0 && errno == EINTR)
		;
}
