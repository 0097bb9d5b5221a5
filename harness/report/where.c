/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/where.h"

#include <string.h>

#include "base/error.h"

/* NULL: the row has no such field, or one that is no plain value. */
static char *value_of(const struct result *row, const char *key)
{
	JsonNode *node = json_object_get_member(json_node_get_object(row->node),
						key);

	if (!node || !JSON_NODE_HOLDS_VALUE(node))
		return NULL;
	if (json_node_get_value_type(node) == G_TYPE_STRING)
		return g_strdup(json_node_get_string(node));
	if (json_node_get_value_type(node) == G_TYPE_INT64)
		return g_strdup_printf("%" G_GINT64_FORMAT,
				       json_node_get_int(node));
	return NULL;
}

static bool keep(GPtrArray *results, const char *condition, GError **error)
{
	const char *sign = strchr(condition, '=');
	g_autofree char *key = sign ? g_strndup(condition, sign - condition) :
		NULL;
	g_auto(GStrv) values = sign ? g_strsplit(sign + 1, ",", -1) : NULL;
	bool known = false;

	if (!sign) {
		g_set_error(error, IPIBENCH_ERROR, 0,
			    "--where %s: not KEY=VALUE", condition);
		return false;
	}
	for (guint i = 0; i < results->len;) {
		g_autofree char *value = value_of(results->pdata[i], key);

		known |= value != NULL;
		if (value && g_strv_contains((const char *const *)values,
					     value))
			i++;
		else
			g_ptr_array_remove_index(results, i);
	}
	if (results->len)
		return true;
	g_set_error(error, IPIBENCH_ERROR, 0, known ?
		    "--where %s: no row has it" :
		    "--where %s: rows have no such field", condition);
	return false;
}

bool where_filter(GPtrArray *results, char **conditions, GError **error)
{
	for (guint i = 0; conditions && conditions[i]; i++)
		if (!keep(results, conditions[i], error))
			return false;
	return true;
}
