/* SPDX-License-Identifier: GPL-2.0-only */
/* Pieces of QEMU command lines, and one boot of the guest under QEMU. */
#ifndef IPIBENCH_QEMU_H
#define IPIBENCH_QEMU_H

#include "plan/run.h"

#define QEMU "qemu-system-x86_64"
#define GUEST_MEMORY_MB 256

/* isa-debug-exit ends QEMU with (value << 1) | 1; guest/README.md has the
 * guest's values. */
#define QEMU_EXIT_GUEST_OK 33
#define QEMU_EXIT_GUEST_NOT_OK 35

/* Appends "-name value ..." words, NULL at the end. */
void qemu_add(GPtrArray *argv, ...) G_GNUC_NULL_TERMINATED;
/* Processors, memory, console and exit device: what the guest needs anywhere. */
void qemu_add_machine(GPtrArray *argv, const struct boot *boot);
/* -cpu: what the boot was given, `own` being the target's. */
void qemu_add_cpu(GPtrArray *argv, const struct boot *boot, const char *own);
/* Whether it is the target's, but for flags. */
bool qemu_cpu_is_own(const struct boot *boot);
/* How the guest and its plan are loaded; paths relative to run->out. */
void qemu_add_loader(GPtrArray *argv, const struct boot *boot);
/* Contents of $IPIBENCH_L0_ARGS, split as a shell would. */
bool qemu_add_l0_args(GPtrArray *argv, GError **error);
/* NULL-terminates argv and returns it as one line that a shell takes. */
char *qemu_command_line(GPtrArray *argv);

/* Key `qemu`: finds out what it is. An error names it. */
bool qemu_take_given(struct boot *boot, GError **error);
/* The one that runs the guest. */
const char *qemu_program(const struct boot *boot);

/* ---- qemu.c again ---- */

char *qemu_missing(char **help);
char *qemu_plan_path(const struct boot *boot);

/* Starts from raw/NAME.iso, under BIOS or UEFI as boot->loader says. */
void qemu_add_iso(GPtrArray *argv, const struct boot *boot);

/* ---- qemu-files.c: what such a command line finds in run->out ---- */

/* The plan; nothing in a dry run. */
bool qemu_write_plan(const struct run *run, const struct boot *boot,
		     GError **error);
/* The plan and, where the guest starts from one, raw/NAME.iso. */
bool qemu_make_files(const struct run *run, const struct boot *boot,
		     GError **error);
/* A script of the checkout's that makes an image; what it says is not kept. */
bool qemu_run_script(const struct run *run, char **argv, GError **error);

/* ---- qemu.c again ---- */

/* What a boot's own emulator says: kept, and when all is said it is to end. */
void qemu_boot_take(struct emulator *emulator, struct boot *boot,
		    const guint8 *data, gsize len);
/* It has ended: fills in what came of it. */
void qemu_boot_over(const struct emulator *emulator, struct boot *boot);
/* Runs argv for boot, by its own limits, and fills in what came of it. */
void qemu_boot(struct run *run, struct boot *boot, char **argv,
	       bool (*on_start)(struct emulator *, GError **), int extra_fd);
/* The first of the boot's command lines. */
bool qemu_boot_planned(struct run *run, struct boot *boot, GError **error);

#endif
