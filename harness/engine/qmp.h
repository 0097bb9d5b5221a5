/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's machine protocol over a socket, one command after the other. */
#ifndef IPIBENCH_QMP_H
#define IPIBENCH_QMP_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

struct qmp {
	int fd;
	GString *input;
	guint stops;            /* STOP events that came so far */
};

/* Takes the greeting and negotiates. */
bool qmp_open(struct qmp *qmp, int fd, GError **error);
/* Sends {"execute": command, "arguments": arguments}, the latter JSON text or
 * NULL; returns the value of "return". */
JsonNode *qmp_execute(struct qmp *qmp, const char *command,
		      const char *arguments, GError **error);
/* Reads what has come without waiting, for its events. False: closed. */
bool qmp_poll(struct qmp *qmp);
void qmp_clear(struct qmp *qmp);        /* leaves fd open */

#endif
