/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A machine under Bochs: Intel VMX with APICv, one instruction a tick, the same to
 * the last bit in every run. It starts from images that are put into its memory at
 * power-on (harness/lab/bochs/boot.asm jumps to them).
 */
#ifndef IPIBENCH_BOCHS_H
#define IPIBENCH_BOCHS_H

#include "plan/run.h"

#define BOCHS_IMAGES 4          /* as many as Bochs takes */
#define BOCHS_INITRD_AT 0x20000000u
#define BOCHS_STDOUT "/dev/stdout"

struct bochs_image {
	char *file;             /* relative to the folder it runs in, or absolute */
	guint32 address;
};

struct bochs_machine {
	char *made;             /* folder that harness/lab/bochs/build printed */
	char *name;             /* raw/NAME-*: its own files */
	guint processors, memory_mb;
	const char *com1, *com2; /* files that take what is sent there, or NULL */
	struct bochs_image images[BOCHS_IMAGES];
	guint n_images;
};

void bochs_machine_clear(struct bochs_machine *machine);
/* A file that is there already ... */
void bochs_add_image(struct bochs_machine *machine, const char *file,
		     guint32 address);
/* ... or one to be written, raw/NAME-WHAT below `folder`. */
bool bochs_write_image(struct bochs_machine *machine, const char *folder,
		       const char *what, const GByteArray *bytes,
		       guint32 address, GError **error);

/* Linux from its bzImage, by the 32-bit boot protocol. `initrd` bytes have been or
 * will be put at BOCHS_INITRD_AT. */
bool bochs_start_linux(struct bochs_machine *machine, const char *folder,
		       const char *bzimage, const char *words, guint32 initrd,
		       GError **error);
/* Xen from its ELF file, by Multiboot, with the guest and its plan as modules. */
bool bochs_start_xen(struct bochs_machine *machine, const char *folder,
		     const char *elf, const char *words, const char *guest,
		     const char *plan, GError **error);

/* Writes raw/NAME.bochsrc. */
bool bochs_write_rc(const struct bochs_machine *machine, const char *folder,
		    GError **error);
/* Command line; `meter` (relative, or NULL) is where the exit meter writes. */
GPtrArray *bochs_command(const struct bochs_machine *machine, const char *meter,
			 GError **error);
/* One sha256 over all that decides what the machine does: the emulator, its firmware,
 * every image, the settings. It goes with the boots, and
 * what is known of the emulator. */
bool bochs_describe(const struct bochs_machine *machine, const char *folder,
		    GPtrArray *boots, GError **error);

#endif
