/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of an experiment file: one table, experiment-keys.c. */
#ifndef IPIBENCH_EXPERIMENT_KEYS_H
#define IPIBENCH_EXPERIMENT_KEYS_H

#include <glib.h>
#include <stdbool.h>

/* In the order in which sweeps are nested: the first is the outermost loop. */
enum experiment_key {
	KEY_TARGET, KEY_VCPUS, KEY_BOOT, KEY_PATTERN, KEY_K, KEY_METHOD,
	KEY_WAIT, KEY_DEST, KEY_DELIVER, KEY_PASS, KEY_RATE, KEY_ARRIVAL,
	KEY_SEED, KEY_IPIS, KEY_WARMUP, KEY_RAW, KEY_BOOTS, KEY_TIMEOUT,
	KEY_COUNT
};

struct key_spec {
	const char *name;
	const char *fallback;           /* default value; NULL: must be given */
	const char *const *words;       /* allowed words, or NULL: a number */
	guint64 min, max;
	bool sweeps;                    /* a comma list is allowed */
	const char *what;
};

extern const struct key_spec experiment_keys[KEY_COUNT];

/* NULL, or what is wrong with value; the caller frees it. */
char *experiment_key_check(const struct key_spec *key, const char *value);
int experiment_key_from_name(const char *name);

#endif
