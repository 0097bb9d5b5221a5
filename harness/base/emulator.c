/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/emulator.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define GRACE_SECONDS 3         /* between `end` on the console and force */
#define STDERR_KEPT 4096

static bool interrupted;
static GPtrArray *running;      /* struct emulator */

bool emulator_interrupted(void)
{
	return interrupted;
}

/* The child leads a process group of its own (child_setup), so this reaches
 * its children too, even when it is gone itself. */
static void kill_all(pid_t group)
{
	if (group > 1)
		kill(-group, SIGKILL);
}

static void force(struct emulator *emulator, enum emulator_end why)
{
	if (emulator->end == EMULATOR_NOT_STARTED)
		emulator->end = why;
	kill_all(emulator->group);
}

static gboolean on_signal(gpointer unused)
{
	interrupted = true;
	for (guint i = 0; running && i < running->len; i++)
		force(running->pdata[i], EMULATOR_INTERRUPTED);
	return G_SOURCE_CONTINUE;
}

void emulator_catch_signals(void)
{
	g_unix_signal_add(SIGINT, on_signal, NULL);
	g_unix_signal_add(SIGTERM, on_signal, NULL);
	g_unix_signal_add(SIGHUP, on_signal, NULL);
}

/* Between fork and exec: only what is safe there. */
static void child_setup(gpointer parent)
{
	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != GPOINTER_TO_INT(parent))
		_exit(127);
}

static void over(struct emulator *emulator);

static void part_done(struct emulator *emulator)
{
	if (--emulator->open == 0)
		over(emulator);
}

static void read_more(struct emulator *emulator, GInputStream *stream);

static gboolean on_gathered(gpointer user)
{
	struct emulator *emulator = user;

	read_more(emulator, g_subprocess_get_stdout_pipe(emulator->process));
	return G_SOURCE_REMOVE;
}

static void on_read(GObject *source, GAsyncResult *result, gpointer user)
{
	struct emulator *emulator = user;
	GInputStream *stream = G_INPUT_STREAM(source);
	g_autoptr(GBytes) bytes =
		g_input_stream_read_bytes_finish(stream, result, NULL);
	gsize len;
	const guint8 *data = bytes ? g_bytes_get_data(bytes, &len) : NULL;

	if (!data || !len) {
		part_done(emulator);
		return;
	}
	if (stream == g_subprocess_get_stdout_pipe(emulator->process)) {
		emulator->on_output(emulator, data, len);
		if (emulator->gather_ms && data[len - 1] != '\n') {
			g_timeout_add(emulator->gather_ms, on_gathered, emulator);
			return;
		}
	} else {
		if (emulator->show_errors)
			fwrite(data, 1, len, stderr);
		g_string_append_len(emulator->stderr_tail, (const char *)data,
				    len);
		if (emulator->stderr_tail->len > STDERR_KEPT)
			g_string_erase(emulator->stderr_tail, 0,
				       emulator->stderr_tail->len - STDERR_KEPT);
	}
	read_more(emulator, stream);
}

static void read_more(struct emulator *emulator, GInputStream *stream)
{
	g_input_stream_read_bytes_async(stream, 65536, G_PRIORITY_DEFAULT,
					emulator->cancellable, on_read,
					emulator);
}

static void on_process_end(GObject *source, GAsyncResult *result, gpointer user)
{
	struct emulator *emulator = user;

	g_subprocess_wait_finish(emulator->process, result, NULL);
	/* What it started must neither live on nor hold the pipes open. */
	kill_all(emulator->group);
	part_done(emulator);
}

static gboolean on_limit(gpointer user)
{
	struct emulator *emulator = user;

	emulator->limit_source = 0;
	force(emulator, emulator->stopping ? EMULATOR_STOPPED :
	      EMULATOR_TIMEOUT);
	return G_SOURCE_REMOVE;
}

void emulator_set_limit(struct emulator *emulator, guint seconds)
{
	if (emulator->limit_source)
		g_source_remove(emulator->limit_source);
	emulator->limit_source = g_timeout_add_seconds(seconds, on_limit,
						       emulator);
}

void emulator_stop(struct emulator *emulator)
{
	if (emulator->stopping)
		return;
	emulator->stopping = true;
	emulator_set_limit(emulator, emulator->stays ? 0 : GRACE_SECONDS);
}

static bool start(struct emulator *emulator, GError **error)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
		G_SUBPROCESS_FLAGS_STDOUT_PIPE |
		G_SUBPROCESS_FLAGS_STDERR_PIPE);

	g_subprocess_launcher_set_child_setup(launcher, child_setup,
					      GINT_TO_POINTER(getpid()), NULL);
	if (emulator->directory)
		g_subprocess_launcher_set_cwd(launcher, emulator->directory);
	if (emulator->extra_fd >= 0)
		g_subprocess_launcher_take_fd(launcher, emulator->extra_fd, 3);
	emulator->process = g_subprocess_launcher_spawnv(
		launcher, (const char *const *)emulator->argv, error);
	return emulator->process != NULL;
}

/* The last line on standard error that is more than a warning: QEMU warns of
 * every processor feature that TCG lacks, for each vCPU. */
