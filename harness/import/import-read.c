/* SPDX-License-Identifier: GPL-2.0-only */
#include "import/import-read.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/emulator.h"
#include "base/error.h"
#include "base/progress.h"

#define INPUT_MAX (64u << 20)
#define SIGNAL_MS 200           /* how often an interruption is looked for */

static bool refuse(struct import *import, guint line, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static bool refuse(struct import *import, guint line, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	if (!import->error)
		import->error = g_error_new(IPIBENCH_ERROR, 0, "%s:%u: %s",
					    import->path, line, text);
	return false;
}

/* A row's damage becomes known in the line that shows it; only the last two
 * rows can have got any. */
static void name_damage(struct import *import, guint line)
{
	GPtrArray *rows = import->guest->rows;

	for (guint i = rows->len > 2 ? rows->len - 2 : 0; i < rows->len; i++) {
		struct guest_row *row = rows->pdata[i];
		char *damage = row->damage;

		if (!damage || g_str_has_prefix(damage, import->path))
			continue;
		row->damage = g_strdup_printf("%s:%u: %s", import->path, line,
					      damage);
		g_free(damage);
	}
}

static void take_line(struct import *import, const char *line, gsize len)
{
	struct guest_run *guest = import->guest;
	guint64 before = guest->last_seq, noise = guest->frames.noise_lines,
		frames = guest->frames.frames;
	guint where, rows = guest->rows->len;

	import->line++;
	guest_run_feed(guest, line, len);
	if (guest->frames.noise_lines > noise && memchr(line, '@', len))
		import->suspect = import->line;
	if (before && guest->last_seq == 1 && guest->frames.frames > frames)
		refuse(import, import->line, "a second run begins here; each "
		       "boot wants a file of its own");
	if (!before && guest->last_seq > 1)
		refuse(import, import->line, "the first of the guest's lines "
		       "is number %" G_GUINT64_FORMAT ": the beginning is "
		       "missing", guest->last_seq);
	where = import->suspect ? import->suspect : import->line;
	if (guest->gap && !import->bad)
		import->bad = where;
	/* Processors, clock, skew: every row would lack them. */
	if (guest->gap && !rows)
		refuse(import, where, "a line is missing or damaged before "
		       "the first row: what the machine is cannot be known");
	name_damage(import, where);
	if (guest->frames.frames > frames)
		import->suspect = 0;
}

/* Whole lines; the rest waits in *pending. */
static void take(struct import *import, GString *pending, const char *data,
		 gsize len)
{
	const char *newline;

	g_byte_array_append(import->raw, (const guint8 *)data, len);
	while ((newline = memchr(data, '\n', len))) {
		gsize part = newline + 1 - data;

		g_string_append_len(pending, data, part);
		take_line(import, pending->str, pending->len);
		g_string_truncate(pending, 0);
		data += part;
		len -= part;
	}
	g_string_append_len(pending, data, len);
	if (import->raw->len > INPUT_MAX)
		refuse(import, import->line, "more than %u MiB: no guest says "
		       "so much", INPUT_MAX >> 20);
}

struct waiting {
	struct import *import;
	GString *pending;
	GMainLoop *loop;
};

static gboolean on_bytes(gint fd, GIOCondition condition, gpointer user)
{
	struct waiting *waiting = user;
	struct import *import = waiting->import;
	char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (n > 0) {
		import->last_byte = g_get_monotonic_time();
		if (!import->first_byte)
			import->first_byte = import->last_byte;
		take(import, waiting->pending, bytes, n);
		progress("%s: %u rows", import->path, import->guest->rows->len);
	}
	if (n <= 0 || import->error || guest_run_ended(import->guest)) {
		g_main_loop_quit(waiting->loop);
		return G_SOURCE_REMOVE;
	}
	return G_SOURCE_CONTINUE;
}

static gboolean on_limit(gpointer user)
{
	struct waiting *waiting = user;

	waiting->import->end = IMPORT_LIMIT;
	g_main_loop_quit(waiting->loop);
	return G_SOURCE_CONTINUE;
}

static gboolean on_tick(gpointer user)
{
	struct waiting *waiting = user;

	if (emulator_interrupted()) {
		waiting->import->end = IMPORT_INTERRUPTED;
		g_main_loop_quit(waiting->loop);
	}
	return G_SOURCE_CONTINUE;
}

/* 115200 8n1, no flow control: guest/console/com1.c. */
static bool set_port(int fd, struct termios *before)
{
	struct termios port;

	if (tcgetattr(fd, before))
		return false;
	port = *before;
	cfmakeraw(&port);
	cfsetspeed(&port, B115200);
	port.c_cflag &= ~(CSTOPB | CRTSCTS);
	port.c_cflag |= CLOCAL | CREAD;
	return tcsetattr(fd, TCSANOW, &port) == 0;
}

static void read_port(struct import *import, int fd, guint limit,
		      GString *pending)
{
	struct waiting waiting = {
		import, pending, g_main_loop_new(NULL, FALSE)
	};
	struct termios before;
	bool terminal = isatty(fd);
	guint ticks, ends;

	import->port = true;
	if (terminal && !set_port(fd, &before)) {
		refuse(import, 0, "cannot be set to 115200 8n1: %s",
		       g_strerror(errno));
		return;
	}
	progress("%s: waiting for the guest", import->path);
	g_unix_fd_add(fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_bytes, &waiting);
	ticks = g_timeout_add(SIGNAL_MS, on_tick, &waiting);
	ends = g_timeout_add_seconds(limit, on_limit, &waiting);
	g_main_loop_run(waiting.loop);
	g_source_remove(ticks);
	g_source_remove(ends);
	g_source_remove_by_user_data(&waiting);
	g_main_loop_unref(waiting.loop);
	progress_clear();
	import->seconds = (import->last_byte - import->first_byte) / 1e6;
	if (terminal)
		tcsetattr(fd, TCSANOW, &before);
}

static void read_file(struct import *import, int fd, GString *pending)
{
	char bytes[65536];
	ssize_t n;

	while (!import->error && (n = read(fd, bytes, sizeof(bytes))) != 0) {
		if (n > 0)
			take(import, pending, bytes, n);
		else if (errno != EINTR)
			refuse(import, import->line, "%s", g_strerror(errno));
	}
}

/* Without these there is nothing that could be called a result. */
static void check_beginning(struct import *import)
{
	const struct guest_run *guest = import->guest;
	const char *protocol = guest_word(guest->hello ? guest->hello :
					  guest->begin, "protocol");

	if (!guest->last_seq)
		refuse(import, import->suspect, import->suspect ?
		       "a damaged line, and no whole line of the guest's" :
		       "no line of the guest's");
	else if (!guest->begin)
		refuse(import, import->line, guest->hello ? "it ends before "
		       "the guest's `begin`: nothing was measured" : "the guest's "
		       "first line does not say `begin`");
	else if (g_strcmp0(protocol, "1"))
		refuse(import, import->line, "the guest speaks protocol %s, "
		       "this tool 1", protocol ? protocol : "none");
}

bool import_read(struct import *import, const char *path, guint limit,
		 GError **error)
{
	int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	g_autoptr(GString) pending = g_string_new(NULL);
	struct stat info;

	*import = (struct import){
		.path = path, .raw = g_byte_array_new(),
		.guest = guest_run_new(), .end = IMPORT_CUT,
	};
	if (fd < 0 || fstat(fd, &info))
		refuse(import, 0, "%s", g_strerror(errno));
	else if (S_ISREG(info.st_mode))
		read_file(import, fd, pending);
	else if (S_ISDIR(info.st_mode))
		refuse(import, 0, "a folder");
	else
		read_port(import, fd, limit, pending);
	if (fd >= 0)
		close(fd);
	/* A last line without its newline is judged by its CRC like others. */
	if (pending->len) {
		g_string_append_c(pending, '\n');
		take_line(import, pending->str, pending->len);
	}
	if (guest_run_ended(import->guest))
		import->end = IMPORT_ENDED;
	if (!import->error && import->end != IMPORT_INTERRUPTED)
		check_beginning(import);
	if (!import->error)
		return true;
	g_propagate_error(error, g_steal_pointer(&import->error));
	return false;
}

void import_clear(struct import *import)
{
	g_byte_array_unref(import->raw);
	g_clear_pointer(&import->guest, guest_run_free);
	g_clear_error(&import->error);
}
