/* SPDX-License-Identifier: GPL-2.0-only */
#include "qmp.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "target.h"

#define ANSWER_SECONDS 30
#define ANSWER_MAX (1 << 20)

static bool read_line(struct qmp *qmp, GString *line, GError **error)
{
	char bytes[4096];

	for (;;) {
		char *newline = memchr(qmp->input->str, '\n', qmp->input->len);
		ssize_t len;

		if (newline) {
			g_string_truncate(line, 0);
			g_string_append_len(line, qmp->input->str,
					    newline - qmp->input->str);
			g_string_erase(qmp->input, 0,
				       newline + 1 - qmp->input->str);
			return true;
		}
		len = read(qmp->fd, bytes, sizeof(bytes));
		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0 || qmp->input->len > ANSWER_MAX) {
			g_set_error(error, TARGET_ERROR, 0, "QEMU does not "
				    "answer on its control socket: %s",
				    len ? g_strerror(errno) : "closed");
			return false;
		}
		g_string_append_len(qmp->input, bytes, len);
	}
}

/* The next message that is no event. */
static JsonObject *next_message(struct qmp *qmp, GError **error)
{
	GString *line = g_string_new(NULL);
	JsonObject *message = NULL;

	while (!message && read_line(qmp, line, error)) {
		g_autoptr(JsonNode) node = json_from_string(line->str, error);

		if (!node || !JSON_NODE_HOLDS_OBJECT(node))
			break;
		if (!json_object_has_member(json_node_get_object(node),
					    "event"))
			message = json_node_dup_object(node);
	}
	g_string_free(line, TRUE);
	if (!message && error && !*error)
		g_set_error(error, TARGET_ERROR, 0, "QEMU's answer cannot be "
			    "read");
	return message;
}

JsonNode *qmp_execute(struct qmp *qmp, const char *command, GError **error)
{
	g_autofree char *text = g_strdup_printf("{\"execute\": \"%s\"}\n",
						command);
	g_autoptr(JsonObject) answer = NULL;

	if (send(qmp->fd, text, strlen(text), MSG_NOSIGNAL) !=
	    (ssize_t)strlen(text)) {
		g_set_error(error, TARGET_ERROR, 0, "QEMU's control socket: %s",
			    g_strerror(errno));
		return NULL;
	}
	answer = next_message(qmp, error);
	if (!answer)
		return NULL;
	if (!json_object_has_member(answer, "return")) {
		g_set_error(error, TARGET_ERROR, 0, "QEMU refuses '%s'",
			    command);
		return NULL;
	}
	return json_object_dup_member(answer, "return");
}

bool qmp_open(struct qmp *qmp, int fd, GError **error)
{
	const struct timeval limit = { .tv_sec = ANSWER_SECONDS };
	g_autoptr(JsonObject) greeting = NULL;
	g_autoptr(JsonNode) done = NULL;

	qmp->fd = fd;
	qmp->input = g_string_new(NULL);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	greeting = next_message(qmp, error);
	if (!greeting)
		return false;
	done = qmp_execute(qmp, "qmp_capabilities", error);
	return done != NULL;
}

void qmp_clear(struct qmp *qmp)
{
	g_string_free(qmp->input, TRUE);
}
