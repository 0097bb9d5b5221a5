/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/experiment.h"

#include <string.h>

#include "../guest/spec/spec.h"
#include "base/error.h"
#include "plan/subject.h"
#include "spec/target-names.h"

#define FILE_MAX (1 << 20)
#define LINE_MAX_BYTES 198

struct parser {
	const char *file;
	guint line;
	struct experiment *global, *section;
	GPtrArray *experiments;
	GError **error;
	bool failed;
};

static void experiment_free(struct experiment *experiment)
{
	g_free(experiment->file);
	g_free(experiment->name);
	for (int i = 0; i < KEY_COUNT; i++)
		g_strfreev(experiment->values[i]);
	g_free(experiment);
}

GPtrArray *experiment_list_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)experiment_free);
}

static struct experiment *experiment_new(const char *file, const char *name,
					 guint line)
{
	struct experiment *experiment = g_new0(struct experiment, 1);

	experiment->file = g_strdup(file);
	experiment->name = g_strdup(name);
	experiment->line = line;
	return experiment;
}

static bool G_GNUC_PRINTF(3, 4) refuse(struct parser *parser, guint line,
				       const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	if (!parser->failed)
		g_set_error(parser->error, IPIBENCH_ERROR, 0, "%s:%u: %s",
			    parser->file, line, what);
	parser->failed = true;
	return false;
}

static bool begin_section(struct parser *parser, const char *text)
{
	const char *close = strchr(text, ']');
	g_autofree char *name = NULL;

	if (!close)
		return refuse(parser, parser->line, "section without ']'");
	name = g_strstrip(g_strndup(text + 1, close - text - 1));
	if (!*name || strlen(name) > EXPERIMENT_NAME_MAX)
		return refuse(parser, parser->line, "a section's name has 1 to "
			      "%d characters", EXPERIMENT_NAME_MAX);
	if (g_str_equal(name, "global")) {
		parser->section = parser->global;
		return true;
	}
	for (guint i = 0; i < parser->experiments->len; i++) {
		struct experiment *other = parser->experiments->pdata[i];

		if (g_str_equal(other->name, name))
			return refuse(parser, parser->line, "[%s] is there "
				      "already (%s:%u)", name, other->file,
				      other->line);
	}
	parser->section = experiment_new(parser->file, name, parser->line);
	g_ptr_array_add(parser->experiments, parser->section);
	return true;
}

static bool check_line(struct parser *parser, const char *text, gsize len)
{
	if (len > LINE_MAX_BYTES)
		return refuse(parser, parser->line,
			      "line longer than %d bytes", LINE_MAX_BYTES);
	for (gsize i = 0; i < len; i++)
		if ((guchar)text[i] < 0x20 && text[i] != '\t' &&
		    !(text[i] == '\r' && i == len - 1))
			return refuse(parser, parser->line,
				      "byte %#04x: not a text file",
				      (guchar)text[i]);
	if (!g_utf8_validate(text, len, NULL))
		return refuse(parser, parser->line, "not UTF-8 text");
	/* Others' readers take such a line for more of the value above. */
	if (len && g_ascii_isspace(text[0]) && strspn(text, " \t\r") < len)
		return refuse(parser, parser->line, "line begins with a blank");
	return true;
}

static bool make_whole(char **value, char **wrong)
{
	char *whole = subject_whole(*value, wrong);

	if (!whole)
		return false;
	g_free(*value);
	*value = whole;
	return true;
}

/* A result tells one subject from another by its name alone. */
static bool is_same(const char *a, const char *b)
{
	g_autofree char *name = subject_name(a), *other = subject_name(b);

	return name ? g_strcmp0(name, other) == 0 : g_str_equal(a, b);
}

/* 02 and 2 are one value, and a result has the latter. */
static void make_plain(char **value)
{
	const char *digits = *value + strspn(*value, "0");
	char *plain = g_strdup(*digits ? digits : "0");

	g_free(*value);
	*value = plain;
}

