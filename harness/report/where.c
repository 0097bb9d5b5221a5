/* SPDX-License-Identifier: GPL-2.0-only */
#include "report/where.h"

#include <string.h>

#include "base/error.h"

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
		g_autofree char *value = result_word(results->pdata[i], key);

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
