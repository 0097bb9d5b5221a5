/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's machine protocol over a socket, one command after the other. */
#ifndef IPIBENCH_QMP_H
#define IPIBENCH_QMP_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

struct qmp {
	int fd;
	GString *input;
};

/* Takes the greeting and negotiates. */
bool qmp_open(struct qmp *qmp, int fd, GError **error);
/* Sends {"execute": command}; returns the value of "return". */
JsonNode *qmp_execute(struct qmp *qmp, const char *command, GError **error);
void qmp_clear(struct qmp *qmp);        /* leaves fd open */

#endif
