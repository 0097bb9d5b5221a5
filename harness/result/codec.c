/* SPDX-License-Identifier: GPL-2.0-only */
#include "result/codec.h"

#include <math.h>
#include <string.h>

#include "base/histogram.h"
#include "result/codec-field.h"
#include "result/counts.h"

static void *pointer(const void *data, const struct field *field)
{
	return *AT(void *, data, field);
}

static void init_field(const struct field *field, void *data)
{
	if (field->type == FIELD_TEXT)
		*AT(const char *, data, field) = field->usual;
	else if (field->type == FIELD_REAL)
		*AT(double, data, field) = NAN;
	else if (field->type == FIELD_INSIDE)
		codec_init(field->of, AT(void, data, field));
}

void codec_init(const struct shape *shape, void *data)
{
	struct coded *coded = data;

	g_assert(shape->n <= 64);
	memset(data, 0, shape->size);
	for (guint i = 0; i < shape->n; i++) {
		init_field(&shape->fields[i], data);
		if (!(shape->fields[i].flags & MAYBE))
			coded->has |= 1ull << i;
	}
}

void *codec_new(const struct shape *shape)
{
	void *data = g_malloc(shape->size);

	codec_init(shape, data);
	return data;
}

static void clear_list(const struct field *field, GPtrArray *list)
{
	for (guint i = 0; list && i < list->len; i++) {
		if (field->of)
			codec_free(field->of, list->pdata[i]);
		else if (field->type == FIELD_NUMBERS)
			g_free(list->pdata[i]);
	}
	if (list)
		g_ptr_array_free(list, TRUE);
}

void codec_clear(const struct shape *shape, void *data)
{
	for (guint i = 0; i < shape->n; i++) {
		const struct field *field = &shape->fields[i];

		switch (field->type) {
		case FIELD_IDS:
		case FIELD_BUCKETS:
			if (pointer(data, field))
				g_array_free(pointer(data, field), TRUE);
			break;
		case FIELD_TREE:
			if (pointer(data, field))
				json_object_unref(pointer(data, field));
			break;
		case FIELD_INSIDE:
			codec_clear(field->of, AT(void, data, field));
			break;
		case FIELD_OBJECT:
			codec_free(field->of, pointer(data, field));
			break;
		case FIELD_TEXTS:
		case FIELD_NUMBERS:
		case FIELD_LIST:
		case FIELD_NAMED:
			clear_list(field, pointer(data, field));
			break;
		default:
			break;
		}
	}
}

void codec_free(const struct shape *shape, void *data)
{
	if (data)
		codec_clear(shape, data);
	g_free(data);
}

static int find(const struct shape *shape, const char *name)
{
	for (guint i = 0; i < shape->n; i++)
		if (g_str_equal(shape->fields[i].name, name))
			return i;
	return -1;
}

void codec_want(const struct shape *shape, void *data, const char *name)
{
	((struct coded *)data)->has |= 1ull << find(shape, name);
}

bool codec_has(const struct shape *shape, const void *data, const char *name)
{
	return ((const struct coded *)data)->has >> find(shape, name) & 1;
}

void codec_set_null(const struct shape *shape, void *data, const char *name)
{
	((struct coded *)data)->null |= 1ull << find(shape, name);
}

/* --- writing --- */

static bool empty(const struct field *field, const void *data)
{
	switch (field->type) {
	case FIELD_COUNT:
		return !*AT(guint64, data, field);
	case FIELD_UINT:
		return !*AT(guint, data, field);
	case FIELD_INSIDE:
	case FIELD_TALLY:
	case FIELD_INT:
	case FIELD_REAL:
	case FIELD_FLAG:
	case FIELD_ROLE:
		return false;
	default:
		return !pointer(data, field);
	}
}

static void write_tally(JsonObject *object, const struct tally *tally)
{
	for (guint i = 0; i < tally->named; i++)
		json_object_set_int_member(object, tally_names[tally->order[i]],
					   tally->n[tally->order[i]]);
}

static JsonNode *write_list(const struct field *field, const GPtrArray *list)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; i < list->len; i++)
		if (field->of)
			json_array_add_object_element(array,
				codec_write(field->of, list->pdata[i]));
		else
			json_array_add_string_element(array, list->pdata[i]);
	return json_node_init_array(json_node_alloc(), array);
}

static JsonNode *write_ids(const GArray *ids)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; i < ids->len; i++) {
		guint id = g_array_index(ids, guint, i);

		json_array_add_int_element(array, id == G_MAXUINT ? -1 : (gint64)id);
	}
	return json_node_init_array(json_node_alloc(), array);
}

