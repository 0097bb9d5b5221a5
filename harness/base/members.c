/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/members.h"

#include <math.h>
#include <string.h>

static JsonNode *value_of(JsonNode *node, GType type)
{
	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == type ? node : NULL;
}

static JsonNode *member(JsonObject *object, const char *name)
{
	return object ? json_object_get_member(object, name) : NULL;
}

JsonObject *member_object(JsonObject *object, const char *name)
{
	JsonNode *node = member(object, name);

	return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

JsonArray *member_array(JsonObject *object, const char *name)
{
	JsonNode *node = member(object, name);

	return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

const char *member_text(JsonObject *object, const char *name)
{
	JsonNode *node = value_of(member(object, name), G_TYPE_STRING);

	return node ? json_node_get_string(node) : NULL;
}

const char *member_word(JsonObject *object, const char *name)
{
	const char *text = member_text(object, name);

	return text ? text : "";
}

gint64 member_count(JsonObject *object, const char *name, gint64 otherwise)
{
	JsonNode *node = value_of(member(object, name), G_TYPE_INT64);

	return node ? json_node_get_int(node) : otherwise;
}

bool member_flag(JsonObject *object, const char *name)
{
	JsonNode *node = value_of(member(object, name), G_TYPE_BOOLEAN);

	return node && json_node_get_boolean(node);
}

JsonObject *element_object(JsonArray *array, guint i)
{
	JsonNode *node = json_array_get_element(array, i);

	return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

const char *element_text(JsonArray *array, guint i)
{
	JsonNode *node = value_of(json_array_get_element(array, i), G_TYPE_STRING);

	return node ? json_node_get_string(node) : NULL;
}

static void flatten(GTree *to, const char *prefix, JsonObject *object)
{
	JsonObjectIter iter;
	const char *name;
	JsonNode *node;

	json_object_iter_init(&iter, object);
	while (json_object_iter_next(&iter, &name, &node)) {
		g_autofree char *key = g_strconcat(prefix, *prefix ? "." : "", name,
						   NULL);

		if (JSON_NODE_HOLDS_OBJECT(node))
			flatten(to, key, json_node_get_object(node));
		else
			g_tree_replace(to, g_steal_pointer(&key),
				       value_of(node, G_TYPE_STRING) ?
				       json_node_dup_string(node) :
				       json_to_string(node, FALSE));
	}
}

static gint by_key(gconstpointer a, gconstpointer b, gpointer unused)
{
	return strcmp(a, b);
}

GTree *members_flat(JsonObject *object)
{
	GTree *tree = g_tree_new_full(by_key, NULL, g_free, g_free);

	if (object)
		flatten(tree, "", object);
	return tree;
}

void members_set_text(JsonObject *object, const char *name, const char *text)
{
	if (text)
		json_object_set_string_member(object, name, text);
	else
		json_object_set_null_member(object, name);
}

void members_set_number(JsonObject *object, const char *name, double value)
{
	if (isfinite(value))
		json_object_set_double_member(object, name, value);
	else
		json_object_set_null_member(object, name);
}

JsonObject *members_of_words(GHashTable *words)
{
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(words),
					    (GCompareFunc)strcmp);
	JsonObject *object = json_object_new();

	for (GList *key = keys; key; key = key->next)
		json_object_set_string_member(object, key->data,
			g_hash_table_lookup(words, key->data));
	return object;
}
