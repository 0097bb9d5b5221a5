/* SPDX-License-Identifier: GPL-2.0-only */
/* steps.txt: read, and held against the steps there are. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "releases/steps.h"

#define FILE_NAME "steps.txt"

enum { TARGET, REGIME, METHOD, METRIC, FROM, TO, WORDS };

struct explanation {
	guint line;
	char **words[WORDS];
	char *sentence;
};

struct explanations {
	char *path;
	GPtrArray *lines;               /* struct explanation */
};

static void explanation_free(gpointer data)
{
	struct explanation *one = data;

	for (guint i = 0; i < WORDS; i++)
		g_strfreev(one->words[i]);
	g_free(one->sentence);
	g_free(one);
}

void explanations_free(struct explanations *explanations)
{
	if (!explanations)
		return;
	g_free(explanations->path);
	g_ptr_array_unref(explanations->lines);
	g_free(explanations);
}

static bool take_line(struct explanations *to, guint number, char *line, GError **error)
{
	struct explanation *one = g_new0(struct explanation, 1);
	char *rest = line;

	g_ptr_array_add(to->lines, one);
	one->line = number;
	for (guint i = 0; i < WORDS && *rest; i++) {
		gsize len = strcspn(rest, " \t");
		g_autofree char *word = g_strndup(rest, len);

		one->words[i] = g_strsplit(word, ",", -1);
		rest += len + strspn(rest + len, " \t");
	}
	one->sentence = g_strstrip(g_strdup(rest));
	if (*one->sentence)
		return true;
	g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: not TARGET REGIME METHOD METRIC FROM TO "
		    "and a sentence", to->path, number);
	return false;
}

struct explanations *explanations_load(const char *folder, GError **error)
{
	g_autoptr(explanations_t) all = g_new0(struct explanations, 1);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	all->path = g_build_filename(folder, FILE_NAME, NULL);
	all->lines = g_ptr_array_new_with_free_func(explanation_free);
	if (!g_file_get_contents(all->path, &text, NULL, NULL))
		return g_steal_pointer(&all);
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		char *line = g_strstrip(lines[i]);

		if (*line && *line != '#' && !take_line(all, i + 1, line, error))
			return NULL;
	}
	return g_steal_pointer(&all);
}

static void words_of(const struct release_step *step, const char *words[WORDS])
{
	words[TARGET] = step->from->target;
	words[REGIME] = step->from->regime;
	words[METHOD] = step->from->method;
	words[METRIC] = step->metric->name;
	words[FROM] = step->from->version;
	words[TO] = step->to->version;
}

static bool explains(const struct explanation *one, const struct release_step *step)
{
	const char *words[WORDS];

	words_of(step, words);
	for (guint i = 0; i < WORDS; i++)
		if (!g_strv_contains((const char *const *)one->words[i], words[i]))
			return false;
	return true;
}

const char *explanation_of(const struct explanations *explanations,
			   const struct release_step *step)
{
	for (guint i = 0; i < explanations->lines->len; i++) {
		const struct explanation *one = explanations->lines->pdata[i];

		if (explains(one, step))
			return one->sentence;
	}
	return NULL;
}

/* Its combinations are as many as the steps it explains, or one is none of theirs. */
static bool all_are_steps(const struct explanation *one, const GPtrArray *steps)
{
	guint combinations = 1, found = 0;

	for (guint i = 0; i < WORDS; i++)
		combinations *= g_strv_length(one->words[i]);
	for (guint i = 0; i < steps->len; i++)
		found += explains(one, steps->pdata[i]);
	return found == combinations;
}

GPtrArray *steps_wrong(const GPtrArray *steps, const struct explanations *explanations)
{
	GPtrArray *wrong = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < steps->len; i++) {
		const struct release_step *step = steps->pdata[i];

		if (!step->why)
			g_ptr_array_add(wrong, g_strdup_printf("%s: nothing explains %s %s %s "
				"%s %s %s (%+.1f %%)", explanations->path, step->from->target,
				step->from->regime, step->from->method, step->metric->name,
				step->from->version, step->to->version, 100 * step->change));
	}
	for (guint i = 0; i < explanations->lines->len; i++) {
		const struct explanation *one = explanations->lines->pdata[i];

		if (!all_are_steps(one, steps))
			g_ptr_array_add(wrong, g_strdup_printf("%s:%u: it names what is no "
				"step", explanations->path, one->line));
	}
	return wrong;
}
