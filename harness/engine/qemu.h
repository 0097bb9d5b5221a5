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
/* Machine, memory, console and exit device: what the guest needs anywhere. */
void qemu_add_machine(GPtrArray *argv, guint vcpus);
/* How the guest and its plan are loaded; paths relative to run->out. */
bool qemu_add_loader(GPtrArray *argv, const struct run *run,
		     const struct boot *boot, GError **error);
/* Contents of $IPIBENCH_L0_ARGS, split as a shell would. */
bool qemu_add_l0_args(GPtrArray *argv, GError **error);
/* NULL-terminates argv and returns it as one line that a shell takes. */
char *qemu_command_line(GPtrArray *argv);

char *qemu_missing(char **help);
char *qemu_plan_path(const struct boot *boot);
bool qemu_write_plan(const struct run *run, const struct boot *boot,
		     GError **error);
/* A script of the checkout's that makes an image; what it says is not kept. */
bool qemu_run_script(const struct run *run, char **argv, GError **error);
/* raw/NAME.iso, with the guest and the plan that has been written. */
bool qemu_make_iso(const struct run *run, const struct boot *boot,
		   GError **error);

/* Starts from raw/NAME.iso, under BIOS or UEFI as boot->loader says. */
void qemu_add_iso(GPtrArray *argv, const struct boot *boot);

/* Runs argv for boot and fills in what came of it. */
void qemu_boot(struct run *run, struct boot *boot, GPtrArray *argv,
	       bool (*on_start)(struct emulator *, GError **), int extra_fd);

#endif