static JsonNode *write_buckets(const GArray *buckets)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; i < buckets->len; i++) {
		const struct histogram_bucket *bucket =
			&g_array_index(buckets, struct histogram_bucket, i);
		JsonArray *pair = json_array_new();

		json_array_add_int_element(pair, bucket->index);
		json_array_add_int_element(pair, bucket->count);
		json_array_add_array_element(array, pair);
	}
	return json_node_init_array(json_node_alloc(), array);
}

static JsonObject *write_numbers(const GPtrArray *list)
{
	JsonObject *object = json_object_new();

	for (guint i = 0; i < list->len; i++) {
		const struct named_count *one = list->pdata[i];

		json_object_set_int_member(object, one->name, one->n);
	}
	return object;
}

static JsonObject *write_named(const struct shape *shape, const GPtrArray *list)
{
	JsonObject *object = json_object_new();

	for (guint i = 0; i < list->len; i++)
		json_object_set_object_member(object, *codec_name_of(list->pdata[i]),
			codec_write(shape, list->pdata[i]));
	return object;
}

static JsonNode *write_object(const struct field *field, const void *data)
{
	JsonObject *object = field->type == FIELD_NUMBERS ?
		write_numbers(pointer(data, field)) :
		field->type == FIELD_NAMED ? write_named(field->of, pointer(data, field)) :
		field->type == FIELD_TREE ? json_object_ref(pointer(data, field)) :
		codec_write(field->of, field->type == FIELD_INSIDE ?
			    AT(void, data, field) : pointer(data, field));

	return json_node_init_object(json_node_alloc(), object);
}

static JsonNode *write_field(const struct field *field, const void *data)
{
	JsonNode *node = json_node_alloc();

	switch (field->type) {
	case FIELD_TEXT:
		return json_node_init_string(node, pointer(data, field));
	case FIELD_COUNT:
		return json_node_init_int(node, *AT(guint64, data, field));
	case FIELD_UINT:
		return json_node_init_int(node, *AT(guint, data, field));
	case FIELD_INT:
		return json_node_init_int(node, *AT(gint64, data, field));
	case FIELD_REAL:
		return json_node_init_double(node, *AT(double, data, field));
	case FIELD_FLAG:
		return json_node_init_boolean(node, *AT(bool, data, field));
	case FIELD_ROLE:
		return json_node_init_string(node,
			guest_role_names[*AT(enum guest_role, data, field)]);
	default:
		json_node_free(node);
	}
	return field->type == FIELD_IDS ? write_ids(pointer(data, field)) :
		field->type == FIELD_BUCKETS ? write_buckets(pointer(data, field)) :
		field->type == FIELD_TEXTS || field->type == FIELD_LIST ?
		write_list(field, pointer(data, field)) : write_object(field, data);
}

static bool is_null(const struct field *field, const void *data)
{
	return field->type == FIELD_REAL ? isnan(*AT(double, data, field)) :
		field->type != FIELD_COUNT && field->type != FIELD_UINT &&
		empty(field, data);
}

JsonObject *codec_write(const struct shape *shape, const void *data)
{
	const struct coded *coded = data;
	JsonObject *object = json_object_new();

	for (guint i = 0; i < shape->n; i++) {
		const struct field *field = &shape->fields[i];

		if (!(coded->has >> i & 1) && (!(field->flags & MAYBE) ||
					       empty(field, data)))
			continue;
		if (field->type == FIELD_TALLY)
			write_tally(object, AT(struct tally, data, field));
		else if (coded->null >> i & 1 || is_null(field, data))
			json_object_set_null_member(object, field->name);
		else
			json_object_set_member(object, field->name,
					       write_field(field, data));
	}
	return object;
}

char *codec_word(const struct shape *shape, const void *data, const char *name)
{
	int i = find(shape, name);
	const struct field *field = i < 0 ? NULL : &shape->fields[i];

	if (!field || ((const struct coded *)data)->null >> i & 1)
		return NULL;
	switch (field->type) {
	case FIELD_TEXT:
		return g_strdup(pointer(data, field));
	case FIELD_COUNT:
		return g_strdup_printf("%" G_GUINT64_FORMAT, *AT(guint64, data, field));
	case FIELD_UINT:
		return g_strdup_printf("%u", *AT(guint, data, field));
	default:
		return NULL;
	}
}

double codec_number(const struct shape *shape, const void *data, const char *name)
{
	int i = find(shape, name);
	const struct coded *coded = data;
	const struct field *field = i < 0 ? NULL : &shape->fields[i];

	if (!field || !(coded->has >> i & 1) || coded->null >> i & 1)
		return NAN;
	return field->type == FIELD_COUNT ? *AT(guint64, data, field) :
		field->type == FIELD_UINT ? *AT(guint, data, field) :
		field->type == FIELD_REAL ? *AT(double, data, field) : NAN;
}
