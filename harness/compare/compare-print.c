/* SPDX-License-Identifier: GPL-2.0-only */
#include "compare/compare.h"

#include <math.h>
#include <string.h>

#include "base/members.h"

char *finding_text(const struct finding *finding)
{
	GString *text = g_string_new(NULL);

	if (!isnan(finding->base))
		g_string_append_printf(text, "%.6g -> %.6g %s", finding->base,
				       finding->now, finding->unit);
	if (!isnan(finding->p)) {
		g_string_append_printf(text, " (%+.1f %%", 100 *
			(finding->now / finding->base - 1));
		if (!isnan(finding->low))
			g_string_append_printf(text, ", 95 %% interval %+.1f to "
				"%+.1f %%", 100 * finding->low,
				100 * finding->high);
		g_string_append_printf(text, ", p %.2g, adjusted %.2g, %u and "
			"%u boots)", finding->p, finding->adjusted,
			finding->base_boots, finding->now_boots);
	}
	if (finding->text)
		g_string_append_printf(text, isnan(finding->base) ? "%s" :
				       " (%s)", finding->text);
	return g_string_free(text, FALSE);
}

static void put_list(const GPtrArray *list, const char *what, FILE *out)
{
	for (guint i = 0; i < list->len; i++)
		fprintf(out, "%s%s\n", what, (char *)list->pdata[i]);
}

const char *compare_side(const struct comparison *comparison, guint side)
{
	static const char *const usual[] = { "BASE", "NEW" };

	return comparison->called[side] ? comparison->called[side] : usual[side];
}

static void put_summary(const struct comparison *comparison, FILE *out)
{
	fprintf(out, "%u rows compared (%u with exits, %u with instructions, %u "
		"with times), %u only in %s, %u only in %s: %u worse, %u "
		"better\n", comparison->rows->len, comparison->with_exits,
		comparison->with_insns, comparison->with_times,
		comparison->only_base->len, compare_side(comparison, 0),
		comparison->only_now->len, compare_side(comparison, 1),
		comparison_count(comparison, CHANGE_WORSE),
		comparison_count(comparison, CHANGE_BETTER));
}

/* What got worse before all else. */
static void put_changes(const struct comparison *comparison, FILE *out)
{
	static const enum change order[] = { CHANGE_WORSE, CHANGE_BETTER, CHANGE_TOLD };

	for (guint k = 0; k < G_N_ELEMENTS(order); k++)
		for (guint i = 0; i < comparison->findings->len; i++) {
			const struct finding *one = comparison->findings->pdata[i];
			g_autofree char *text = finding_text(one);

			if (one->change == order[k])
				fprintf(out, "%s: %s: %s: %s\n",
					change_names[one->change], one->row->label,
					one->what, text);
		}
}

static void put_surroundings(const struct comparison *comparison, bool all, FILE *out)
{
	g_autofree char *base = g_strdup_printf("only in %s: ", compare_side(comparison, 0));
	g_autofree char *now = g_strdup_printf("only in %s: ", compare_side(comparison, 1));

	put_list(comparison->only_base, base, out);
	put_list(comparison->only_now, now, out);
	put_list(comparison->refused, "not the same: ", out);
	put_list(comparison->differs, "differs: ", out);
	if (all)
		put_list(comparison->background, "differs: ", out);
	else if (comparison->background->len)
		fprintf(out, "%u more differ that follow from these or cannot matter here: "
			"--all\n", comparison->background->len);
	put_list(comparison->notes, "", out);
}

/* What would end a table's cell, or begin markup. */
static char *cell(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++) {
		if (strchr("|\\`*_<>[]", *text))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text == '\n' ? ' ' : *text);
	}
	return g_string_free(out, FALSE);
}

static void put_cells(const GPtrArray *list, const char *title, FILE *out)
{
	if (!list->len)
		return;
	fprintf(out, "**%s**\n\n", title);
	for (guint i = 0; i < list->len; i++) {
		g_autofree char *text = cell(list->pdata[i]);

		fprintf(out, "- %s\n", text);
	}
	fputs("\n", out);
}

