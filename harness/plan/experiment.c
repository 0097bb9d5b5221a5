/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/experiment.h"

#include <ini.h>
#include <string.h>

#include "base/error.h"

#define FILE_MAX (1 << 20)
/* inih would split a longer line in two, and cut a longer name (MAX_SECTION
 * and MAX_NAME in its ini.c): both are refused before it sees them. Its own
 * limit counts the newline and the terminating zero. */
#define LINE_MAX_BYTES (INI_MAX_LINE - 2)
#define NAME_MAX_BYTES 48
#define SETTINGS_MAX 65535      /* the guest's row ids end there */

struct parser {
	const char *file, *next;
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

/* Section headers are seen here, not by the handler: inih calls that for keys
 * only, and an experiment may take everything from [global]. */
static bool begin_section(struct parser *parser, const char *text, gsize len)
{
	const char *close = memchr(text, ']', len);
	g_autofree char *name = NULL;

	if (!close)
		return refuse(parser, parser->line, "section without ']'");
	name = g_strstrip(g_strndup(text + 1, close - text - 1));
	if (!*name || strlen(name) > NAME_MAX_BYTES)
		return refuse(parser, parser->line, "a section's name has 1 to "
			      "%d characters", NAME_MAX_BYTES);
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
	if (len && text[0] == '[')
		return begin_section(parser, text, len);
	/* inih takes an indented line for more of the value above. */
	if (len && g_ascii_isspace(text[0]) && strspn(text, " \t\r") < len)
		return refuse(parser, parser->line, "line begins with a blank");
	return true;
}

/* inih's reader: one line a call, so parser->line is the line being parsed,
 * which the handler could not know otherwise. */
static char *next_line(char *buffer, int size, void *stream)
{
	struct parser *parser = stream;
	const char *end;
	gsize len;

	if (parser->failed || !*parser->next)
		return NULL;
	end = strchr(parser->next, '\n');
	len = end ? (gsize)(end - parser->next) : strlen(parser->next);
	parser->line++;
	if (!check_line(parser, parser->next, len))
		return NULL;
	g_strlcpy(buffer, parser->next, MIN((gsize)size, len + 1));
	parser->next += len + (end != NULL);
	return buffer;
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
		for (char **other = values; other < value; other++)
			if (g_str_equal(*other, *value))
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

static int on_key(void *user, const char *section, const char *name,
		  const char *value)
{
	struct parser *parser = user;
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
		return 0;
	}
	if (parser->section->values[key])
		return refuse(parser, parser->line, "%s is there already",
			      name);
	return add_value(parser, key, value);
}

/* The guest keeps every sample of a row in memory (guest/README.md). */
#define RAW_IPIS_MAX 65536

static bool check_raw(struct parser *parser,
		      const struct experiment *experiment)
{
	if (!g_ascii_strtoull(experiment->values[KEY_RAW][0], NULL, 10))
		return true;
	for (char **ipis = experiment->values[KEY_IPIS]; *ipis; ipis++)
		if (g_ascii_strtoull(*ipis, NULL, 10) > RAW_IPIS_MAX)
			return refuse(parser, experiment->line, "[%s] raw=1 "
				      "takes at most %d ipis, not %s",
				      experiment->name, RAW_IPIS_MAX, *ipis);
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
	return check_raw(parser, experiment);
}

bool experiment_parse(const char *file, const char *text, gsize len,
		      GPtrArray *experiments, GError **error)
{
	struct parser parser = {
		.file = file, .next = text, .experiments = experiments,
		.error = error, .global = experiment_new(file, "global", 0),
	};
	guint first = experiments->len;
	int syntax;

	if (len > FILE_MAX) {
		refuse(&parser, 1, "longer than %d bytes", FILE_MAX);
	} else if (memchr(text, 0, len)) {
		guint line = 1;

		for (const char *at = text; *at; at++)
			line += *at == '\n';
		refuse(&parser, line, "byte 0x00: not a text file");
	} else {
		syntax = ini_parse_stream(next_line, &parser, on_key, &parser);
		if (syntax)
			refuse(&parser, MAX(syntax, 1),
			       "neither [section] nor key=value");
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

static void expand(const struct experiment *experiment, struct setting *cell,
		   int key, GPtrArray *settings)
{
	if (settings->len > SETTINGS_MAX)
		return;
	if (key == KEY_COUNT) {
		g_ptr_array_add(settings, g_memdup2(cell, sizeof(*cell)));
		return;
	}
	for (char **value = experiment->values[key]; *value; value++) {
		cell->value[key] = *value;
		expand(experiment, cell, key + 1, settings);
	}
}

GPtrArray *experiment_expand(const GPtrArray *experiments, GError **error)
{
	g_autoptr(GPtrArray) settings =
		g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < experiments->len; i++) {
		const struct experiment *experiment = experiments->pdata[i];
		struct setting cell = { .experiment = experiment };

		expand(experiment, &cell, 0, settings);
		if (settings->len > SETTINGS_MAX) {
			g_set_error(error, IPIBENCH_ERROR, 0,
				    "%s:%u: [%s] makes more than %d rows",
				    experiment->file, experiment->line,
				    experiment->name, SETTINGS_MAX);
			return NULL;
		}
	}
	return g_steal_pointer(&settings);
}

guint setting_number(const struct setting *setting, enum experiment_key key)
{
	return g_ascii_strtoull(setting->value[key], NULL, 10);
}
