/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/qmp.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/error.h"

#define ANSWER_SECONDS 30
#define ANSWER_MAX (16 << 20)   /* counters of 255 vCPUs are some megabytes */

/* The next line that is there already, without its newline; or NULL. */
static char *buffered_line(struct qmp *qmp)
{
	char *newline = memchr(qmp->input->str, '\n', qmp->input->len);
	char *line;

	if (!newline)
		return NULL;
	line = g_strndup(qmp->input->str, newline - qmp->input->str);
	g_string_erase(qmp->input, 0, newline + 1 - qmp->input->str);
	return line;
}

static char *read_line(struct qmp *qmp, GError **error)
{
	char bytes[16384], *line;

	while (!(line = buffered_line(qmp))) {
		ssize_t len = read(qmp->fd, bytes, sizeof(bytes));

		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0 || qmp->input->len > ANSWER_MAX) {
			g_set_error(error, IPIBENCH_ERROR, 0, "QEMU does not "
				    "answer on its control socket: %s",
				    len ? g_strerror(errno) : "closed");
			return NULL;
		}
		g_string_append_len(qmp->input, bytes, len);
	}
	return line;
}

/* An event is noted here and nowhere else. */
static bool take_event(struct qmp *qmp, JsonObject *message)
{
	if (!json_object_has_member(message, "event"))
		return false;
	if (g_strcmp0(json_object_get_string_member_with_default(message,
			"event", NULL), "STOP") == 0)
		qmp->stops++;
	return true;
}

/* The next message that is no event. */
static JsonObject *next_message(struct qmp *qmp, GError **error)
{
	for (;;) {
		g_autofree char *line = read_line(qmp, error);
		g_autoptr(JsonNode) node = NULL;

		if (!line)
			return NULL;
		node = json_from_string(line, NULL);
		if (!node || !JSON_NODE_HOLDS_OBJECT(node)) {
			g_set_error(error, IPIBENCH_ERROR, 0, "QEMU's answer "
				    "cannot be read");
			return NULL;
		}
		if (!take_event(qmp, json_node_get_object(node)))
			return json_node_dup_object(node);
	}
}

static void refused(JsonObject *answer, const char *command, GError **error)
{
	JsonNode *node = json_object_get_member(answer, "error");
	JsonObject *why = node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
	const char *text = why ? json_object_get_string_member_with_default(
		why, "desc", NULL) : NULL;

	g_set_error(error, IPIBENCH_ERROR, 0, "QEMU refuses '%s': %s", command,
		    text ? text : "no reason given");
}

JsonNode *qmp_execute(struct qmp *qmp, const char *command,
		      const char *arguments, GError **error)
{
	g_autofree char *text = arguments ?
		g_strdup_printf("{\"execute\": \"%s\", \"arguments\": %s}\n",
				command, arguments) :
		g_strdup_printf("{\"execute\": \"%s\"}\n", command);
	g_autoptr(JsonObject) answer = NULL;

	if (send(qmp->fd, text, strlen(text), MSG_NOSIGNAL) !=
	    (ssize_t)strlen(text)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "QEMU's control socket: %s",
			    g_strerror(errno));
		return NULL;
	}
	answer = next_message(qmp, error);
	if (!answer)
		return NULL;
	if (!json_object_has_member(answer, "return")) {
		refused(answer, command, error);
		return NULL;
	}
	return json_object_dup_member(answer, "return");
}

bool qmp_poll(struct qmp *qmp)
{
	char bytes[4096], *line;
	ssize_t len;
	bool open;

	while ((len = recv(qmp->fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0)
		g_string_append_len(qmp->input, bytes, len);
	open = len < 0 && (errno == EAGAIN || errno == EINTR);
	while ((line = buffered_line(qmp))) {
		g_autoptr(JsonNode) node = json_from_string(line, NULL);

		if (node && JSON_NODE_HOLDS_OBJECT(node))
			take_event(qmp, json_node_get_object(node));
		g_free(line);
	}
	return open;
}

bool qmp_open(struct qmp *qmp, int fd, GError **error)
{
	const struct timeval limit = { .tv_sec = ANSWER_SECONDS };
	g_autoptr(JsonObject) greeting = NULL;
	g_autoptr(JsonNode) done = NULL;

	qmp->fd = fd;
	qmp->stops = 0;
	qmp->input = g_string_new(NULL);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	greeting = next_message(qmp, error);
	if (!greeting)
		return false;
	done = qmp_execute(qmp, "qmp_capabilities", NULL, error);
	return done != NULL;
}

void qmp_clear(struct qmp *qmp)
{
	g_string_free(qmp->input, TRUE);
}