static void print_markdown(const struct comparison *comparison, bool all, FILE *out)
{
	bool any = false;

	put_summary(comparison, out);
	fputs("\n", out);

	for (guint i = 0; i < comparison->findings->len; i++) {
		const struct finding *one = comparison->findings->pdata[i];
		g_autofree char *text = finding_text(one);
		g_autofree char *row = cell(one->row->label);
		g_autofree char *what = cell(one->what);
		g_autofree char *figures = cell(text);

		if (one->change == CHANGE_NONE)
			continue;
		if (!any)
			fputs("| | row | what | figures |\n|---|---|---|---|\n",
			      out);
		any = true;
		fprintf(out, "| %s | %s | %s | %s |\n",
			change_names[one->change], row, what, figures);
	}
	if (any)
		fputs("\n", out);
	put_cells(comparison->only_base, "Only in BASE", out);
	put_cells(comparison->only_now, "Only in NEW", out);
	put_cells(comparison->refused, "Not the same", out);
	put_cells(comparison->differs, "What else differs", out);
	if (all)
		put_cells(comparison->background, "What differs besides", out);
	put_cells(comparison->notes, "Notes", out);
}

static void set_list(JsonObject *object, const char *name,
		     const GPtrArray *list)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; i < list->len; i++)
		json_array_add_string_element(array, list->pdata[i]);
	json_object_set_array_member(object, name, array);
}

static JsonObject *finding_object(const struct finding *finding)
{
	JsonObject *object = json_object_new();

	json_object_set_string_member(object, "change",
				      change_names[finding->change]);
	json_object_set_string_member(object, "row", finding->row->label);
	json_object_set_string_member(object, "about", finding->about);
	json_object_set_string_member(object, "what", finding->what);
	json_object_set_string_member(object, "unit", finding->unit);
	members_set_number(object, "base", finding->base);
	members_set_number(object, "new", finding->now);
	members_set_number(object, "low", finding->low);
	members_set_number(object, "high", finding->high);
	members_set_number(object, "p", finding->p);
	members_set_number(object, "adjusted_p", finding->adjusted);
	members_set_text(object, "text", finding->text);
	return object;
}

static void print_json(const struct comparison *comparison, FILE *out)
{
	JsonObject *object = json_object_new();
	JsonArray *findings = json_array_new();
	g_autoptr(JsonNode) node = json_node_init_object(json_node_alloc(),
							 object);
	g_autofree char *text = NULL;

	json_object_set_int_member(object, "rows", comparison->rows->len);
	json_object_set_int_member(object, "worse",
		comparison_count(comparison, CHANGE_WORSE));
	json_object_set_int_member(object, "better",
		comparison_count(comparison, CHANGE_BETTER));
	set_list(object, "only_base", comparison->only_base);
	set_list(object, "only_new", comparison->only_now);
	set_list(object, "differs", comparison->differs);
	set_list(object, "differs_besides", comparison->background);
	set_list(object, "not_the_same", comparison->refused);
	set_list(object, "notes", comparison->notes);
	for (guint i = 0; i < comparison->findings->len; i++)
		json_array_add_object_element(findings,
			finding_object(comparison->findings->pdata[i]));
	json_object_set_array_member(object, "findings", findings);
	text = json_to_string(node, TRUE);
	fprintf(out, "%s\n", text);
	json_object_unref(object);
}

void compare_print(const struct comparison *comparison, enum compare_form form,
		   bool all, FILE *out)
{
	switch (form) {
	case COMPARE_TEXT:
	case COMPARE_TABLE:
		put_summary(comparison, out);
		if (form == COMPARE_TABLE)
			compare_print_table(comparison, out);
		else
			put_changes(comparison, out);
		put_surroundings(comparison, all, out);
		break;
	case COMPARE_MARKDOWN:
		print_markdown(comparison, all, out);
		break;
	case COMPARE_JSON:
		print_json(comparison, out);
	}
}
