/* SPDX-License-Identifier: GPL-2.0-only */
/* What a stranger needs to repeat a result, as far as it does not depend on
 * the target: tool, guest image, machine, emulator, time. */
#ifndef IPIBENCH_PROVENANCE_H
#define IPIBENCH_PROVENANCE_H

#include "target/target.h"

JsonObject *provenance_of_run(const struct run *run, int argc, char **argv);

/* First line of a program's output, or NULL. */
char *provenance_first_line(const char *directory, const char *const *argv);
/* A word of /proc/cpuinfo of the first processor, or NULL. */
char *provenance_cpuinfo(const char *key);
char *provenance_sha256(const char *path);
/* A table of strings as an object, in the order of its keys. */
JsonObject *provenance_words(GHashTable *words);
/* NULL text becomes null. */
void provenance_set(JsonObject *object, const char *key, const char *text);

#endif