static bool add_value(struct parser *parser, int key, const char *text)
{
	const struct key_spec *spec = &experiment_keys[key];
	g_auto(GStrv) values = g_strsplit(text, ",", -1);

	for (char **value = values; *value; value++) {
		g_autofree char *wrong = NULL;

		g_strstrip(*value);
		wrong = experiment_key_check(spec, *value);
		if (wrong)
			return refuse(parser, parser->line, "%s", wrong);
		if (spec->kind == KIND_NUMBER)
			make_plain(value);
		if (spec->kind == KIND_SUBJECT && !make_whole(value, &wrong))
			return refuse(parser, parser->line, "%s=%s: %s", spec->name,
				      *value, wrong);
		for (char **other = values; other < value; other++)
			if (is_same(*other, *value))
				return refuse(parser, parser->line,
					      "%s: %s stands there twice",
					      spec->name, *value);
	}
	if (!values[0])
		return refuse(parser, parser->line, "%s has no value",
			      spec->name);
	if (values[1] && !spec->sweeps)
		return refuse(parser, parser->line, "%s takes one value",
			      spec->name);
	parser->section->values[key] = g_steal_pointer(&values);
	return true;
}

static bool take_key(struct parser *parser, const char *name, const char *value)
{
	int key;

	if (!parser->section)
		return refuse(parser, parser->line,
			      "%s before the first [section]", name);
	key = experiment_key_from_name(name);
	if (key < 0) {
		GString *known = g_string_new(NULL);

		for (int i = 0; i < KEY_COUNT; i++)
			g_string_append_printf(known, "%s%s", i ? ", " : "",
					       experiment_keys[i].name);
		refuse(parser, parser->line, "unknown key '%s'; known: %s",
		       name, known->str);
		g_string_free(known, TRUE);
		return false;
	}
	if (parser->section->values[key])
		return refuse(parser, parser->line, "%s is there already",
			      name);
	return add_value(parser, key, value);
}

/* A section, a key and its values, or nothing; behind a blank and `;` nothing counts. */
static bool take_line(struct parser *parser, const char *line, gsize len)
{
	g_autofree char *text = g_strndup(line, len);
	char *sign;

	parser->line++;
	if (!check_line(parser, text, len))
		return false;
	for (char *at = text; (at = strchr(at, ';')); at++)
		if (at == text || g_ascii_isspace(at[-1]))
			*at = '\0';
	g_strchomp(text);
	if (!*text || *text == '#')
		return true;
	if (*text == '[')
		return begin_section(parser, text);
	sign = strpbrk(text, "=:");
	if (!sign)
		return refuse(parser, parser->line, "neither [section] nor key=value");
	*sign = '\0';
	return take_key(parser, g_strchomp(text), g_strchug(sign + 1));
}

static bool check_raw(struct parser *parser,
		      const struct experiment *experiment)
{
	if (!g_ascii_strtoull(experiment->values[KEY_RAW][0], NULL, 10))
		return true;
	for (char **ipis = experiment->values[KEY_IPIS]; *ipis; ipis++)
		if (g_ascii_strtoull(*ipis, NULL, 10) > RAW_MAX)
			return refuse(parser, experiment->line, "[%s] raw=1 "
				      "takes at most %d ipis, not %s",
				      experiment->name, RAW_MAX, *ipis);
	return true;
}

static bool is_usual(const struct experiment *experiment, enum experiment_key key)
{
	char *const *values = experiment->values[key];

	return !values[1] && g_strcmp0(values[0], experiment_keys[key].fallback) == 0;
}

/* Somebody who names a kernel and has no row for it is mistaken. */
static bool check_heeded(struct parser *parser, const struct experiment *experiment,
			 enum experiment_key key)
{
	if (is_usual(experiment, key))
		return true;
	for (char **target = experiment->values[KEY_TARGET]; *target; target++)
		if (target_heeds(*target, key))
			return true;
	return refuse(parser, experiment->line, "[%s] %s=%s: none of its targets takes one",
		      experiment->name, experiment_keys[key].name,
		      experiment->values[key][0]);
}

static bool check_patches(struct parser *parser, const struct experiment *experiment)
{
	if (is_usual(experiment, KEY_PATCHES) ||
	    (is_usual(experiment, KEY_KERNEL) && is_usual(experiment, KEY_XEN)))
		return true;
	return refuse(parser, experiment->line, "[%s] patches=%s: go onto the lab's own source, "
		      "and it names a kernel or a Xen besides", experiment->name,
		      experiment->values[KEY_PATCHES][0]);
}

