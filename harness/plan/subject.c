/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/subject.h"

#include <string.h>

#include "spec/experiment-keys.h"

#define DEBIAN "debian:"
#define PATCHED "patched:"
#define VERSION_BYTES KEY_NAME_BYTES "~:"

static bool made_of(const char *text, const char *bytes, gsize most)
{
	gsize len = strlen(text);

	return len && len <= most && strspn(text, bytes) == len;
}

void subject_clear(struct subject *subject)
{
	g_free(subject->name);
	g_free(subject->what);
	g_free(subject->modules);
	*subject = (struct subject){ 0 };
}

/* debian:SUITE/VERSION; the suite may be left out. */
static bool is_release(const char *what)
{
	const char *version = what + strlen(DEBIAN);
	const char *slash = strchr(version, '/');
	g_autofree char *suite = slash ? g_strndup(version, slash - version) : NULL;

	return (!suite || experiment_key_is_name(suite)) &&
	       made_of(slash ? slash + 1 : version, VERSION_BYTES, 2 * KEY_NAME_MAX);
}

const char *subject_series(const struct subject *subject)
{
	return subject->what && g_str_has_prefix(subject->what, PATCHED) ?
		subject->what + strlen(PATCHED) : NULL;
}

/* No path. */
static bool is_named(const char *what)
{
	return g_str_has_prefix(what, DEBIAN) || g_str_has_prefix(what, PATCHED);
}

static char *own_name(const char *what)
{
	bool release = is_named(what);
	g_autofree char *name = release ? g_strdup(what) : g_path_get_basename(what);

	g_strcanon(name, KEY_NAME_BYTES, '-');
	if (strlen(name) > KEY_NAME_MAX)
		name[KEY_NAME_MAX] = '\0';
	return g_steal_pointer(&name);
}

const char *subject_behind_name(const char *text)
{
	const char *sign = strchr(text, '='), *slash = strchr(text, '/');

	/* A path may have a sign of its own. */
	return sign && (!slash || sign < slash) ? sign + 1 : text;
}

bool subject_parse(const char *text, struct subject *subject, char **wrong)
{
	const char *behind = subject_behind_name(text), *at;
	g_autofree char *what = NULL;

	*subject = (struct subject){ 0 };
	if (behind > text)
		subject->name = g_strndup(text, behind - text - 1);
	text = behind;
	at = strrchr(text, '@');
	what = at ? g_strndup(text, at - text) : g_strdup(text);
	if (!*what || (at && !at[1]))
		*wrong = g_strdup("names nothing: [NAME=]WHAT[@MODULES]");
	else if (subject->name && (!experiment_key_is_name(subject->name) ||
				   g_str_equal(subject->name, SUBJECT_OWN)))
		*wrong = g_strdup_printf("a name has 1 to %d letters, digits, dots, dashes, "
					 "and is not " SUBJECT_OWN, KEY_NAME_MAX);
	else if (g_str_has_prefix(what, DEBIAN) && (at || !is_release(what)))
		*wrong = g_strdup("not debian:VERSION or debian:SUITE/VERSION");
	else if (g_str_has_prefix(what, PATCHED) &&
		 (at || !made_of(what + strlen(PATCHED), "0123456789.", KEY_NAME_MAX)))
		*wrong = g_strdup("not patched:VERSION");
	else {
		if (!subject->name)
			subject->name = own_name(what);
		subject->what = is_named(what) ? g_steal_pointer(&what) :
			g_canonicalize_filename(what, NULL);
		subject->modules = at ? g_canonicalize_filename(at + 1, NULL) : NULL;
		return true;
	}
	subject_clear(subject);
	return false;
}

char *subject_whole(const char *text, char **wrong)
{
	struct subject subject;
	char *whole;

	if (g_str_equal(text, SUBJECT_OWN))
		return g_strdup(text);
	if (!subject_parse(text, &subject, wrong))
		return NULL;
	whole = g_strconcat(subject.name, "=", subject.what, subject.modules ? "@" : NULL,
			    subject.modules, NULL);
	subject_clear(&subject);
	return whole;
}

char *subject_name(const char *whole)
{
	const char *sign = whole ? strchr(whole, '=') : NULL;

	return sign ? g_strndup(whole, sign - whole) : NULL;
}
