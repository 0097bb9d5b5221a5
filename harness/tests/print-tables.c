/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints a table of the READMEs from the rows that guest and tool are made of
 * (guest/spec/README.md); tables.t puts them in their places. */
#include <stdio.h>

#include "spec/experiment-keys.h"
#include "spec/patterns.h"
#include "spec/regimes.h"

static void methods_table(void)
{
	puts("| method | the sender does | exits of one send | where |\n|---|---|---|---|");
	for (const struct method *m = methods; m->name; m++) {
		printf("| `%s` | %s | ", m->name, m->what);
		for (guint i = 0; i < m->exits; i++)
			printf("%s`%s`", i ? ", " : "", exit_class_names[m->exit[i]]);
		printf("%s | %s |\n", m->exits ? "" : "none", needs[m->needs].where);
	}
}

static void naming_table(void)
{
	puts("| method | APIC mode | logical, shorthand | one write of its own `multicast` | NMI |\n"
	     "|---|---|---|---|---|");
	for (const struct method *m = methods; m->name; m++) {
		g_autofree char *span = !(m->can & CAN_MULTICAST) ? g_strdup("none") :
			!m->span ? g_strdup("any number") :
			g_strdup_printf("%u%s", m->span, m->quirks & PER_SPAN ?
				" ids in a row" : m->quirks & PER_CLUSTER ?
				" of a cluster of ids" : m->quirks & ONE_LOGICAL ?
				", a logical destination" : ", the first");

		printf("| `%s` | %s | %s | %s | %s |\n", m->name, m->mode,
		       m->can & CAN_LOGICAL ? "yes" : "no", span,
		       m->can & CAN_NMI ? "yes" : "no");
	}
}

#define PATTERN(id, min, max, targets, senders, turn, loops, open, says) says,
static const char *const pattern_says[] = {
#include "../guest/spec/patterns.def"
};

static void patterns_table(void)
{
	static const char *const turns[] = {
		[TURN_ONE] = "1", [TURN_TWO] = "2",
		[TURN_SENDERS] = "as many as senders",
		[TURN_PAIRS] = "as many as pairs", [TURN_K] = "k"
	};

	puts("| pattern | who sends to whom | one of `ipis` is | a turn is | at a rate | processors |\n"
	     "|---|---|---|---|---|---|");
	for (guint i = 0; i < PATTERNS; i++) {
		const struct pattern *p = &patterns[i];

		printf("| `%s` | %s | %s | %s | %s | %u", p->name, pattern_says[i],
		       p->targets == TARGET_SOME ? "one to all k" :
		       pattern_to_many(p) ? "one to all others" : "an IPI",
		       turns[p->turn], p->open_loop ? "yes" : "no", p->min_cpus);
		if (p->max_cpus)
			printf("..%u |\n", p->max_cpus);
		else
			puts(" or more |");
	}
}

#define STANDS(job, plan, ID, id, list, min, max, fallback, sweeps, says)	\
	{ job, plan, #id, fallback, #list, min, max, sweeps, says },
#define KEY(...) STANDS(true, true, __VA_ARGS__)
#define JOB_KEY(...) STANDS(true, false, __VA_ARGS__)
#define BOOT_KEY JOB_KEY
#define PLAN_KEY(...) STANDS(false, true, __VA_ARGS__)
static const struct {
	bool job, plan;         /* stands in experiments, in plans */
	const char *name, *fallback, *list;
	guint64 min, max;
	bool sweeps;
	const char *says;
} keys[] = {
#include "../guest/spec/keys.def"
};

/* Debian's packages hold kernels and Xens alone. */
static const char *subjects(const char *key)
{
	return g_str_equal(key, "kernel") ?
		"`own`, `[NAME=]debian:[SUITE/]VERSION`, `[NAME=]patched:VERSION`, `[NAME=]PATH[@MODULES]`" :
		g_str_equal(key, "xen") ? "`own`, `[NAME=]debian:[SUITE/]VERSION`, `[NAME=]patched:VERSION`, `[NAME=]PATH`" :
		"`own`, `[NAME=]PATH`";
}

static void keys_table(bool plan)
{
	puts("| key | values | default | |\n|---|---|---|---|");
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		int key = experiment_key_from_name(keys[i].name);
		const char *const *words = key < 0 ? NULL : experiment_keys[key].words;

		if (plan ? !keys[i].plan : !keys[i].job)
			continue;
		printf("| `%s` | ", keys[i].name);
		if (g_str_equal(keys[i].list, "NUMBER"))
			printf("%" G_GUINT64_FORMAT "..%" G_GUINT64_FORMAT, keys[i].min,
			       keys[i].max);
		else if (g_str_equal(keys[i].list, "SUBJECT"))
			printf("%s", subjects(keys[i].name));
		else if (g_str_equal(keys[i].list, "TOPOLOGY"))
			printf("`flat`, `SOCKETSxCORESxTHREADS`");
		else if (g_str_equal(keys[i].list, "CPU"))
			printf("`own[:FLAG]...`, `MODEL[:FLAG]...`");
		else if (!words)
			printf("a name");
		else if (g_strv_length((GStrv)words) > 6)
			printf("a %s", keys[i].name);
		else
			for (; *words; words++)
				printf("`%s`%s", *words, words[1] ? ", " : "");
		if (keys[i].fallback)
			printf(" | `%s`", keys[i].fallback);
		else
			printf(" | %s", keys[i].job ? "must be given" : "the row's number");
		printf(" | %s%s |\n", keys[i].says, plan || keys[i].sweeps ? "" : "; no list");
	}
}

static void regimes_table(void)
{
	const struct method *xapic = method_from_name("xapic");

	puts("| regime | what virtualises the APIC | `xapic` sends with |\n|---|---|---|");
	for (const struct regime *r = regimes; r->name; r++) {
		guint left = 0;

		for (guint i = 0; i < xapic->exits; i++)
			left += regime_cost(r, xapic, xapic->exit[i],
					    FREE_FIXED | FREE_TO_ONE) == EXITS;
		printf("| `%s` | %s | %u exit%s |\n", r->name, r->what, left,
		       left == 1 ? "" : "s");
	}
}

static void job_keys_table(void) { keys_table(false); }
static void plan_keys_table(void) { keys_table(true); }

int main(int argc, char **argv)
{
	static const struct { const char *name; void (*print)(void); } tables[] = {
		{ "methods", methods_table }, { "naming", naming_table },
		{ "patterns", patterns_table }, { "keys", job_keys_table },
		{ "plan-keys", plan_keys_table }, { "regimes", regimes_table },
	};

	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		if (argc == 2 && g_str_equal(argv[1], tables[i].name)) {
			tables[i].print();
			return 0;
		}
	return 2;
}
