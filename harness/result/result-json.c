/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/result-read.h"

static JsonNode *value_of(JsonObject *object, const char *name, GType type)
{
	JsonNode *node = json_object_get_member(object, name);

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == type ? node : NULL;
}

bool result_text(JsonObject *object, const char *name, const char **out)
{
	JsonNode *node = value_of(object, name, G_TYPE_STRING);

	*out = node ? json_node_get_string(node) : NULL;
	return node != NULL;
}

bool result_count(JsonObject *object, const char *name, guint64 max,
		  guint64 *out)
{
	JsonNode *node = value_of(object, name, G_TYPE_INT64);
	gint64 value = node ? json_node_get_int(node) : -1;

	*out = value;
	return value >= 0 && (guint64)value <= max;
}

JsonObject *result_object(JsonObject *object, const char *name)
{
	JsonNode *node = json_object_get_member(object, name);

	return node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_node_get_object(node) : NULL;
}

JsonArray *result_array(JsonObject *object, const char *name)
{
	JsonNode *node = json_object_get_member(object, name);

	return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) :
		NULL;
}

JsonObject *result_element(JsonArray *array, guint i)
{
	JsonNode *node = json_array_get_element(array, i);

	return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}
