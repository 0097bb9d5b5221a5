/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/qemu.h"

#include <string.h>

#include "base/progress.h"

void qemu_add(GPtrArray *argv, ...)
{
	const char *word;
	va_list words;

	va_start(words, argv);
	while ((word = va_arg(words, const char *)))
		g_ptr_array_add(argv, g_strdup(word));
	va_end(words);
}

/* Where there is room for more they are not there. */
static char *smp_of(const struct boot *boot)
{
	const char *given = boot->given[KEY_TOPOLOGY];
	struct topology topology;

	return !given || !topology_parse(given, &topology) ? g_strdup_printf("%u", boot->vcpus) :
		g_strdup_printf("%u,maxcpus=%u,sockets=%u,cores=%u,threads=%u", boot->vcpus,
				topology_room(&topology), topology.sockets, topology.cores,
				topology.threads);
}

static gsize model_of(const char *cpu)
{
	return strcspn(cpu, ":");
}

bool qemu_cpu_is_own(const struct boot *boot)
{
	const char *given = boot->given[KEY_CPU];

	return !given || (model_of(given) == strlen(CPU_OWN) && g_str_has_prefix(given, CPU_OWN));
}

void qemu_add_cpu(GPtrArray *argv, const struct boot *boot, const char *own)
{
	const char *given = boot->given[KEY_CPU] ? boot->given[KEY_CPU] : CPU_OWN;
	g_autofree char *cpu = qemu_cpu_is_own(boot) ?
		g_strconcat(own, given + model_of(given), NULL) : g_strdup(given);

	qemu_add(argv, "-cpu", g_strdelimit(cpu, ":", ','), NULL);
}

void qemu_add_machine(GPtrArray *argv, const struct boot *boot)
{
	g_autofree char *smp = smp_of(boot);
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

void qemu_add_loader(GPtrArray *argv, const struct boot *boot)
{
	g_autofree char *plan = qemu_plan_path(boot);

	if (g_str_equal(boot->loader, "pvh"))
		qemu_add(argv, "-kernel", "ipibench.elf", "-initrd", plan,
			 NULL);
	else
		qemu_add_iso(argv, boot);
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

void qemu_boot_take(struct emulator *emulator, struct boot *boot,
		    const guint8 *data, gsize len)
{
	bool silent = !boot->guest->last_seq;

	boot_take_output(boot, data, len);
	progress_rows(boot->name, boot->guest->rows->len, boot->settings->len);
	if (silent && boot->guest->last_seq)
		emulator_set_limit(emulator, boot->timeout);
	if (guest_run_ended(boot->guest))
		emulator_stop(emulator);
}

static void on_output(struct emulator *emulator, const guint8 *data, gsize len)
{
	qemu_boot_take(emulator, emulator->user, data, len);
}

void qemu_boot_over(const struct emulator *emulator, struct boot *boot)
{
	boot->end = emulator->end;
	boot->exit_status = emulator->status;
	boot->seconds = emulator->seconds;
	if (emulator->error && *emulator->error)
		boot->seen_from_outside = g_strdup(emulator->error);
	failure_judge(boot);
}

void qemu_boot(struct run *run, struct boot *boot, char **argv,
	       bool (*on_start)(struct emulator *, GError **), int extra_fd)
{
	struct emulator emulator = {
		.argv = argv, .directory = run->out,
		.limit = boot_silence(boot), .extra_fd = extra_fd,
		.gather_ms = boot->gather_ms,
		.on_start = on_start, .on_output = on_output, .user = boot,
	};

	emulator_run(&emulator);
	qemu_boot_over(&emulator, boot);
	emulator_clear(&emulator);
}

/* What prepare wrote down is what runs. */
bool qemu_boot_planned(struct run *run, struct boot *boot, GError **error)
{
	g_auto(GStrv) argv = NULL;

	if (!g_shell_parse_argv(boot->commands->pdata[0], NULL, &argv, error))
		return false;
	qemu_boot(run, boot, argv, NULL, -1);
	return true;
}
