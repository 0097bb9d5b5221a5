/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the tool that runs inside a KVM lab, on the first-level Linux, as a
 * program of its own. It runs the boots of JOBDIR/job through the KVM engine and
 * says everything in framed lines on a serial port (harness/README.md, "The
 * relay").
 *
 *   ipibench-stage JOBDIR [PORT]
 *
 * Exit status 0: every boot ran, whatever came of it; 2: wrong arguments; 3: not.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

#include "base/error.h"
#include "engine/kvm-engine.h"
#include "host/kvm-parameters.h"
#include "host/provenance.h"
#include "plan/run.h"

#define CHUNK 2048
#define PORT "/dev/ttyS1"
/* The guest says one byte at a time, each an exit to QEMU. Woken by each, this
 * process costs an emulated machine as much as the guest, QEMU and KVM together, and runs
 * on into the next window. */
#define GATHER_MS 2
#define QEMU_VERSION "/usr/share/qemu/version"  /* lab/initramfs/build */

struct stage {
	int fd;
	guint64 seq;
	guint boot;
	bool in_lab;            /* inside a first level */
};

static void say(struct stage *stage, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

static void say(struct stage *stage, const char *format, ...)
{
	g_autofree char *text = NULL, *line = NULL;
	va_list args;
	gsize done = 0, len;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	line = frame_format('&', ++stage->seq, text);
	len = strlen(line);
	while (done < len) {
		ssize_t n = write(stage->fd, line + done, len - done);

		if (n <= 0)
			break;  /* the gap in SEQ will tell */
		done += n;
	}
}

static void say_fact(struct stage *stage, const char *key, const char *value)
{
	g_autofree char *escaped = value ?
		frame_escape(value, strlen(value), false) : NULL;

	if (escaped)
		say(stage, "fact key=%s value=%s", key, escaped);
}

/* To ask QEMU itself takes as long as to start it does. */
static char *emulator_version(void)
{
	const char *const qemu[] = { QEMU, "--version", NULL };
	char *version;

	return g_file_get_contents(QEMU_VERSION, &version, NULL, NULL) ?
		g_strchomp(version) : provenance_first_line(NULL, qemu);
}

static void say_facts(struct stage *stage)
{
	g_autofree char *emulator = emulator_version();
	g_autofree char *processor = provenance_cpuinfo("model name");
	g_autofree char *cmdline = NULL;
	g_autoptr(GHashTable) parameters = kvm_parameters();
	GHashTableIter iter;
	gpointer key, value;
	struct utsname kernel;

	uname(&kernel);
	say_fact(stage, "kernel.release", kernel.release);
	say_fact(stage, "kernel.version", kernel.version);
	say_fact(stage, "emulator", emulator);
	say_fact(stage, "processor", processor);
	if (g_file_get_contents("/proc/cmdline", &cmdline, NULL, NULL))
		say_fact(stage, "kernel.cmdline", g_strchomp(cmdline));
	g_hash_table_iter_init(&iter, parameters);
	while (g_hash_table_iter_next(&iter, &key, &value))
		say_fact(stage, key, value);
}

static void on_output(void *user, const guint8 *data, gsize len)
{
	struct stage *stage = user;

	for (gsize at = 0; at < len; at += CHUNK) {
		g_autofree char *escaped = frame_escape(
			(const char *)data + at, MIN(CHUNK, len - at), false);

		say(stage, "out id=%u data=%s", stage->boot, escaped);
	}
}

static void say_end(struct stage *stage, const struct boot *boot)
{
	g_autofree char *errors = frame_escape(
		boot->seen_from_outside ? boot->seen_from_outside : "",
		boot->seen_from_outside ? strlen(boot->seen_from_outside) : 0,
		false);
	g_autofree char *pins = NULL, *pinning = NULL;

	g_ptr_array_add(boot->pinning, NULL);
	pins = g_strjoinv("; ", (char **)boot->pinning->pdata);
	pinning = frame_escape(pins, strlen(pins), false);
	say(stage, "boot id=%u state=end end=%d status=%d seconds=%.3f "
	    "oversubscribed=%d pinning=%s stderr=%s", stage->boot, boot->end,
	    boot->exit_status, boot->seconds, boot->oversubscribed, pinning,
	    errors);
}

/* As what is kept elsewhere it has to outlive the boot. */
static void take_given(struct boot *boot, GKeyFile *job, const char *group)
{
	for (int key = 0; key < KEY_COUNT; key++) {
		g_autofree char *value = !kvm_engine_heeds(key) ? NULL :
			g_key_file_get_string(job, group, experiment_keys[key].name, NULL);

		boot->given[key] = value ? g_intern_string(value) : NULL;
	}
}

static bool run_one(struct stage *stage, struct run *run, GKeyFile *job,
		    const char *group, GError **error)
{
	g_autofree char *loader = g_key_file_get_string(job, group, "loader",
							error);
	g_autofree char *name = g_key_file_get_string(job, group, "name", NULL);
	guint vcpus = g_key_file_get_integer(job, group, "vcpus", NULL);
	g_autoptr(GPtrArray) argv = NULL;
	struct boot *boot;

	if (!loader || !name || !vcpus)
		return false;
	boot = boot_new("lab", loader, vcpus, 1);
	g_free(boot->name);
	boot->name = g_strdup(name);
	boot->timeout = g_key_file_get_integer(job, group, "timeout", NULL);
	boot->no_pit = true;
	take_given(boot, job, group);
	boot->tee = on_output;
	boot->tee_user = stage;
	boot->gather_ms = GATHER_MS;
	argv = kvm_engine_command(boot);
	g_ptr_array_add(argv, NULL);
	say(stage, "boot id=%u state=begin", stage->boot);
	kvm_engine_boot(run, boot, argv, NULL);
	say_end(stage, boot);
	boot_free(boot);
	return true;
}

static bool run_job(struct stage *stage, const char *folder, GError **error)
{
	g_autoptr(GKeyFile) job = g_key_file_new();
	g_autofree char *path = g_build_filename(folder, "job", NULL);
	/* Plans and images were made outside, and lie here. */
	struct run run = { .out = (char *)folder };
	g_auto(GStrv) groups = NULL;

	if (!g_key_file_load_from_file(job, path, G_KEY_FILE_NONE, error))
		return false;
	if (stage->in_lab && access("/dev/kvm", F_OK)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "no /dev/kvm: this kernel has no KVM for "
			    "this processor, or its modules do not load");
		return false;
	}
	groups = g_key_file_get_groups(job, NULL);
	for (char **group = groups; *group && !emulator_interrupted();
	     group++) {
		stage->boot++;
		if (!run_one(stage, &run, job, *group, error))
			return false;
	}
	return true;
}

/* A serial line is raw, or the terminal's rules change what is said. */
static int open_port(const char *path)
{
	int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	struct termios port;

	if (fd >= 0 && isatty(fd) && tcgetattr(fd, &port) == 0) {
		cfmakeraw(&port);
		cfsetspeed(&port, B115200);
		port.c_cflag |= CLOCAL;
		tcsetattr(fd, TCSANOW, &port);
	}
	return fd;
}

int main(int argc, char **argv)
{
	const char *port = argc > 2 ? argv[2] : PORT;
	g_autoptr(GError) error = NULL;
	struct stage stage = { 0 };
	bool done;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: ipibench-stage JOBDIR [PORT]\n");
		return 2;
	}
	stage.fd = open_port(port);
	if (stage.fd < 0) {
		fprintf(stderr, "ipibench-stage: %s: cannot be opened\n", port);
		return 3;
	}
	/* A test names a port, and has no first level. */
	stage.in_lab = argc == 2;
	emulator_catch_signals();
	say(&stage, "begin protocol=1");
	say_facts(&stage);
	done = run_job(&stage, argv[1], &error);
	if (done) {
		say(&stage, "end status=ok");
	} else {
		const char *why = error ? error->message : "a job without sense";
		g_autofree char *reason = frame_escape(why, strlen(why), false);

		say(&stage, "end status=failed reason=%s", reason);
	}
	tcdrain(stage.fd);
	close(stage.fd);
	return done ? 0 : 3;
}
