/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * same-results [--but KEY] THEN NOW [KEY...]: everything in the rows of THEN, but for
 * that KEY, is the same in those of NOW, one by one; of provenance only the KEYs, for the
 * rest tells of another machine and another time. What NOW has besides is its own. Says
 * what differs.
 */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static guint differences;

static char *shown(JsonNode *node)
{
	return node ? json_to_string(node, FALSE) : g_strdup("missing");
}

static JsonNode *member(JsonNode *node, const char *name)
{
	return node && JSON_NODE_HOLDS_OBJECT(node) ?
		json_object_get_member(json_node_get_object(node), name) : NULL;
}

static void compare(const char *path, JsonNode *then, JsonNode *now)
{
	g_autoptr(GList) names = NULL;
	g_autofree char *was = NULL, *is = NULL;

	if (then && now && JSON_NODE_HOLDS_OBJECT(then) && JSON_NODE_HOLDS_OBJECT(now)) {
		names = json_object_get_members(json_node_get_object(then));
		for (GList *name = names; name; name = name->next) {
			g_autofree char *deeper = g_strdup_printf("%s.%s", path,
				(char *)name->data);

			compare(deeper, member(then, name->data),
				member(now, name->data));
		}
		return;
	}
	if (then && now ? json_node_equal(then, now) : then == now)
		return;
	was = shown(then);
	is = shown(now);
	printf("%s: %s, now %s\n", path, was, is);
	differences++;
}

static GPtrArray *rows_of(const char *file)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)json_node_unref);
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(file, &text, NULL, &error))
		g_error("%s", error->message);
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		JsonNode *row = **line ? json_from_string(*line, &error) : NULL;

		if (error)
			g_error("%s: %s", file, error->message);
		if (row)
			g_ptr_array_add(rows, row);
	}
	return rows;
}

static void take_out(JsonNode *row, const char *name)
{
	if (name && member(row, name))
		json_object_remove_member(json_node_get_object(row), name);
}

static void compare_rows(guint number, JsonNode *then, JsonNode *now,
			 const char *but, char **keys)
{
	g_autoptr(JsonNode) was = NULL, is = NULL;
	g_autofree char *path = g_strdup_printf("row %u", number);

	if (member(then, "provenance"))
		was = json_node_copy(member(then, "provenance"));
	if (member(now, "provenance"))
		is = json_node_copy(member(now, "provenance"));
	take_out(then, "provenance");
	take_out(then, but);
	compare(path, then, now);
	for (char **key = keys; *key; key++) {
		g_autofree char *deeper = g_strdup_printf("%s.provenance.%s", path, *key);

		compare(deeper, member(was, *key), member(is, *key));
	}
}

int main(int argc, char **argv)
{
	const char *but = NULL;
	g_autoptr(GPtrArray) then = NULL, now = NULL;

	if (argc > 2 && g_str_equal(argv[1], "--but")) {
		but = argv[2];
		argv += 2;
		argc -= 2;
	}
	if (argc < 3)
		return 2;
	then = rows_of(argv[1]);
	now = rows_of(argv[2]);
	if (then->len != now->len) {
		printf("%u rows, now %u\n", then->len, now->len);
		return 1;
	}
	for (guint i = 0; i < then->len; i++)
		compare_rows(i + 1, then->pdata[i], now->pdata[i], but, argv + 3);
	return differences || !then->len;
}
