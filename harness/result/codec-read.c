/* SPDX-License-Identifier: GPL-2.0-only */
/* Each function returns NULL, or what is wrong behind where it is. */
#include "base/histogram.h"
#include "result/codec-field.h"
#include "result/counts.h"

/* No histogram has more (base/histogram.h). */
#define BUCKETS_MAX (1u << 22)

static char *wrong(const char *what)
{
	return g_strconcat(": ", what, NULL);
}

static char *under(const char *where, char *what)
{
	char *all = what ? g_strconcat(where, what, NULL) : NULL;

	g_free(what);
	return all;
}

static char *under_name(const char *name, char *what)
{
	g_autofree char *where = g_strconcat(".", name, NULL);

	return under(where, what);
}

static char *under_place(guint i, char *what)
{
	g_autofree char *where = g_strdup_printf("[%u]", i);

	return under(where, what);
}

static bool is(JsonNode *node, GType type)
{
	return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == type;
}

static char *read_text(JsonNode *node, const char **to, GStringChunk *strings)
{
	if (!is(node, G_TYPE_STRING))
		return wrong("no text");
	*to = g_string_chunk_insert_const(strings, json_node_get_string(node));
	return NULL;
}

static char *read_number(JsonNode *node, guint64 min, guint64 max, guint64 *to)
{
	gint64 value = is(node, G_TYPE_INT64) ? json_node_get_int(node) : -1;

	*to = value;
	return value >= 0 && (guint64)value >= min && (guint64)value <= max ? NULL :
		min == max ? g_strdup_printf(": not %" G_GUINT64_FORMAT, min) :
		g_strdup_printf(": no whole number from %" G_GUINT64_FORMAT " to %"
				G_GUINT64_FORMAT, min, max);
}

static char *read_shape(const struct shape *shape, JsonNode *node, void *data,
			GStringChunk *strings);

static char *read_tally(JsonObject *object, struct tally *tally)
{
	JsonObjectIter iter;
	const char *name;
	JsonNode *node;

	json_object_iter_init_ordered(&iter, object);
	while (json_object_iter_next_ordered(&iter, &name, &node)) {
		int place = tally_place(name);
		bool negative = place == TALLY_UNCLASSIFIED &&
			is(node, G_TYPE_INT64) && json_node_get_int(node) < 0;
		guint64 n = negative ? (guint64)json_node_get_int(node) : 0;
		char *what = place < 0 || negative ? NULL :
			read_number(node, 0, G_MAXINT64, &n);

		if (what)
			return under_name(name, what);
		if (place >= 0)
			tally_add(tally, place, n);
	}
	return tally->named ? NULL : wrong("counts nothing, not even a total");
}

static char *read_ids(JsonArray *array, GArray *ids)
{
	for (guint i = 0; i < json_array_get_length(array); i++) {
		JsonNode *node = json_array_get_element(array, i);
		gint64 value = is(node, G_TYPE_INT64) ? json_node_get_int(node) : -2;
		guint id = value;

		if (value < -1 || value >= G_MAXUINT)
			return under_place(i, wrong("no APIC id, nor -1"));
		g_array_append_val(ids, id);
	}
	return NULL;
}

static char *read_buckets(JsonArray *array, GArray *buckets)
{
	guint64 least = 0;

	for (guint i = 0; i < json_array_get_length(array); i++) {
		JsonNode *node = json_array_get_element(array, i);
		JsonArray *pair = JSON_NODE_HOLDS_ARRAY(node) ?
			json_node_get_array(node) : NULL;
		struct histogram_bucket bucket;
		guint64 index;
		char *what = !pair || json_array_get_length(pair) != 2 ?
			wrong("no pair of index and count") :
			read_number(json_array_get_element(pair, 0), least,
				    BUCKETS_MAX, &index);

		if (!what)
			what = read_number(json_array_get_element(pair, 1), 0,
					   G_MAXINT64, &bucket.count);
		if (what)
			return under_place(i, what);
		bucket.index = index;
		least = index + 1;
		g_array_append_val(buckets, bucket);
	}
	return NULL;
}

static char *read_list(const struct field *field, JsonArray *array, GPtrArray *list,
		       GStringChunk *strings)
{
	for (guint i = 0; i < json_array_get_length(array); i++) {
		JsonNode *node = json_array_get_element(array, i);
		void *one = field->of ? codec_new(field->of) : NULL;
		char *what = field->of ? read_shape(field->of, node, one, strings) :
			read_text(node, (const char **)&one, strings);

		g_ptr_array_add(list, one);
		if (what)
			return under_place(i, what);
	}
	return NULL;
}

static char *read_numbers(JsonObject *object, GPtrArray *list, GStringChunk *strings)
{
	JsonObjectIter iter;
	const char *name;
	JsonNode *node;

	json_object_iter_init_ordered(&iter, object);
	while (json_object_iter_next_ordered(&iter, &name, &node)) {
		struct named_count *one = g_new(struct named_count, 1);
		char *what = read_number(node, 0, G_MAXINT64, &one->n);

		g_ptr_array_add(list, one);
		one->name = g_string_chunk_insert_const(strings, name);
		if (what)
			return under_name(name, what);
	}
	return NULL;
}

