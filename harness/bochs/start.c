/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lies in a machine's memory at power-on: a program, and behind BLOCK what
 * harness/lab/bochs/boot.asm does with it.
 *
 * Linux: Documentation/x86/boot.rst, "32-bit Boot Protocol". Xen: Multiboot
 * Specification 0.6.96, section 3.
 */
#include "bochs/machine.h"

#include <elf.h>
#include <string.h>

#include "base/error.h"

/* As boot.asm has it, and beyond what Debian's kernels unpack themselves over. */
#define BLOCK 0x1f000000u
#define BLOCK_BYTES 0x4000
#define PARAMETERS 0x1000       /* from here on relative to BLOCK */
#define MODULES 0x1800
#define WORDS 0x2000

#define KERNEL_AT 0x100000u     /* Linux's protected-mode part */
#define SETUP 0x1f1             /* struct setup_header in bzImage and boot_params */
#define SETUP_JUMP 0x201        /* its length, less 0x202 - SETUP ... */
#define SETUP_MAGIC 0x202       /* "HdrS" */
#define TYPE_OF_LOADER 0x210
#define RAMDISK_IMAGE 0x218
#define RAMDISK_SIZE 0x21c
#define CMD_LINE_PTR 0x228
#define E820_ENTRIES 0x1e8
#define E820_TABLE 0x2d0

#define MULTIBOOT_MAGIC 0x2badb002u
#define MULTIBOOT_CMDLINE 4
#define MULTIBOOT_MODS 8
#define GUEST_AT 0x8000000u

/* boot.asm's block */
struct block {
	guint32 entry, eax, ebx, esi, map, map_entries;
};

static void put32(GByteArray *bytes, guint at, guint32 value)
{
	value = GUINT32_TO_LE(value);
	memcpy(bytes->data + at, &value, sizeof(value));
}

static GByteArray *new_block(const struct block *block, const char *words)
{
	GByteArray *bytes = g_byte_array_new();

	g_byte_array_set_size(bytes, BLOCK_BYTES);
	memset(bytes->data, 0, bytes->len);
	put32(bytes, 0, block->entry);
	put32(bytes, 4, block->eax);
	put32(bytes, 8, block->ebx);
	put32(bytes, 12, block->esi);
	put32(bytes, 16, block->map);
	put32(bytes, 20, block->map_entries);
	g_strlcpy((char *)bytes->data + WORDS, words, BLOCK_BYTES - WORDS);
	return bytes;
}

static bool write_program(struct bochs_machine *machine, const char *folder,
			  const char *data, gsize len, guint32 address,
			  GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	g_byte_array_append(bytes, (const guint8 *)data, len);
	return bochs_write_image(machine, folder, "program", bytes, address,
				 error);
}

bool bochs_start_linux(struct bochs_machine *machine, const char *folder,
		       const char *bzimage, const char *words, guint32 initrd,
		       GError **error)
{
	static const struct block block = {
		.entry = KERNEL_AT, .esi = BLOCK + PARAMETERS,
		.map = BLOCK + PARAMETERS + E820_TABLE,
		.map_entries = BLOCK + PARAMETERS + E820_ENTRIES,
	};
	g_autoptr(GByteArray) bytes = NULL;
	g_autofree char *image = NULL;
	gsize len, real, header;

	if (!g_file_get_contents(bzimage, &image, &len, error))
		return false;
	if (len < 0x400 || memcmp(image + SETUP_MAGIC, "HdrS", 4) != 0) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s is no bzImage",
			    bzimage);
		return false;
	}
	real = ((image[SETUP] ? (guint8)image[SETUP] : 4) + 1) * 512;
	header = SETUP_MAGIC + (guint8)image[SETUP_JUMP];
	if (real >= len || !write_program(machine, folder, image + real,
					  len - real, KERNEL_AT, error))
		return false;
	bytes = new_block(&block, words);
	memcpy(bytes->data + PARAMETERS + SETUP, image + SETUP, header - SETUP);
	bytes->data[PARAMETERS + TYPE_OF_LOADER] = 0xff;        /* undefined */
	put32(bytes, PARAMETERS + RAMDISK_IMAGE, BOCHS_INITRD_AT);
	put32(bytes, PARAMETERS + RAMDISK_SIZE, initrd);
	put32(bytes, PARAMETERS + CMD_LINE_PTR, BLOCK + WORDS);
	return bochs_write_image(machine, folder, "block", bytes, BLOCK, error);
}

/* The one segment that `xen` has. */
static bool find_segment(const char *elf, gsize len, Elf32_Ehdr *header,
			 Elf32_Phdr *segment)
{
	memcpy(header, elf, MIN(len, sizeof(*header)));
	if (len < sizeof(*header) || memcmp(header->e_ident, ELFMAG, SELFMAG) ||
	    header->e_ident[EI_CLASS] != ELFCLASS32)
		return false;
	for (guint i = 0; i < header->e_phnum; i++) {
		gsize at = header->e_phoff + i * sizeof(*segment);

		if (at + sizeof(*segment) > len)
			return false;
		memcpy(segment, elf + at, sizeof(*segment));
		if (segment->p_type == PT_LOAD && segment->p_filesz)
			return segment->p_offset <= len &&
			       segment->p_filesz <= len - segment->p_offset;
	}
	return false;
}

static guint32 page_behind(guint32 address)
{
	return (address + 0xfff) & ~0xfffu;
}

static bool size_of(const char *folder, const char *file, guint32 *size,
		    GError **error)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autofree char *data = NULL;
	gsize len;

	if (!g_file_get_contents(path, &data, &len, error))
		return false;
	*size = len;
	return true;
}

bool bochs_start_xen(struct bochs_machine *machine, const char *folder,
		     const char *elf, const char *words, const char *guest,
		     const char *plan, GError **error)
{
	struct block block = {
		.eax = MULTIBOOT_MAGIC, .ebx = BLOCK + PARAMETERS
	};
	g_autofree char *image = NULL;
	g_autofree char *named = g_strdup_printf("xen %s", words);
	g_autoptr(GByteArray) bytes = NULL;
	guint32 guest_size, plan_size, plan_at;
	Elf32_Ehdr header;
	Elf32_Phdr segment;
	gsize len;

	if (!g_file_get_contents(elf, &image, &len, error))
		return false;
	if (!find_segment(image, len, &header, &segment)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s is no Xen", elf);
		return false;
	}
	if (!size_of(folder, guest, &guest_size, error) ||
	    !size_of(folder, plan, &plan_size, error) ||
	    !write_program(machine, folder, image + segment.p_offset,
			   segment.p_filesz, segment.p_paddr, error))
		return false;
	plan_at = page_behind(GUEST_AT + guest_size);
	bochs_add_image(machine, guest, GUEST_AT);
	bochs_add_image(machine, plan, plan_at);
	block.entry = header.e_entry;
	bytes = new_block(&block, named);
	put32(bytes, PARAMETERS, MULTIBOOT_CMDLINE | MULTIBOOT_MODS);
	put32(bytes, PARAMETERS + 16, BLOCK + WORDS);
	put32(bytes, PARAMETERS + 20, 2);
	put32(bytes, PARAMETERS + 24, BLOCK + MODULES);
	put32(bytes, MODULES, GUEST_AT);
	put32(bytes, MODULES + 4, GUEST_AT + guest_size);
	put32(bytes, MODULES + 16, plan_at);
	put32(bytes, MODULES + 20, plan_at + plan_size);
	return bochs_write_image(machine, folder, "block", bytes, BLOCK, error);
}
