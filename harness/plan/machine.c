/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/machine.h"

#include <glib/gstdio.h>

#include "base/progress.h"

static bool on_start(struct emulator *emulator, GError **error)
{
	struct machine *machine = emulator->user;

	progress("%s", machine->doing);
	return true;
}

static void on_output(struct emulator *emulator, const guint8 *data, gsize len)
{
	struct machine *machine = emulator->user;

	machine->take(machine, data, len);
	if (machine->error)
		emulators_stop();
}

static void on_end(struct emulator *emulator)
{
	struct machine *machine = emulator->user;

	if (!machine->error && !machine->over(machine, &machine->error))
		emulators_stop();
	for (guint i = 0; i < machine->scratch->len; i++) {
		g_autofree char *path = g_build_filename(machine->run->out,
			machine->scratch->pdata[i], NULL);

		g_unlink(path);
	}
}

void *machine_new(gsize size, struct run *run, const struct boot *boot, guint limit,
		  GError **error)
{
	struct machine *machine;
	char **argv;

	if (!g_shell_parse_argv(boot->commands->pdata[0], NULL, &argv, error))
		return NULL;
	machine = g_malloc0(size);
	machine->run = run;
	machine->boots = g_ptr_array_new();
	machine->scratch = g_ptr_array_new_with_free_func(g_free);
	machine->emulator = (struct emulator){
		.argv = argv, .directory = run->out, .limit = limit,
		.extra_fd = -1, .on_start = on_start, .on_output = on_output,
		.on_end = on_end, .user = machine,
	};
	return machine;
}

void machine_scratch(struct machine *machine, const char *name)
{
	static const char *const large[] = { "program", "job" };

	for (guint i = 0; i < G_N_ELEMENTS(large); i++)
		g_ptr_array_add(machine->scratch, g_strdup_printf("raw/%s-%s", name,
								  large[i]));
}

void machine_free(gpointer data)
{
	struct machine *machine = data;

	if (machine->clear)
		machine->clear(machine);
	report_clear(&machine->report);
	emulator_clear(&machine->emulator);
	g_strfreev(machine->emulator.argv);
	g_ptr_array_unref(machine->boots);
	g_ptr_array_unref(machine->scratch);
	g_clear_error(&machine->error);
	g_free(machine->doing);
	g_free(machine);
}

bool machines_run(GPtrArray *machines, guint at_once, GError **error)
{
	g_autofree struct emulator **all = g_new(struct emulator *, machines->len);

	for (guint i = 0; i < machines->len; i++)
		all[i] = &((struct machine *)machines->pdata[i])->emulator;
	emulators_run(all, machines->len, at_once);
	for (guint i = 0; i < machines->len; i++) {
		struct machine *machine = machines->pdata[i];

		if (machine->error) {
			g_propagate_error(error, g_steal_pointer(&machine->error));
			return false;
		}
	}
	return true;
}
