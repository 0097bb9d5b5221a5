/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/qemu.h"

#include <string.h>

#include "base/progress.h"
#include "plan/plan.h"

void qemu_add(GPtrArray *argv, ...)
{
	const char *word;
	va_list words;

	va_start(words, argv);
	while ((word = va_arg(words, const char *)))
		g_ptr_array_add(argv, g_strdup(word));
	va_end(words);
}

void qemu_add_machine(GPtrArray *argv, guint vcpus)
{
	g_autofree char *smp = g_strdup_printf("%u", vcpus);
	g_autofree char *memory = g_strdup_printf("%uM", GUEST_MEMORY_MB);

	/* The debug port is a console that loses nothing and needs no
	 * set-up: one OUT a byte. */
	qemu_add(argv, "-smp", smp, "-m", memory, "-display", "none",
		 "-nodefaults", "-no-reboot",
		 "-chardev", "stdio,id=guest,signal=off",
		 "-device", "isa-debugcon,iobase=0xe9,chardev=guest",
		 "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04", NULL);
}

char *qemu_plan_path(const struct boot *boot)
{
	return g_strdup_printf("raw/%s.plan", boot->name);
}

bool qemu_write_plan(const struct run *run, const struct boot *boot,
		     GError **error)
{
	g_autofree char *relative = qemu_plan_path(boot);
	g_autofree char *path = g_build_filename(run->out, relative, NULL);
	g_autofree char *text = plan_text(boot);

	return g_file_set_contents(path, text, -1, error);
}

bool qemu_run_script(const struct run *run, char **argv, GError **error)
{
	g_autofree char *noise = NULL;
	int status;

	return g_spawn_sync(run->root, argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL,
			    NULL, NULL, NULL, &noise, &status, error) &&
	       g_spawn_check_wait_status(status, error);
}

bool qemu_make_iso(const struct run *run, const struct boot *boot,
		   GError **error)
{
	g_autofree char *iso = g_strdup_printf("raw/%s.iso", boot->name);
	g_autofree char *mkiso = g_build_filename(run->root, "guest", "mkiso",
						  NULL);
	g_autofree char *relative = qemu_plan_path(boot);
	g_autofree char *plan = g_build_filename(run->out, relative, NULL);
	g_autofree char *out = g_build_filename(run->out, iso, NULL);
	char *argv[] = { mkiso, plan, out, run->guest, NULL };

	return qemu_run_script(run, argv, error);
}

bool qemu_add_loader(GPtrArray *argv, const struct run *run,
		     const struct boot *boot, GError **error)
{
	g_autofree char *plan = qemu_plan_path(boot);

	if (g_str_equal(boot->loader, "pvh")) {
		qemu_add(argv, "-kernel", "ipibench.elf", "-initrd", plan,
			 NULL);
		return true;
	}
	if (!run->dry && !qemu_make_iso(run, boot, error))
		return false;
	qemu_add_iso(argv, boot);
	return true;
}

void qemu_add_iso(GPtrArray *argv, const struct boot *boot)
{
	g_autofree char *iso = g_strdup_printf("raw/%s.iso", boot->name);

	if (g_str_equal(boot->loader, "iso-uefi"))
		/* OVMF's variables start afresh with every boot. */
		qemu_add(argv, "-drive", "if=pflash,unit=0,format=raw,"
			 "readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd",
			 "-drive", "if=pflash,unit=1,format=raw,snapshot=on,"
			 "file=/usr/share/OVMF/OVMF_VARS_4M.fd", NULL);
	qemu_add(argv, "-cdrom", iso, "-boot", "d", NULL);
}

bool qemu_add_l0_args(GPtrArray *argv, GError **error)
{
	const char *text = g_getenv("IPIBENCH_L0_ARGS");
	g_auto(GStrv) words = NULL;

	if (!text || !text[strspn(text, " \t\n")])
		return true;
	if (!g_shell_parse_argv(text, NULL, &words, error)) {
		g_prefix_error(error, "IPIBENCH_L0_ARGS: ");
		return false;
	}
	for (char **word = words; *word; word++)
		qemu_add(argv, *word, NULL);
	return true;
}

static bool is_plain(const char *word)
{
	return *word && !strpbrk(word, " \t\n\"'\\$`&|;<>()*?[]#~!{}");
}

char *qemu_command_line(GPtrArray *argv)
{
	GString *line = g_string_new(NULL);

	for (guint i = 0; i < argv->len && argv->pdata[i]; i++) {
		const char *word = argv->pdata[i];
		g_autofree char *quoted = is_plain(word) ? g_strdup(word) :
			g_shell_quote(word);

		g_string_append_printf(line, "%s%s", i ? " " : "", quoted);
	}
	if (!argv->len || argv->pdata[argv->len - 1])
		g_ptr_array_add(argv, NULL);
	return g_string_free(line, FALSE);
}

char *qemu_missing(char **help)
{
	g_autofree char *path = g_find_program_in_path(QEMU);

	if (path)
		return NULL;
	*help = g_strdup("apt-get install qemu-system-x86");
	return g_strdup(QEMU " is not installed");
}

static void on_output(struct emulator *emulator, const guint8 *data, gsize len)
{
	struct boot *boot = emulator->user;

	boot_take_output(boot, data, len);
	progress_rows(boot->name, boot->guest->rows->len, boot->settings->len);
	if (guest_run_ended(boot->guest))
		emulator_stop(emulator);
}

void qemu_boot(struct run *run, struct boot *boot, GPtrArray *argv,
	       bool (*on_start)(struct emulator *, GError **), int extra_fd)
{
	struct emulator emulator = {
		.argv = (char **)argv->pdata, .directory = run->out,
		.limit = boot->timeout, .extra_fd = extra_fd,
		.on_start = on_start, .on_output = on_output, .user = boot,
	};

	emulator_run(&emulator);
	boot->end = emulator.end;
	boot->exit_status = emulator.status;
	boot->seconds = emulator.seconds;
	if (emulator.error && *emulator.error)
		boot->seen_from_outside = g_strdup(emulator.error);
	emulator_clear(&emulator);
	failure_judge(boot);
}
