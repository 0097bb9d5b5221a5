/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/experiment-keys.h"

#include <string.h>

#include "../guest/spec/spec.h"
#include "spec/target-names.h"

#define CPU_MAX 100             /* bytes: it is a part of file names */

#define NAME(id, ...) #id,
#define METHOD(id, name, ...) name,
#define PATTERN NAME
static const char *const METHOD_words[] = {
#include "../guest/spec/methods.def"
	NULL
};
static const char *const PATTERN_words[] = {
#include "../guest/spec/patterns.def"
	NULL
};
static const char *const BOOT_words[] = { "pvh", "iso-bios", "iso-uefi", NULL };
static const char *const APICV_words[] = { "on", "off", NULL };
static const char *const MACHINE_words[] = {
	"q35", "no-pit", "irqchip-split", "irqchip-split-no-pit", NULL
};
static const char *const WAIT_words[] = { WAIT_WORDS(WORD_NAME) NULL };
static const char *const DEST_words[] = { DEST_WORDS(WORD_NAME) NULL };
static const char *const DELIVER_words[] = { DELIVER_WORDS(WORD_NAME) NULL };
static const char *const ARRIVAL_words[] = { ARRIVAL_WORDS(WORD_NAME) NULL };
static const char *const PASS_words[] = { PASS_WORDS(WORD_NAME) NULL };
#define TARGET_words target_names
#define NUMBER_words NULL
#define SUBJECT_words NULL
#define NAME_words NULL
#define TOPOLOGY_words NULL
#define CPU_words NULL
enum {
	KIND_TARGET = KIND_WORD, KIND_BOOT = KIND_WORD, KIND_APICV = KIND_WORD,
	KIND_PATTERN = KIND_WORD, KIND_METHOD = KIND_WORD, KIND_WAIT = KIND_WORD,
	KIND_DEST = KIND_WORD, KIND_DELIVER = KIND_WORD, KIND_PASS = KIND_WORD,
	KIND_ARRIVAL = KIND_WORD, KIND_MACHINE = KIND_WORD,
};

/* Limits of rows are the guest's own, so that a mistake is found before anything
 * boots. */
#define STANDS(given, ID, id, list, min, max, fallback, sweeps, says)		\
	{ #id, fallback, (enum key_kind)KIND_##list, list##_words, min, max, sweeps,	\
	  given, says },
#define KEY(...) STANDS(false, __VA_ARGS__)
#define JOB_KEY KEY
#define BOOT_KEY(...) STANDS(true, __VA_ARGS__)
const struct key_spec experiment_keys[KEY_COUNT] = {
#include "../guest/spec/keys.def"
};

int experiment_key_from_name(const char *name)
{
	for (int i = 0; i < KEY_COUNT; i++)
		if (g_str_equal(name, experiment_keys[i].name))
			return i;
	return -1;
}

bool experiment_key_is_name(const char *text)
{
	gsize len = strlen(text);

	return len && len <= KEY_NAME_MAX && strspn(text, KEY_NAME_BYTES) == len;
}

guint topology_room(const struct topology *topology)
{
	return topology->sockets * topology->cores * topology->threads;
}

bool topology_parse(const char *text, struct topology *topology)
{
	g_auto(GStrv) parts = g_strsplit(text, "x", -1);
	guint64 part[3];

	if (g_strv_length(parts) != G_N_ELEMENTS(part))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(part); i++)
		if (!g_ascii_string_to_unsigned(parts[i], 10, 1, TOPOLOGY_MAX, &part[i], NULL))
			return false;
	if (part[0] * part[1] * part[2] > TOPOLOGY_MAX)
		return false;
	*topology = (struct topology){ part[0], part[1], part[2] };
	return true;
}

/* A model of QEMU's and its flags; a comma would separate values. */
static bool is_cpu(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, ":", -1);

	for (char **part = parts; *part; part++) {
		const char *sign = part == parts ? NULL : strchr(*part, '=');
		g_autofree char *name = sign ? g_strndup(*part, sign - *part) : g_strdup(*part);

		if (!experiment_key_is_name(name) || (sign && !experiment_key_is_name(sign + 1)))
			return false;
	}
	return parts[0] && strlen(text) <= CPU_MAX;
}

char *experiment_key_check(const struct key_spec *key, const char *value)
{
	g_autofree char *allowed = NULL;

	if (key->kind == KIND_NAME)
		return experiment_key_is_name(value) ? NULL : g_strdup_printf(
			"%s=%s: a name has 1 to %d letters, digits, dots, dashes", key->name,
			value, KEY_NAME_MAX);
	if (key->kind == KIND_TOPOLOGY) {
		struct topology topology;

		return g_str_equal(value, key->fallback) || topology_parse(value, &topology) ?
			NULL : g_strdup_printf("%s=%s: must be flat or SOCKETSxCORESxTHREADS, "
				"%d processors at most", key->name, value, TOPOLOGY_MAX);
	}
	if (key->kind == KIND_CPU)
		return is_cpu(value) ? NULL : g_strdup_printf("%s=%s: must be own or a model of "
			"QEMU's, with :FLAG behind it as often as need be, %d bytes at most",
			key->name, value, CPU_MAX);
	if (key->kind == KIND_WORD) {
		if (g_strv_contains(key->words, value))
			return NULL;
		allowed = g_strjoinv(", ", (char **)key->words);
		return g_strdup_printf("%s=%s: must be one of %s", key->name,
				       value, allowed);
	}
	if (key->kind == KIND_SUBJECT ||
	    g_ascii_string_to_unsigned(value, 10, key->min, key->max, NULL, NULL))
		return NULL;
	return g_strdup_printf("%s=%s: must be a number from %"
			       G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
			       key->name, value, key->min, key->max);
}
