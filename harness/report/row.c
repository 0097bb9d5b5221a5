/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/row.h"

#include <math.h>
#include <stdarg.h>

static JsonObject *line(const struct result *row)
{
	return json_node_get_object(row->node);
}

static JsonObject *object_in(JsonObject *object, const char *name)
{
	JsonNode *node = json_object_get_member(object, name);

	return node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
}

/* json-glib's own defaults are for members that are missing, not for arrays. */
static JsonNode *value_in(JsonObject *object, const char *name, GType type)
{
	JsonNode *node = object ? json_object_get_member(object, name) : NULL;

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == type ? node : NULL;
}

const char *object_word(JsonObject *object, const char *name)
{
	JsonNode *node = value_in(object, name, G_TYPE_STRING);

	return node ? json_node_get_string(node) : "";
}

gint64 object_count(JsonObject *object, const char *name, gint64 otherwise)
{
	JsonNode *node = value_in(object, name, G_TYPE_INT64);

	return node ? json_node_get_int(node) : otherwise;
}

double object_number(JsonObject *object, const char *name)
{
	JsonNode *node = value_in(object, name, G_TYPE_INT64);

	if (!node)
		node = value_in(object, name, G_TYPE_DOUBLE);
	return node ? json_node_get_double(node) : NAN;
}

bool object_flag(JsonObject *object, const char *name)
{
	JsonNode *node = value_in(object, name, G_TYPE_BOOLEAN);

	return node && json_node_get_boolean(node);
}

const char *array_word(JsonArray *array, guint i)
{
	JsonNode *node = json_array_get_element(array, i);

	return JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == G_TYPE_STRING ?
		json_node_get_string(node) : NULL;
}

const char *row_word(const struct result *row, const char *name,
		     const char *otherwise)
{
	JsonNode *node = value_in(line(row), name, G_TYPE_STRING);

	return node ? json_node_get_string(node) : otherwise;
}

gint64 row_number(const struct result *row, const char *name,
		  gint64 otherwise)
{
	return object_count(line(row), name, otherwise);
}

JsonObject *row_object(const struct result *row, const char *name, ...)
{
	JsonObject *object = line(row);
	va_list names;

	va_start(names, name);
	while (object && name) {
		object = object_in(object, name);
		name = va_arg(names, const char *);
	}
	va_end(names);
	return object;
}

JsonArray *row_array(const struct result *row, const char *name)
{
	JsonNode *node = json_object_get_member(line(row), name);

	return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) :
		NULL;
}

bool row_ok(const struct result *row)
{
	return g_str_equal(row->status, "ok");
}

bool row_emulated(const struct result *row)
{
	return g_str_equal(row->target, "tcg") ||
	       g_str_has_prefix(row->target, "lab-");
}

/* Settings that most rows leave as they are. */
static const struct { const char *name; gint64 usual; } numbers[] = {
	{ "k", 0 }, { "rate", 0 },
};
static const struct { const char *name, *usual; } words[] = {
	{ "arrival", "fixed" }, { "deliver", "fixed" },
};

bool row_same_setting(const struct result *a, const struct result *b)
{
	if (a->vcpus != b->vcpus || !g_str_equal(a->pattern, b->pattern) ||
	    !g_str_equal(a->wait, b->wait))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (row_number(a, numbers[i].name, numbers[i].usual) !=
		    row_number(b, numbers[i].name, numbers[i].usual))
			return false;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (!g_str_equal(row_word(a, words[i].name, words[i].usual),
				 row_word(b, words[i].name, words[i].usual)))
			return false;
	return true;
}

bool row_same_line(const struct result *a, const struct result *b)
{
	return row_same_setting(a, b) && g_str_equal(a->method, b->method) &&
	       g_str_equal(a->dest_asked, b->dest_asked);
}

/* How it was booted is a part of where it ran: what is measured is the same. */
bool row_same_target(const struct result *a, const struct result *b)
{
	return g_str_equal(a->target, b->target) &&
	       g_str_equal(row_word(a, "loader", "pvh"),
			   row_word(b, "loader", "pvh"));
}

char *row_place(const struct result *row)
{
	const char *loader = row_word(row, "loader", "pvh");

	return g_str_equal(loader, "pvh") ? g_strdup(row->target) :
		g_strdup_printf("%s (%s)", row->target, loader);
}

bool row_same(const struct result *a, const struct result *b)
{
	return row_same_line(a, b) && row_same_target(a, b);
}

char *row_setting(const struct result *row)
{
	GString *text = g_string_new(row->pattern);

	g_string_append_printf(text, ", %u vCPU%s, wait=%s", row->vcpus,
			       row->vcpus == 1 ? "" : "s", row->wait);
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
		gint64 value = row_number(row, numbers[i].name,
					  numbers[i].usual);

		if (value != numbers[i].usual)
			g_string_append_printf(text, ", %s=%" G_GINT64_FORMAT,
					       numbers[i].name, value);
	}
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *value = row_word(row, words[i].name,
					     words[i].usual);

		if (!g_str_equal(value, words[i].usual))
			g_string_append_printf(text, ", %s=%s", words[i].name,
					       value);
	}
	return g_string_free(text, FALSE);
}

void row_add_once(GPtrArray *list, const struct result *row,
		  bool (*same)(const struct result *, const struct result *))
{
	for (guint i = 0; i < list->len; i++)
		if (same(list->pdata[i], row))
			return;
	g_ptr_array_add(list, (gpointer)row);
}