static char *last_complaint(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = g_strv_length(lines); i-- > 0;)
		if (*g_strstrip(lines[i]) && !strstr(lines[i], "warning:"))
			return g_utf8_make_valid(lines[i], -1);
	return NULL;
}

static void conclude(struct emulator *emulator)
{
	if (emulator->end != EMULATOR_NOT_STARTED)
		return;         /* it did not end by itself */
	if (g_subprocess_get_if_signaled(emulator->process)) {
		emulator->end = EMULATOR_SIGNALLED;
		emulator->status =
			g_subprocess_get_term_sig(emulator->process);
	} else {
		emulator->end = EMULATOR_EXITED;
		emulator->status =
			g_subprocess_get_exit_status(emulator->process);
	}
}

/* A queue of emulators, so many at once. */
struct queue {
	struct emulator **all;
	guint n, next, at_once, live;
	GMainLoop *loop;
};

static bool begin(struct emulator *emulator)
{
	g_autoptr(GError) error = NULL;
	const char *identifier;

	emulator->end = EMULATOR_NOT_STARTED;
	emulator->started = g_get_monotonic_time();
	if (interrupted) {
		emulator->end = EMULATOR_INTERRUPTED;
		return false;
	}
	if (!start(emulator, &error)) {
		emulator->error = g_strdup(error->message);
		return false;
	}
	/* NULL where it has ended already: then there is nothing to kill. */
	identifier = g_subprocess_get_identifier(emulator->process);
	emulator->group = identifier ? g_ascii_strtoll(identifier, NULL, 10) : 0;
	emulator->cancellable = g_cancellable_new();
	emulator->stderr_tail = g_string_new(NULL);
	emulator->open = 3;
	emulator_set_limit(emulator, emulator->limit);
	g_subprocess_wait_async(emulator->process, NULL, on_process_end, emulator);
	read_more(emulator, g_subprocess_get_stdout_pipe(emulator->process));
	read_more(emulator, g_subprocess_get_stderr_pipe(emulator->process));
	if (emulator->on_start && !emulator->on_start(emulator, &error)) {
		emulator->error = g_strdup(error->message);
		force(emulator, EMULATOR_STOPPED);
	}
	return true;
}

static void start_more(struct queue *queue)
{
	while (queue->live < queue->at_once && queue->next < queue->n) {
		struct emulator *emulator = queue->all[queue->next++];

		emulator->queue = queue;
		if (begin(emulator)) {
			queue->live++;
			g_ptr_array_add(running, emulator);
		} else if (emulator->on_end) {
			emulator->on_end(emulator);
		}
	}
	if (!queue->live)
		g_main_loop_quit(queue->loop);
}

/* Its pipes are at their end, and so is the process. */
static void over(struct emulator *emulator)
{
	struct queue *queue = emulator->queue;

	if (emulator->limit_source)
		g_source_remove(emulator->limit_source);
	emulator->limit_source = 0;
	g_ptr_array_remove(running, emulator);
	conclude(emulator);
	emulator->seconds = (g_get_monotonic_time() - emulator->started) / 1e6;
	if (!emulator->error)
		emulator->error = last_complaint(emulator->stderr_tail->str);
	queue->live--;
	if (emulator->on_end)
		emulator->on_end(emulator);
	start_more(queue);
}

static gboolean on_first(gpointer user)
{
	start_more(user);
	return G_SOURCE_REMOVE;
}

void emulators_run(struct emulator **all, guint n, guint at_once)
{
	struct queue queue = { .all = all, .n = n, .at_once = MAX(at_once, 1) };

	if (!running)
		running = g_ptr_array_new();
	queue.loop = g_main_loop_new(NULL, FALSE);
	g_idle_add(on_first, &queue);
	g_main_loop_run(queue.loop);
	g_main_loop_unref(queue.loop);
}

void emulator_run(struct emulator *emulator)
{
	emulators_run(&emulator, 1, 1);
}

void emulators_stop(void)
{
	for (guint i = 0; running && i < running->len; i++) {
		struct emulator *emulator = running->pdata[i];

		emulator->queue->n = emulator->queue->next;
		emulator_stop(emulator);
	}
}

void emulator_clear(struct emulator *emulator)
{
	g_clear_object(&emulator->process);
	g_clear_object(&emulator->cancellable);
	if (emulator->stderr_tail)
		g_string_free(emulator->stderr_tail, TRUE);
	emulator->stderr_tail = NULL;
	g_clear_pointer(&emulator->error, g_free);
}

char *emulator_describe_end(const struct emulator *emulator)
{
	switch (emulator->end) {
	case EMULATOR_NOT_STARTED:
		return g_strdup("could not be started");
	case EMULATOR_EXITED:
		return g_strdup_printf("exited with status %d",
				       emulator->status);
	case EMULATOR_SIGNALLED:
		return g_strdup_printf("was killed by signal %d",
				       emulator->status);
	case EMULATOR_STOPPED:
		return g_strdup("was stopped");
	case EMULATOR_TIMEOUT:
		return g_strdup("ran into its time limit");
	case EMULATOR_INTERRUPTED:
		return g_strdup("was interrupted");
	}
	return NULL;
}
