/* SPDX-License-Identifier: GPL-2.0-only */
#include "bochs/machine.h"

#include "engine/qemu.h"

/* Ticks a second. A tick is an instruction, so this only says how long the emulated
 * second is: how often timers tick, how long a wait for a device takes. */
#define TICKS_PER_SECOND 100000000

void bochs_machine_clear(struct bochs_machine *machine)
{
	for (guint i = 0; i < machine->n_images; i++)
		g_free(machine->images[i].file);
	g_free(machine->made);
	g_free(machine->name);
	*machine = (struct bochs_machine){ 0 };
}

void bochs_add_image(struct bochs_machine *machine, const char *file,
		     guint32 address)
{
	g_assert(machine->n_images < BOCHS_IMAGES);
	machine->images[machine->n_images++] = (struct bochs_image){
		g_strdup(file), address
	};
}

bool bochs_write_image(struct bochs_machine *machine, const char *folder,
		       const char *what, const GByteArray *bytes,
		       guint32 address, GError **error)
{
	g_autofree char *file = g_strdup_printf("raw/%s-%s", machine->name, what);
	g_autofree char *path = g_build_filename(folder, file, NULL);

	bochs_add_image(machine, file, address);
	return g_file_set_contents(path, (const char *)bytes->data, bytes->len,
				   error);
}

/* What decides what the machine does and is no file. quantum: instructions that one
 * processor may be ahead of another. block_size, in KB: when Bochs registers a block it
 * looks at all before it, which of 128 KB each takes half a second; a memory is a multiple
 * of it. The clock never asks what time it is here. */
static char *settings(const struct bochs_machine *machine)
{
	return g_strdup_printf(
		"cpu: model=corei7_skylake_x, count=%u:1:1, ips=%u, quantum=16, "
		"reset_on_triple_fault=0\n"
		"memory: guest=%u, host=%u, block_size=1024\n"
		"clock: sync=none, time0=1700000000\n"
		"vga: realtime=0\n"
		"speaker: enabled=0\n"
		"display_library: nogui\n"
		"panic: action=fatal\n"
		"error: action=ignore\n"
		"info: action=ignore\n",
		machine->processors, TICKS_PER_SECOND, machine->memory_mb,
		machine->memory_mb);
}

static void add_serial(GString *text, guint number, const char *file)
{
	if (file)
		g_string_append_printf(text, "com%u: enabled=1, mode=file, "
				       "dev=%s\n", number, file);
}

bool bochs_write_rc(const struct bochs_machine *machine, const char *folder,
		    GError **error)
{
	g_autofree char *file = g_strdup_printf("%s/raw/%s.bochsrc", folder,
						machine->name);
	g_autofree char *fixed = settings(machine);
	g_autoptr(GString) text = g_string_new(fixed);

	/* There is no display; the ROM stands where its BIOS would. */
	g_string_append_printf(text, "romimage: file=\"%s/BIOS\"\n"
			       "vgaromimage: file=\"%s/boot.rom\"\n"
			       "log: raw/%s-bochs.log\n", machine->made,
			       machine->made, machine->name);
	for (guint i = 0; i < machine->n_images; i++)
		g_string_append_printf(text, "optramimage%u: file=\"%s\", "
				       "address=0x%x\n", i + 1,
				       machine->images[i].file,
				       machine->images[i].address);
	add_serial(text, 1, machine->com1);
	add_serial(text, 2, machine->com2);
	return g_file_set_contents(file, text->str, text->len, error);
}

GPtrArray *bochs_command(const struct bochs_machine *machine, const char *meter,
			 GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *rc = g_strdup_printf("raw/%s.bochsrc", machine->name);
	g_autofree char *bochs = g_build_filename(machine->made, "bochs", NULL);

	if (meter) {
		g_autofree char *to = g_strdup_printf("IPIBENCH_METER=%s", meter);

		qemu_add(argv, "env", to, NULL);
	}
	qemu_add(argv, bochs, "-q", "-f", rc, NULL);
	return qemu_add_l0_args(argv, error) ? g_steal_pointer(&argv) : NULL;
}

static bool add_file(GChecksum *sum, const char *folder, const char *file,
		     GError **error)
{
	g_autofree char *path = g_path_is_absolute(file) ? g_strdup(file) :
		g_build_filename(folder, file, NULL);
	g_autoptr(GMappedFile) map = g_mapped_file_new(path, FALSE, error);
	gsize len = map ? g_mapped_file_get_length(map) : 0;

	/* An empty one has no contents to point to. */
	if (len)
		g_checksum_update(sum, (const guchar *)
				  g_mapped_file_get_contents(map), len);
	return map != NULL;
}

static char *sha256_of(const struct bochs_machine *machine, const char *folder,
		       GError **error)
{
	static const char *const parts[] = { "bochs", "BIOS", "boot.rom" };
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *fixed = settings(machine);
	const char *more = g_getenv("IPIBENCH_L0_ARGS");

	g_checksum_update(sum, (const guchar *)fixed, -1);
	g_checksum_update(sum, (const guchar *)(more ? more : ""), -1);
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!add_file(sum, machine->made, parts[i], error))
			return NULL;
	for (guint i = 0; i < machine->n_images; i++) {
		g_autofree char *at = g_strdup_printf("%x\n",
			machine->images[i].address);

		g_checksum_update(sum, (const guchar *)at, -1);
		if (!add_file(sum, folder, machine->images[i].file, error))
			return NULL;
	}
	return g_strdup(g_checksum_get_string(sum));
}

bool bochs_describe(const struct bochs_machine *machine, const char *folder,
		    GPtrArray *boots, GError **error)
{
	g_autofree char *sha256 = sha256_of(machine, folder, error);

	for (guint i = 0; sha256 && i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];

		g_free(boot->machine_sha256);
		boot->machine_sha256 = g_strdup(sha256);
		g_free(boot->machine_sidecar);
		boot->machine_sidecar = g_build_filename(machine->made,
			"provenance.json", NULL);
	}
	return sha256 != NULL;
}
