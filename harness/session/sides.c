/* SPDX-License-Identifier: GPL-2.0-only */
#include "session/sides.h"

#include <string.h>

#include "base/error.h"
#include "plan/subject.h"
#include "result/row.h"
#include "session/asked.h"
#include "spec/target-names.h"

#define BASE "base"
#define NEW "new"
/* Where chance has a part: ten boots a side find 5 % (harness/README.md). */
#define BOOTS_WORD "boots=10"

/* What one side is given. */
struct choice {
	char *side, *key, *value;
};

static void choice_free(gpointer data)
{
	struct choice *choice = data;

	g_free(choice->side);
	g_free(choice->key);
	g_free(choice->value);
	g_free(choice);
}

static void add(GPtrArray *choices, const char *side, gsize len, const char *key,
		gsize key_len, const char *value)
{
	struct choice *choice = g_new0(struct choice, 1);

	choice->side = g_strndup(side, len);
	choice->key = g_strndup(key, key_len);
	choice->value = g_strdup(value);
	g_ptr_array_add(choices, choice);
}

static void add_option(GPtrArray *choices, const char *key, char **values)
{
	bool nameless = false;

	for (; values && *values; values++) {
		const char *what = subject_behind_name(*values);
		const char *usual = nameless ? NEW : BASE;

		if (what > *values)
			add(choices, *values, what - *values - 1, key, strlen(key), what);
		else
			add(choices, usual, strlen(usual), key, strlen(key), what);
		nameless |= what == *values;
	}
}

/* SIDE:KEY=VALUE. */
static bool add_word(GPtrArray *choices, const char *word)
{
	const char *colon = strchr(word, ':'), *sign = strchr(word, '=');
	const char *slash = strchr(word, '/');

	if (!colon || !sign || sign < colon || (slash && slash < sign))
		return false;
	add(choices, word, colon - word, colon + 1, sign - colon - 1, sign + 1);
	return true;
}

static bool is_subject_key(const char *name)
{
	int key = experiment_key_from_name(name);

	return key >= 0 && experiment_keys[key].kind == KIND_SUBJECT;
}

/* Where in the command line the side is named first. */
static guint place_of(const char *side, char *const *order)
{
	gsize len = strlen(side);
	guint i;

	for (i = 0; order[i]; i++) {
		const char *sign = g_str_has_prefix(order[i], "--") ? strchr(order[i], '=') : NULL;
		const char *text = sign ? sign + 1 : order[i];

		if (!strncmp(text, side, len) && (text[len] == '=' || text[len] == ':'))
			break;
	}
	return i;
}

static bool refuse(GError **error, const char *why, const char *which)
{
	g_set_error(error, IPIBENCH_ERROR, 0, "%s%s", why, which);
	return false;
}

static bool check(const GPtrArray *choices, GError **error)
{
	for (guint i = 0; i < choices->len; i++) {
		const struct choice *one = choices->pdata[i];
		g_autofree char *all = g_strdup_printf("%s:%s=%s", one->side, one->key,
						       one->value);

		if (!experiment_key_is_name(one->side))
			return refuse(error, "a side's name has letters, digits, dots, dashes: ",
				      all);
		if (experiment_key_from_name(one->key) < 0)
			return refuse(error, "no key is called so: ", all);
		if (strchr(one->value, ','))
			return refuse(error, "a side has one value, no list: ", all);
	}
	return choices->len || refuse(error, "nothing is to differ: --kernel, --xen, --qemu, "
				      "--patches or SIDE:KEY=VALUE says what", "");
}

/* Two, the base first. */
static bool name_sides(const GPtrArray *choices, char *const *order, struct sides *sides,
		       GError **error)
{
	const char *first = NULL, *second = NULL;

	for (guint i = 0; i < choices->len; i++) {
		const char *side = ((struct choice *)choices->pdata[i])->side;

		if (!first || g_str_equal(side, first))
			first = side;
		else if (!second || g_str_equal(side, second))
			second = side;
		else
			return refuse(error, "a third side: ", side);
	}
	if (!second) {
		second = first;
		first = g_str_equal(second, BASE) ? NEW : BASE;
	}
	if (g_str_equal(second, BASE) || (!g_str_equal(first, BASE) &&
	    place_of(second, order) < place_of(first, order))) {
		const char *other = first;

		first = second;
		second = other;
	}
	sides->name[0] = g_strdup(first);
	sides->name[1] = g_strdup(second);
	return true;
}

