/* SPDX-License-Identifier: GPL-2.0-only */
/* What a stranger needs to repeat a result, as far as it does not depend on
 * the target: tool, guest image, machine, emulator, time. */
#ifndef IPIBENCH_PROVENANCE_H
#define IPIBENCH_PROVENANCE_H

#include <json-glib/json-glib.h>

/* root: the checkout; guest: the path of its image; emulator: the program. */
JsonObject *provenance_of_run(const char *root, const char *guest,
			      const char *emulator, int argc, char **argv);

/* First line of a program's output, or NULL. */
char *provenance_first_line(const char *directory, const char *const *argv);
/* A word of /proc/cpuinfo of the first processor, or NULL. */
char *provenance_cpuinfo(const char *key);
char *provenance_sha256(const char *path);

#endif
