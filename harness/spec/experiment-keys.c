/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/experiment-keys.h"

#include <string.h>

#include "../guest/spec/spec.h"
#include "spec/target-names.h"

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
static const char *const WAIT_words[] = { WAIT_WORDS(WORD_NAME) NULL };
static const char *const DEST_words[] = { DEST_WORDS(WORD_NAME) NULL };
static const char *const DELIVER_words[] = { DELIVER_WORDS(WORD_NAME) NULL };
static const char *const ARRIVAL_words[] = { ARRIVAL_WORDS(WORD_NAME) NULL };
static const char *const PASS_words[] = { PASS_WORDS(WORD_NAME) NULL };
#define TARGET_words target_names
#define NUMBER_words NULL
#define SUBJECT_words NULL
#define NAME_words NULL
enum {
	KIND_TARGET = KIND_WORD, KIND_BOOT = KIND_WORD, KIND_APICV = KIND_WORD,
	KIND_PATTERN = KIND_WORD, KIND_METHOD = KIND_WORD, KIND_WAIT = KIND_WORD,
	KIND_DEST = KIND_WORD, KIND_DELIVER = KIND_WORD, KIND_PASS = KIND_WORD,
	KIND_ARRIVAL = KIND_WORD,
};

/* Limits of rows are the guest's own, so that a mistake is found before anything
 * boots. */
#define KEY(ID, id, list, min, max, fallback, sweeps, says)			\
	{ #id, fallback, (enum key_kind)KIND_##list, list##_words, min, max, sweeps, says },
#define JOB_KEY KEY
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

char *experiment_key_check(const struct key_spec *key, const char *value)
{
	g_autofree char *allowed = NULL;

	if (key->kind == KIND_NAME)
		return experiment_key_is_name(value) ? NULL : g_strdup_printf(
			"%s=%s: a name has 1 to %d letters, digits, dots, dashes", key->name,
			value, KEY_NAME_MAX);
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
