/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stands before the real QEMU and keeps what it says (recordings/README.md): its
 * standard output in $RECORD/stdout and, where it has a control socket on
 * descriptor 3, what goes over that in $RECORD/qmp, a line a message, '>' before
 * what the tool says and '<' before what QEMU says. Its exit status is QEMU's.
 * RECORD_QEMU is the real one's path.
 */
#define _GNU_SOURCE     /* pipe2 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct stream {
	int from, to;
	char sign;              /* 0: bytes as they are */
	FILE *copy;
	char line[1 << 20];     /* not whole yet */
	size_t len;
};

static FILE *keep(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", getenv("RECORD"), name);
	return fopen(path, "w");
}

static void begin(struct stream *stream, int from, int to, char sign, FILE *copy)
{
	stream->from = from;
	stream->to = to;
	stream->sign = sign;
	stream->copy = copy;
}

static void note(struct stream *stream, const char *bytes, size_t n)
{
	if (!stream->sign) {
		fwrite(bytes, 1, n, stream->copy);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\r')
			continue;
		if (bytes[i] != '\n' && stream->len < sizeof(stream->line)) {
			stream->line[stream->len++] = bytes[i];
			continue;
		}
		fprintf(stream->copy, "%c %.*s\n", stream->sign,
			(int)stream->len, stream->line);
		stream->len = 0;
	}
}

/* 0: the stream is over. */
static int pass_on(struct stream *stream)
{
	static char bytes[65536];
	ssize_t n = read(stream->from, bytes, sizeof(bytes));

	if (n <= 0)
		return 0;
	note(stream, bytes, n);
	fflush(stream->copy);
	for (ssize_t done = 0, k; done < n; done += k)
		if ((k = write(stream->to, bytes + done, n - done)) <= 0)
			return 0;
	return 1;
}

int main(int argc, char **argv)
{
	static struct stream streams[3];
	int out[2], control[2], status, has_control;
	FILE *qmp;
	pid_t child;

	has_control = fcntl(3, F_GETFD) >= 0;
	if (argc < 2 || !strcmp(argv[1], "--version") ||
	    pipe2(out, O_CLOEXEC) ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control)) {
		execv(getenv("RECORD_QEMU"), argv);
		return 127;
	}
	child = fork();
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(out[1], 1);
		if (has_control)
			dup2(control[1], 3);
		execv(getenv("RECORD_QEMU"), argv);
		_exit(127);
	}
	close(out[1]);
	close(control[1]);
	qmp = has_control ? keep("qmp") : NULL;
	begin(&streams[0], out[0], 1, 0, keep("stdout"));
	begin(&streams[1], 3, control[0], '>', qmp);
	begin(&streams[2], control[0], 3, '<', qmp);
	for (;;) {
		struct pollfd polls[3];

		for (int i = 0; i < 3; i++)
			polls[i] = (struct pollfd){
				.fd = i && !has_control ? -1 : streams[i].from,
				.events = POLLIN
			};
		if (poll(polls, 3, -1) < 0)
			break;
		for (int i = 0; i < 3; i++)
			if (polls[i].revents && !pass_on(&streams[i])) {
				if (i == 0)
					goto over;
				streams[i].from = -1;
			}
	}
over:
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
