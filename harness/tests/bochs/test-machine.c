/* SPDX-License-Identifier: GPL-2.0-only */
/* The sha256 of a machine is over everything that decides what it does, and over nothing
 * else: no folder, no name of a file. */
#include <glib/gstdio.h>

#include "bochs/machine.h"

struct place {
	char *made, *out;
};

static void put(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void set_up(struct place *place)
{
	g_autofree char *raw = NULL;

	place->made = g_dir_make_tmp("made-XXXXXX", NULL);
	place->out = g_dir_make_tmp("out-XXXXXX", NULL);
	raw = g_build_filename(place->out, "raw", NULL);
	g_assert_cmpint(g_mkdir(raw, 0777), ==, 0);
	put(place->made, "bochs", "emulator");
	put(place->made, "BIOS", "bios");
	put(place->made, "boot.rom", "rom");
	put(place->out, "kernel", "kernel");
}

static void clear(struct place *place)
{
	const char *argv[] = { "rm", "-rf", place->made, place->out, NULL };

	g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL,
		G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
	g_free(place->made);
	g_free(place->out);
}

static char *sha256(const struct place *place, const char *name,
		    guint processors, guint32 address)
{
	struct bochs_machine machine = {
		.made = g_strdup(place->made), .name = g_strdup(name),
		.processors = processors, .memory_mb = 64,
	};
	struct boot *boot = boot_new("lab-kvm-vmx", "pvh", 2, 1);
	g_autoptr(GPtrArray) boots = g_ptr_array_new();
	char *sum;

	g_ptr_array_add(boots, boot);
	bochs_add_image(&machine, "kernel", address);
	g_assert_true(bochs_describe(&machine, place->out, boots, NULL));
	sum = g_strdup(boot->machine_sha256);
	boot_free(boot);
	bochs_machine_clear(&machine);
	return sum;
}

static void test_sha256(void)
{
	struct place here, there;
	g_autofree char *one = NULL, *same = NULL, *other = NULL;

	set_up(&here);
	set_up(&there);
	one = sha256(&here, "one", 2, 0x100000);
	same = sha256(&there, "another", 2, 0x100000);
	g_assert_cmpstr(one, ==, same);
	other = sha256(&here, "one", 3, 0x100000);
	g_assert_cmpstr(one, !=, other);
	g_free(other);
	other = sha256(&here, "one", 2, 0x200000);
	g_assert_cmpstr(one, !=, other);
	for (guint i = 0; i < 4; i++) {
		static const char *const files[] = {
			"bochs", "BIOS", "boot.rom", "kernel"
		};

		put(i < 3 ? there.made : there.out, files[i], "changed");
		g_free(other);
		other = sha256(&there, "one", 2, 0x100000);
		g_assert_cmpstr(same, !=, other);
		g_free(same);
		same = g_strdup(other);
	}
	g_setenv("IPIBENCH_L0_ARGS", "'megs: 65'", TRUE);
	g_free(other);
	other = sha256(&there, "one", 2, 0x100000);
	g_assert_cmpstr(same, !=, other);
	g_unsetenv("IPIBENCH_L0_ARGS");
	clear(&here);
	clear(&there);
}

static void test_missing(void)
{
	struct place place;
	struct bochs_machine machine = { 0 };
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	set_up(&place);
	machine.made = g_strdup(place.made);
	bochs_add_image(&machine, "not-there", 0);
	g_assert_false(bochs_describe(&machine, place.out, none, &error));
	g_assert_nonnull(error);
	bochs_machine_clear(&machine);
	clear(&place);
}

static void test_settings(void)
{
	struct place place;
	struct bochs_machine machine = {
		.processors = 4, .memory_mb = 64, .com2 = BOCHS_STDOUT,
	};
	g_autofree char *file = NULL, *text = NULL;

	set_up(&place);
	machine.made = g_strdup(place.made);
	machine.name = g_strdup("m");
	g_assert_true(bochs_write_rc(&machine, place.out, NULL));
	file = g_build_filename(place.out, "raw", "m.bochsrc", NULL);
	g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
	g_assert_nonnull(strstr(text, "count=4:1:1"));
	/* Neither what time it is here nor how fast this machine is. */
	g_assert_nonnull(strstr(text, "clock: sync=none, time0="));
	g_assert_nonnull(strstr(text, "com2: enabled=1, mode=file, dev=" BOCHS_STDOUT));
	g_assert_null(strstr(text, "com1:"));
	bochs_machine_clear(&machine);
	clear(&place);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/bochs/sha256", test_sha256);
	g_test_add_func("/bochs/missing", test_missing);
	g_test_add_func("/bochs/settings", test_settings);
	return g_test_run();
}