static void name_fields(const GPtrArray *choices, struct sides *sides)
{
	sides->fields = g_ptr_array_new();
	for (const struct row_part *part = row_parts; part->field; part++) {
		bool differs = part->of & ROW_GIVEN;

		for (guint i = 0; i < choices->len; i++) {
			const char *key = ((struct choice *)choices->pdata[i])->key;

			differs |= g_str_equal(part->name, key) ||
				(g_str_equal(part->field, "loader") && g_str_equal(key, "boot"));
		}
		if (differs)
			g_ptr_array_add(sides->fields, (gpointer)part->field);
	}
	g_ptr_array_add(sides->fields, NULL);
}

static bool needs_boots(const char *targets, const GPtrArray *words)
{
	g_auto(GStrv) names = targets ? g_strsplit(targets, ",", -1) : NULL;
	bool real = false;

	for (char **name = names; name && *name; name++)
		real |= !target_is_emulated(*name);
	for (guint i = 1; i < words->len; i++)
		/* A file says how often. */
		if (g_str_has_prefix(words->pdata[i], "boots=") ||
		    !strchr(words->pdata[i], '='))
			return false;
	return real;
}

/* The settings of one side; its experiments come to the others. */
static bool add_side(const struct sides_asked *asked, const char *side,
		     const GPtrArray *choices, const GPtrArray *common, GPtrArray *experiments,
		     GPtrArray *settings, GError **error)
{
	struct asked plain = { .targets = asked->targets };
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) own = experiment_list_new();
	g_autoptr(GPtrArray) more = NULL;

	for (guint i = 0; i < common->len; i++)
		g_ptr_array_add(words, g_strdup(common->pdata[i]));
	g_ptr_array_add(words, g_strconcat("side=", side, NULL));
	if (needs_boots(asked->targets, common))
		g_ptr_array_add(words, g_strdup(BOOTS_WORD));
	for (guint i = 0; i < choices->len; i++) {
		const struct choice *one = choices->pdata[i];

		if (g_str_equal(one->side, side))
			g_ptr_array_add(words, is_subject_key(one->key) &&
				!g_str_equal(one->value, SUBJECT_OWN) ?
				g_strdup_printf("%s=%s=%s", one->key, side, one->value) :
				g_strdup_printf("%s=%s", one->key, one->value));
	}
	more = asked_settings(&plain, words->len, (char **)words->pdata, own, error);
	if (!more)
		return false;
	for (guint i = 0; i < own->len; i++) {
		struct experiment *one = own->pdata[i];
		g_autofree char *name = one->name;

		one->name = g_strdup_printf("%.*s %.*s", EXPERIMENT_NAME_MAX / 2, name,
					    EXPERIMENT_NAME_MAX / 2 - 1, side);
	}
	g_ptr_array_extend_and_steal(experiments, g_steal_pointer(&own));
	g_ptr_array_extend_and_steal(settings, g_steal_pointer(&more));
	return true;
}

GPtrArray *sides_settings(const struct sides_asked *asked, int argc, char **argv,
			  char *const *order, GPtrArray *experiments, struct sides *sides,
			  GError **error)
{
	g_autoptr(GPtrArray) choices = g_ptr_array_new_with_free_func(choice_free);
	g_autoptr(GPtrArray) common = g_ptr_array_new();
	g_autoptr(GPtrArray) settings = g_ptr_array_new_with_free_func(g_free);

	*sides = (struct sides){ 0 };
	add_option(choices, "kernel", asked->kernel);
	add_option(choices, "xen", asked->xen);
	add_option(choices, "qemu", asked->qemu);
	add_option(choices, "patches", asked->patches);
	for (int i = 0; i < argc; i++)
		if (i == 0 || !add_word(choices, argv[i]))
			g_ptr_array_add(common, argv[i]);
	if (!check(choices, error) || !name_sides(choices, order, sides, error))
		return NULL;
	name_fields(choices, sides);
	for (guint i = 0; i < G_N_ELEMENTS(sides->name); i++)
		if (!add_side(asked, sides->name[i], choices, common, experiments, settings,
			      error))
			return NULL;
	return g_steal_pointer(&settings);
}

void sides_clear(struct sides *sides)
{
	g_free(sides->name[0]);
	g_free(sides->name[1]);
	g_clear_pointer(&sides->fields, g_ptr_array_unref);
}
