/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

struct text {
	char *start, *at, *end;
	guint depth;
	const char *wrong;
};

static bool refuse(struct text *text, const char *why)
{
	if (!text->wrong)
		text->wrong = why;
	return false;
}

static char peek(const struct text *text)
{
	return text->at < text->end ? *text->at : '\0';
}

static bool take(struct text *text, char letter)
{
	if (text->at == text->end || *text->at != letter)
		return false;
	text->at++;
	return true;
}

static void skip_blanks(struct text *text)
{
	while (text->at < text->end && *text->at && strchr(" \t\r\n", *text->at))
		text->at++;
}

static bool take_digits(struct text *text)
{
	const char *first = text->at;

	while (g_ascii_isdigit(peek(text)))
		text->at++;
	return text->at > first;
}

static bool take_number(struct text *text)
{
	const char *first = text->at;
	g_autofree char *word = NULL;
	bool whole = true;

	take(text, '-');
	if (!take(text, '0') && !take_digits(text))
		return refuse(text, "no value");
	if (take(text, '.')) {
		whole = false;
		if (!take_digits(text))
			return refuse(text, "a number that ends with its point");
	}
	if (take(text, 'e') || take(text, 'E')) {
		whole = false;
		if (!take(text, '+'))
			take(text, '-');
		if (!take_digits(text))
			return refuse(text, "a number without its exponent");
	}
	word = g_strndup(first, text->at - first);
	if (whole ? !g_ascii_string_to_signed(word, 10, G_MININT64, G_MAXINT64, NULL,
					      NULL) :
	    !isfinite(g_ascii_strtod(word, NULL)))
		return refuse(text, "a number that is too large");
	return true;
}

/* Behind "\u". */
static int take_unit(struct text *text)
{
	int unit = 0;

	for (int i = 0; i < 4; i++, text->at++) {
		if (!g_ascii_isxdigit(peek(text)))
			return -1;
		unit = unit << 4 | g_ascii_xdigit_value(*text->at);
	}
	return unit;
}

static bool is_control(int unit)
{
	return unit != '\n' && unit != '\t' && g_unichar_iscntrl(unit);
}

static bool take_escape(struct text *text)
{
	int unit;

	if (!take(text, 'u')) {
		if (!peek(text) || !strchr("\"\\/bfnrt", peek(text)))
			return refuse(text, "an escape that JSON has not");
		if (strchr("bfr", peek(text)))
			*text->at = 't';
		text->at++;
		return true;
	}
	unit = take_unit(text);
	/* Strings end with a zero here. */
	if (unit <= 0)
		return refuse(text, "\\u without four digits, or of zero");
	if (is_control(unit))
		memcpy(text->at - 4, "003f", 4);
	if (unit >= 0xd800 && unit < 0xdc00) {
		unit = take(text, '\\') && take(text, 'u') ? take_unit(text) : -1;
		return (unit >= 0xdc00 && unit < 0xe000) ||
		       refuse(text, "half a surrogate pair");
	}
	return (unit < 0xdc00 || unit >= 0xe000) ||
	       refuse(text, "half a surrogate pair");
}

static bool take_string(struct text *text)
{
	char *next;
	bool escape;

	if (!take(text, '"'))
		return refuse(text, "no string where one must be");
	while (text->at < text->end && *text->at != '"') {
		if ((guchar)*text->at < ' ')
			return refuse(text, "a control character in a string");
		next = g_utf8_next_char(text->at);
		if (is_control(g_utf8_get_char(text->at)))
			memset(text->at, '?', next - text->at);
		escape = *text->at == '\\';
		text->at = next;
		if (escape && !take_escape(text))
			return false;
	}
	return take(text, '"') || refuse(text, "a string without its end");
}

static bool take_value(struct text *text);

/* What stands between brackets, each behind its name in an object. */
static bool take_list(struct text *text, char close)
{
	bool first = true, done = true;

	if (++text->depth > JSON_DEPTH_MAX)
		return refuse(text, "nested too deep");
	text->at++;
	skip_blanks(text);
	for (; done && !take(text, close); first = false) {
		if (!first && !take(text, ','))
			return refuse(text, "neither a comma nor the end of a list");
		skip_blanks(text);
		if (close == '}') {
			done = take_string(text);
			skip_blanks(text);
			if (done && !take(text, ':'))
				return refuse(text, "a name without its value");
		}
		done = done && take_value(text);
	}
	text->depth--;
	return done;
}

static bool take_value(struct text *text)
{
	static const char *const words[] = { "true", "false", "null" };
	bool done = false;

	skip_blanks(text);
	switch (peek(text)) {
	case '{':
		done = take_list(text, '}');
		break;
	case '[':
		done = take_list(text, ']');
		break;
	case '"':
		done = take_string(text);
		break;
	case 't': case 'f': case 'n':
		for (guint i = 0; !done && i < G_N_ELEMENTS(words); i++) {
			gsize len = strlen(words[i]);

			done = (gsize)(text->end - text->at) >= len &&
				!memcmp(text->at, words[i], len);
			text->at += done ? len : 0;
		}
		if (!done)
			refuse(text, "no value");
		break;
	default:
		done = take_number(text);
	}
	skip_blanks(text);
	return done;
}

JsonNode *json_checked(const char *bytes, gssize len, GError **error)
{
	g_autoptr(JsonParser) parser = json_parser_new_immutable();
	gsize all = len < 0 ? strlen(bytes) : (gsize)len;
	g_autofree char *copy = all > JSON_LENGTH_MAX ? NULL : g_strndup(bytes, all);
	struct text text = { copy, copy, copy ? copy + all : NULL, 0, NULL };

	if (!copy)
		refuse(&text, "too long");
	else if (!g_utf8_validate(bytes, all, NULL))
		refuse(&text, "not UTF-8 text");
	else if (take_value(&text) && text.at < text.end)
		refuse(&text, "something behind the value");
	if (text.wrong) {
		g_set_error(error, IPIBENCH_ERROR, 0, "%s, at byte %zu", text.wrong,
			    (gsize)(text.at - text.start) + 1);
		return NULL;
	}
	if (!json_parser_load_from_data(parser, copy, all, error))
		return NULL;
	return json_node_ref(json_parser_get_root(parser));
}

JsonObject *json_file_object(const char *path)
{
	g_autofree char *text = NULL;
	g_autoptr(JsonNode) root = NULL;
	JsonObject *object;
	JsonObjectIter iter;
	const char *name;
	JsonNode *node;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return NULL;
	root = json_checked(text, len, NULL);
	if (!root || !JSON_NODE_HOLDS_OBJECT(root))
		return NULL;
	object = json_object_new();
	json_object_iter_init_ordered(&iter, json_node_get_object(root));
	while (json_object_iter_next_ordered(&iter, &name, &node))
		json_object_set_member(object, name, json_node_copy(node));
	return object;
}
