/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of JSON Schema (2020-12) as results/schema.json uses: type, const, enum,
 * minimum, maximum, pattern, required, properties, additionalProperties, items, oneOf and
 * $ref into $defs. A keyword besides these is a difference too, so that nothing in the
 * schema is believed to be checked that is not.
 */
#ifndef IPIBENCH_TEST_SCHEMA_H
#define IPIBENCH_TEST_SCHEMA_H

#include <json-glib/json-glib.h>
#include <stdbool.h>
#include <string.h>

/* NULL, or what is wrong: ".exits.meter.total: ..."; to be freed. */
static char *schema_check(JsonObject *root, JsonObject *schema, JsonNode *node);

static bool schema_type_is(JsonNode *node, const char *type)
{
	GType value = JSON_NODE_HOLDS_VALUE(node) ? json_node_get_value_type(node) : 0;

	return g_str_equal(type, "null") ? JSON_NODE_HOLDS_NULL(node) :
		g_str_equal(type, "object") ? JSON_NODE_HOLDS_OBJECT(node) :
		g_str_equal(type, "array") ? JSON_NODE_HOLDS_ARRAY(node) :
		g_str_equal(type, "string") ? value == G_TYPE_STRING :
		g_str_equal(type, "boolean") ? value == G_TYPE_BOOLEAN :
		g_str_equal(type, "integer") ? value == G_TYPE_INT64 :
		g_str_equal(type, "number") && (value == G_TYPE_INT64 ||
						value == G_TYPE_DOUBLE);
}

/* A word, or a list of them one of which must hold. */
static bool schema_type(JsonNode *type, JsonNode *node)
{
	JsonArray *list;

	if (!JSON_NODE_HOLDS_ARRAY(type))
		return schema_type_is(node, json_node_get_string(type));
	list = json_node_get_array(type);
	for (guint i = 0; i < json_array_get_length(list); i++)
		if (schema_type_is(node, json_array_get_string_element(list, i)))
			return true;
	return false;
}

static bool schema_one_of_values(JsonArray *list, JsonNode *node)
{
	for (guint i = 0; i < json_array_get_length(list); i++)
		if (json_node_equal(json_array_get_element(list, i), node))
			return true;
	return false;
}

static char *schema_one_of(JsonObject *root, JsonArray *list, JsonNode *node)
{
	g_autofree char *last = NULL;
	guint fit = 0;

	for (guint i = 0; i < json_array_get_length(list); i++) {
		char *why = schema_check(root, json_array_get_object_element(list, i),
					 node);

		fit += !why;
		if (why) {
			g_free(last);
			last = why;
		}
	}
	return fit == 1 ? NULL : fit ? g_strdup(": more than one of oneOf fits") :
		g_steal_pointer(&last);
}

static char *schema_required(JsonArray *names, JsonNode *node)
{
	for (guint i = 0; JSON_NODE_HOLDS_OBJECT(node) &&
	     i < json_array_get_length(names); i++)
		if (!json_object_has_member(json_node_get_object(node),
				json_array_get_string_element(names, i)))
			return g_strdup_printf(".%s: is missing",
				json_array_get_string_element(names, i));
	return NULL;
}

/* Each member by its own schema, or by that of what has none. */
static char *schema_members(JsonObject *root, JsonObject *schema, JsonNode *node)
{
	JsonObject *own = json_object_has_member(schema, "properties") ?
		json_object_get_object_member(schema, "properties") : NULL;
	JsonNode *other = json_object_get_member(schema, "additionalProperties");
	JsonObjectIter iter;
	const char *name;
	JsonNode *member;

	if (!JSON_NODE_HOLDS_OBJECT(node))
		return NULL;
	json_object_iter_init(&iter, json_node_get_object(node));
	while (json_object_iter_next(&iter, &name, &member)) {
		g_autofree char *why = NULL;

		if (own && json_object_has_member(own, name))
			why = schema_check(root, json_object_get_object_member(own,
				name), member);
		else if (other && JSON_NODE_HOLDS_OBJECT(other))
			why = schema_check(root, json_node_get_object(other), member);
		else if (other && !json_node_get_boolean(other))
			why = g_strdup(": nobody knows it");
		if (why)
			return g_strconcat(".", name, why, NULL);
	}
	return NULL;
}

static char *schema_items(JsonObject *root, JsonObject *items, JsonNode *node)
{
	JsonArray *array = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;

	for (guint i = 0; array && i < json_array_get_length(array); i++) {
		g_autofree char *why = schema_check(root, items,
			json_array_get_element(array, i));

		if (why)
			return g_strdup_printf("[%u]%s", i, why);
	}
	return NULL;
}

static char *schema_keyword(JsonObject *root, JsonObject *schema, const char *name,
			    JsonNode *value, JsonNode *node)
{
	bool number = schema_type_is(node, "number"), good = true;

	if (g_str_equal(name, "required"))
		return schema_required(json_node_get_array(value), node);
	if (g_str_equal(name, "properties") || g_str_equal(name, "additionalProperties"))
		return schema_members(root, schema, node);
	if (g_str_equal(name, "items"))
		return schema_items(root, json_node_get_object(value), node);
	if (g_str_equal(name, "oneOf"))
		return schema_one_of(root, json_node_get_array(value), node);
	if (g_str_equal(name, "$ref")) {
		const char *to = json_node_get_string(value);

		g_assert_true(g_str_has_prefix(to, "#/$defs/"));
		return schema_check(root, json_object_get_object_member(
			json_object_get_object_member(root, "$defs"),
			to + strlen("#/$defs/")), node);
	}
	if (g_str_equal(name, "type"))
		good = schema_type(value, node);
	else if (g_str_equal(name, "const"))
		good = json_node_equal(value, node);
	else if (g_str_equal(name, "enum"))
		good = schema_one_of_values(json_node_get_array(value), node);
	else if (g_str_equal(name, "minimum"))
		good = !number || json_node_get_double(node) >= json_node_get_double(value);
	else if (g_str_equal(name, "maximum"))
		good = !number || json_node_get_double(node) <= json_node_get_double(value);
	else if (g_str_equal(name, "pattern"))
		good = !schema_type_is(node, "string") || g_regex_match_simple(
			json_node_get_string(value), json_node_get_string(node), 0, 0);
	else
		good = *name == '$' || g_str_equal(name, "title");
	return good ? NULL : g_strdup_printf(": %s does not hold", name);
}

static char *schema_check(JsonObject *root, JsonObject *schema, JsonNode *node)
{
	JsonObjectIter iter;
	const char *name;
	JsonNode *value;
	char *why = NULL;

	json_object_iter_init_ordered(&iter, schema);
	while (!why && json_object_iter_next_ordered(&iter, &name, &value))
		why = schema_keyword(root, schema, name, value, node);
	return why;
}

#endif
