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

enum key_kind {
	KIND_WORD, KIND_NUMBER,
	KIND_SUBJECT,                   /* plan/subject.h */
	KIND_NAME,                      /* the user's own */
	KIND_TOPOLOGY,                  /* flat, or SOCKETSxCORESxTHREADS */
	KIND_CPU,                       /* own, or QEMU's MODEL, with :FLAG as often as need be */
};

struct key_spec {
	const char *name;
	const char *fallback;           /* default value; NULL: must be given */
	enum key_kind kind;
	const char *const *words;       /* allowed, of KIND_WORD */
	guint64 min, max;               /* of KIND_NUMBER */
	bool sweeps;                    /* a comma list is allowed */
	bool given;                     /* another value of it is another boot: BOOT_KEY */
	const char *what;
};

extern const struct key_spec experiment_keys[KEY_COUNT];

#define CPU_OWN "own"           /* the model that the target has by itself */
#define TOPOLOGY_MAX 255        /* processors it has room for */

#define KEY_NAME_BYTES G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._+-"
#define KEY_NAME_MAX 40

/* A name of the user's, fit for file names: KEY_NAME_MAX of KEY_NAME_BYTES at most. */
bool experiment_key_is_name(const char *text);
/* NULL, or what is wrong with value; the caller frees it. Subjects are not checked. */
char *experiment_key_check(const struct key_spec *key, const char *value);
int experiment_key_from_name(const char *name);

struct topology {
	guint sockets, cores, threads;  /* cores of a socket, threads of a core */
};

/* False: it is flat, and *topology stays as it is; or it is none. */
bool topology_parse(const char *text, struct topology *topology);
/* How many processors it has room for. */
guint topology_room(const struct topology *topology);

#endif
