/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exit meter (harness/meter/) seen from the tool: loading the plugin into
 * the outermost emulator, and handing what it wrote to the boots it watched.
 */
#ifndef IPIBENCH_METER_FILE_H
#define IPIBENCH_METER_FILE_H

#include "plan/run.h"

/*
 * Adds the plugin to an emulator's command line, writing to `file` (relative
 * to run->out), and puts a copy of it into run->out so that the command line
 * can be repeated there. Adds nothing with --no-meter or where it is not
 * built. False: it could not be copied.
 */
bool meter_add(GPtrArray *argv, const struct run *run, const char *file,
	       GError **error);

/* The same for the plugin that has a breakpoint translated anew which is gone
 * (harness/meter/retranslate.c), whether there is a meter or not. */
bool retranslate_add(GPtrArray *argv, const struct run *run, GError **error);

/* With one thread for all processors the installed QEMU is known to name the one that runs.
 * QEMU 10.0 names the one for which a block was translated. */
bool meter_knows_one_thread(void);

/* How far a file has been read; all zero: not at all. */
struct meter_place {
	gsize at;
	guint lines;
	bool broken;
};

/*
 * Gives each boot the windows that `file` has of it behind `place`; the plugin
 * writes a window when it closes. The meter numbers the guests it saw start;
 * boots whose guest said nothing never started and have no number. What is wrong
 * with the file is put into boot->meter_problem and nothing of it is used.
 */
void meter_attach(const struct run *run, const char *file,
		  struct meter_place *place, GPtrArray *boots);

#endif