static char *read_named(const struct shape *shape, JsonObject *object, GPtrArray *list,
			GStringChunk *strings)
{
	JsonObjectIter iter;
	const char *name;
	JsonNode *node;

	json_object_iter_init_ordered(&iter, object);
	while (json_object_iter_next_ordered(&iter, &name, &node)) {
		void *one = codec_new(shape);
		char *what = read_shape(shape, node, one, strings);

		g_ptr_array_add(list, one);
		*codec_name_of(one) = g_string_chunk_insert_const(strings, name);
		if (what)
			return under_name(name, what);
	}
	return NULL;
}

/* What has brackets. */
static char *read_array(const struct field *field, JsonNode *node, void *data,
			GStringChunk *strings)
{
	void **to = AT(void *, data, field);

	if (!JSON_NODE_HOLDS_ARRAY(node))
		return wrong("no list");
	switch (field->type) {
	case FIELD_IDS:
		*to = g_array_new(FALSE, FALSE, sizeof(guint));
		return read_ids(json_node_get_array(node), *to);
	case FIELD_BUCKETS:
		*to = g_array_new(FALSE, FALSE, sizeof(struct histogram_bucket));
		return read_buckets(json_node_get_array(node), *to);
	default:
		*to = g_ptr_array_new();
		return read_list(field, json_node_get_array(node), *to, strings);
	}
}

/* What has braces. */
static char *read_object(const struct field *field, JsonNode *node, void *data,
			 GStringChunk *strings)
{
	void **to = AT(void *, data, field);

	if (!JSON_NODE_HOLDS_OBJECT(node))
		return wrong("no object");
	switch (field->type) {
	case FIELD_TREE:
		*to = json_node_dup_object(node);
		return NULL;
	case FIELD_NUMBERS:
		*to = g_ptr_array_new();
		return read_numbers(json_node_get_object(node), *to, strings);
	case FIELD_NAMED:
		*to = g_ptr_array_new();
		return read_named(field->of, json_node_get_object(node), *to, strings);
	case FIELD_OBJECT:
		*to = codec_new(field->of);
		return read_shape(field->of, node, *to, strings);
	default:
		return read_shape(field->of, node, to, strings);
	}
}

static char *read_field(const struct field *field, JsonNode *node, void *data,
			GStringChunk *strings)
{
	guint64 number;
	char *what;

	switch (field->type) {
	case FIELD_TEXT:
		return read_text(node, AT(const char *, data, field), strings);
	case FIELD_COUNT:
		return read_number(node, field->min, field->max,
				   AT(guint64, data, field));
	case FIELD_UINT:
		what = read_number(node, field->min, field->max, &number);
		*AT(guint, data, field) = number;
		return what;
	case FIELD_INT:
		if (!is(node, G_TYPE_INT64))
			return wrong("no whole number");
		*AT(gint64, data, field) = json_node_get_int(node);
		return NULL;
	case FIELD_REAL:
		if (!is(node, G_TYPE_INT64) && !is(node, G_TYPE_DOUBLE))
			return wrong("no number");
		*AT(double, data, field) = json_node_get_double(node);
		return NULL;
	case FIELD_FLAG:
		if (!is(node, G_TYPE_BOOLEAN))
			return wrong("neither true nor false");
		*AT(bool, data, field) = json_node_get_boolean(node);
		return NULL;
	case FIELD_ROLE:
		return is(node, G_TYPE_STRING) && guest_role_from_name(
			json_node_get_string(node), AT(enum guest_role, data, field)) ?
			NULL : wrong("no role of a vCPU");
	case FIELD_TEXTS:
	case FIELD_IDS:
	case FIELD_BUCKETS:
	case FIELD_LIST:
		return read_array(field, node, data, strings);
	default:
		return read_object(field, node, data, strings);
	}
}

static char *read_member(const struct shape *shape, guint i, JsonObject *object,
			 void *data, GStringChunk *strings)
{
	const struct field *field = &shape->fields[i];
	JsonNode *node = json_object_get_member(object, field->name);
	struct coded *coded = data;

	if (field->type == FIELD_TALLY) {
		coded->has |= 1ull << i;
		return read_tally(object, AT(struct tally, data, field));
	}
	if (!node)
		return field->flags & NEEDED ?
			under_name(field->name, wrong("is missing")) : NULL;
	coded->has |= 1ull << i;
	if (JSON_NODE_HOLDS_NULL(node) && field->flags & NULLABLE) {
		coded->null |= 1ull << i;
		return NULL;
	}
	return under_name(field->name, read_field(field, node, data, strings));
}

static char *read_shape(const struct shape *shape, JsonNode *node, void *data,
			GStringChunk *strings)
{
	char *what = JSON_NODE_HOLDS_OBJECT(node) ? NULL : wrong("no object");

	((struct coded *)data)->has = 0;
	for (guint i = 0; !what && i < shape->n; i++)
		what = read_member(shape, i, json_node_get_object(node), data, strings);
	return what;
}

/* Without the point before the first name. */
static char *from_top(char *what)
{
	char *all = what ? g_strdup(what + 1) : NULL;

	g_free(what);
	return all;
}

char *codec_read(const struct shape *shape, JsonObject *object, void *data,
		 GStringChunk *strings)
{
	g_autoptr(JsonNode) node = json_node_init_object(json_node_alloc(), object);

	return from_top(read_shape(shape, node, data, strings));
}

char *codec_read_named(const struct shape *shape, JsonObject *object,
		       GPtrArray *elements, GStringChunk *strings)
{
	return from_top(read_named(shape, object, elements, strings));
}
