/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of an experiment file, from guest/spec/keys.def. */
#ifndef IPIBENCH_EXPERIMENT_KEYS_H
#define IPIBENCH_EXPERIMENT_KEYS_H

#include <glib.h>
#include <stdbool.h>

/* In the order in which sweeps are nested: the first is the outermost loop. */
#define KEY(ID, ...) KEY_##ID,
#define JOB_KEY KEY
enum experiment_key {
#include "../guest/spec/keys.def"
	KEY_COUNT
};

struct key_spec {
	const char *name;
	const char *fallback;           /* default value; NULL: must be given */
	const char *const *words;       /* allowed words, or NULL: a number */
	guint64 min, max;               /* max 0: words, or plan/subject.h */
	bool sweeps;                    /* a comma list is allowed */
	const char *what;
};

extern const struct key_spec experiment_keys[KEY_COUNT];

/* NULL, or what is wrong with value; the caller frees it. */
char *experiment_key_check(const struct key_spec *key, const char *value);
int experiment_key_from_name(const char *name);

#endif