/* One that is too small for any of the boots is refused before the first. */
static bool check_topology(struct parser *parser, const struct experiment *experiment)
{
	for (char **value = experiment->values[KEY_TOPOLOGY]; *value; value++) {
		struct topology topology;
		guint room;

		if (!topology_parse(*value, &topology))
			continue;
		room = topology_room(&topology);
		for (char **vcpus = experiment->values[KEY_VCPUS]; *vcpus; vcpus++)
			if (g_ascii_strtoull(*vcpus, NULL, 10) > room)
				return refuse(parser, experiment->line, "[%s] topology=%s has "
					      "room for %u vCPUs, not %s", experiment->name,
					      *value, room, *vcpus);
	}
	return true;
}

static bool check_together(struct parser *parser, const struct experiment *experiment)
{
	return check_raw(parser, experiment) && check_patches(parser, experiment) &&
	       check_topology(parser, experiment);
}

static bool check_all_heeded(struct parser *parser, const struct experiment *experiment)
{
	for (int key = KEY_TARGET + 1; key < KEY_COUNT; key++)
		if (!check_heeded(parser, experiment, key))
			return false;
	return true;
}

/* Values not given come from [global], then from the table. */
static bool complete(struct parser *parser, struct experiment *experiment)
{
	for (int i = 0; i < KEY_COUNT; i++) {
		const char *const fallback[] = {
			experiment_keys[i].fallback, NULL
		};

		if (experiment->values[i])
			continue;
		if (parser->global->values[i])
			experiment->values[i] =
				g_strdupv(parser->global->values[i]);
		else if (experiment_keys[i].fallback)
			experiment->values[i] = g_strdupv((GStrv)fallback);
		else
			return refuse(parser, experiment->line,
				      "[%s] gives no %s", experiment->name,
				      experiment_keys[i].name);
	}
	return check_together(parser, experiment) && check_all_heeded(parser, experiment);
}

bool experiment_parse(const char *file, const char *text, gsize len,
		      GPtrArray *experiments, GError **error)
{
	struct parser parser = {
		.file = file, .experiments = experiments,
		.error = error, .global = experiment_new(file, "global", 0),
	};
	guint first = experiments->len;

	if (len > FILE_MAX) {
		refuse(&parser, 1, "longer than %d bytes", FILE_MAX);
	} else if (memchr(text, 0, len)) {
		guint line = 1;

		for (const char *at = text; *at; at++)
			line += *at == '\n';
		refuse(&parser, line, "byte 0x00: not a text file");
	} else {
		if (g_str_has_prefix(text, "\xef\xbb\xbf"))
			text += 3;      /* the mark that editors of Windows put first */
		while (*text && !parser.failed) {
			gsize line = strcspn(text, "\n");

			take_line(&parser, text, line);
			text += line + (text[line] == '\n');
		}
	}
	if (!parser.failed && experiments->len == first)
		refuse(&parser, parser.line ? parser.line : 1,
		       "no [section] with an experiment");
	for (guint i = first; !parser.failed && i < experiments->len; i++)
		complete(&parser, experiments->pdata[i]);
	experiment_free(parser.global);
	return !parser.failed;
}

bool experiment_load(const char *file, GPtrArray *experiments, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) why = NULL;
	gsize len;

	if (!g_file_get_contents(file, &text, &len, &why)) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s:0: %s", file,
			    why->message);
		return false;
	}
	return experiment_parse(file, text, len, experiments, error);
}

bool experiment_override(GPtrArray *experiments, char **words, GError **error)
{
	struct experiment *given = experiment_new("command line", "command line", 0);
	struct parser parser = { .file = given->file, .section = given, .error = error };

	for (char **word = words; *word && !parser.failed; word++) {
		const char *sign = strchr(*word, '=');
		g_autofree char *name = g_strndup(*word, sign - *word);

		parser.line++;
		take_key(&parser, name, sign + 1);
	}
	for (guint i = 0; i < experiments->len && !parser.failed; i++) {
		struct experiment *one = experiments->pdata[i];

		for (int key = 0; key < KEY_COUNT; key++)
			if (given->values[key]) {
				g_strfreev(one->values[key]);
				one->values[key] = g_strdupv(given->values[key]);
			}
		check_together(&parser, one);
	}
	experiment_free(given);
	return !parser.failed;
}
