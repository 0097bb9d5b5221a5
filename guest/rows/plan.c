// SPDX-License-Identifier: GPL-2.0-only
#include "lib/text.h"
#include "rows/plan.h"

/* The lists of words that keys have; the first are numbers. */
enum list { LIST_NUMBER, LIST_METHOD, LIST_PATTERN, LIST_WAIT, LIST_DEST, LIST_PASS,
	    LIST_ARRIVAL, LIST_DELIVER };

const char *const plan_wait_name[WAITS] = { WAIT_WORDS(WORD_NAME) };
const char *const plan_dest_name[DESTS] = { DEST_WORDS(WORD_NAME) };
static const char *const pass_name[PASSES] = { PASS_WORDS(WORD_NAME) };
const char *const plan_arrival_name[ARRIVALS] = { ARRIVAL_WORDS(WORD_NAME) };
const char *const plan_deliver_name[DELIVERIES] = { DELIVER_WORDS(WORD_NAME) };
#define PATTERN(id, ...) #id,
static const char *const pattern_name[PATTERNS] = {
#include "spec/patterns.def"
};

#define KEY(ID, ...) KEY_##ID,
#define PLAN_KEY KEY
enum key {
#include "spec/keys.def"
	KEYS
};
#define KEY(ID, id, ...) #id,
#define PLAN_KEY KEY
static const char *const key_name[KEYS] = {
#include "spec/keys.def"
};
#define KEY(ID, id, list, min, max, fallback, ...)				\
	{ LIST_##list, min, max, fallback, offsetof(struct plan_row, id) },
#define PLAN_KEY KEY
static const struct {
	enum list list;
	u32 min, max;
	const char *fallback;
	size_t place;		/* in the row */
} keys[KEYS] = {
#include "spec/keys.def"
};

struct word { const char *p; size_t n; };
struct words { const char *const *name; u32 n; };

struct parser {
	const char *p, *end;
	u32 line;
	struct words methods;
	struct plan_error *error;
};

/* ---- messages ---- */

static void say(struct plan_error *e, const char *text)
{
	text_add(e->text, sizeof(e->text), text);
}

static void say_number(struct plan_error *e, u64 v)
{
	text_add_u64(e->text, sizeof(e->text), v);
}

/* "line 3: unknown method "foo"": noise may be long and binary. */
static bool complain(struct parser *s, const char *what, struct word w)
{
	struct plan_error *e = s->error;

	e->line = s->line;
	e->text[0] = 0;
	say(e, "line ");
	say_number(e, s->line);
	say(e, ": ");
	say(e, what);
	say(e, " \"");
	for (size_t i = 0; i < w.n && i < 40; i++)
		text_add_some(e->text, sizeof(e->text), w.p[i] >= ' ' && w.p[i] < 0x7f
			      ? &w.p[i] : "?", 1);
	say(e, w.n > 40 ? "...\"" : "\"");
	return false;
}

static bool complain_list(struct parser *s, const char *what, struct word w,
			  struct words words)
{
	complain(s, what, w);
	say(s->error, "; one of:");
	for (u32 i = 0; i < words.n; i++) {
		say(s->error, " ");
		say(s->error, words.name[i]);
	}
	return false;
}

/* ---- words ---- */

static bool is_end_of_statement(char c)
{
	return c == '\n' || c == ';' || c == '#';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == 0;
}

/* The next word of the statement; empty at its end. */
static struct word next_word(struct parser *s)
{
	struct word w;

	while (s->p < s->end && is_blank(*s->p))
		s->p++;
	w.p = s->p;
	while (s->p < s->end && !is_blank(*s->p) && !is_end_of_statement(*s->p))
		s->p++;
	w.n = (size_t)(s->p - w.p);
	return w;
}

static bool word_is(struct word w, const char *name)
{
	return strlen(name) == w.n && memcmp(w.p, name, w.n) == 0;
}

static u32 find_name(struct word w, struct words words)
{
	u32 i = 0;

	while (i < words.n && !word_is(w, words.name[i]))
		i++;
	return i;
}

/* ---- values ---- */

static bool take_number(struct parser *s, enum key k, struct word w, u32 *out)
{
	const u32 min = keys[k].min, max = keys[k].max;
	u64 v = 0;
	size_t i = 0;

	for (; i < w.n && w.p[i] >= '0' && w.p[i] <= '9' && v <= max; i++)
		v = v * 10 + (u64)(w.p[i] - '0');
	if (i < w.n || w.n == 0 || v < min || v > max) {
		complain(s, "bad number", w);
		say(s->error, " for ");
		say(s->error, key_name[k]);
		say(s->error, "; allowed: ");
		say_number(s->error, min);
		say(s->error, "..");
		say_number(s->error, max);
		return false;
	}
	*out = (u32)v;
	return true;
}

static struct words words_of(const struct parser *s, enum list list)
{
	static const struct words fixed[] = {
		[LIST_PATTERN] = { pattern_name, PATTERNS },
		[LIST_WAIT] = { plan_wait_name, WAITS },
		[LIST_DEST] = { plan_dest_name, DESTS },
		[LIST_PASS] = { pass_name, PASSES },
		[LIST_ARRIVAL] = { plan_arrival_name, ARRIVALS },
		[LIST_DELIVER] = { plan_deliver_name, DELIVERIES },
	};

	return list == LIST_METHOD ? s->methods : fixed[list];
}

static bool take_value(struct parser *s, enum key k, struct word value,
		       struct plan_row *row)
{
	u32 *const out = (u32 *)((char *)row + keys[k].place);
	struct words words;

	if (keys[k].list == LIST_NUMBER)
		return take_number(s, k, value, out);
	words = words_of(s, keys[k].list);
	*out = find_name(value, words);
	if (*out < words.n)
		return true;

	char unknown[24] = "unknown ";

	text_add(unknown, sizeof(unknown), key_name[k]);
	return complain_list(s, unknown, value, words);
}

static bool take_pair(struct parser *s, struct word w, struct plan_row *row,
		      u32 *given)
{
	struct word key = w, value = { w.p + w.n, 0 };

	for (size_t i = 0; i < w.n; i++)
		if (w.p[i] == '=') {
			key.n = i;
			value.p = w.p + i + 1;
			value.n = w.n - i - 1;
			break;
		}

	const struct words names = { key_name, KEYS };
	u32 k = find_name(key, names);

	if (k == KEYS)
		return complain_list(s, "unknown key", key, names);
	if (*given & 1u << k)
		return complain(s, "key given twice", key);
	*given |= 1u << k;
	return take_value(s, (enum key)k, value, row);
}

/* ---- statements ---- */

static bool take_row(struct parser *s, struct word statement, struct plan *plan)
{
	struct plan_row row = { .id = plan->rows + 1 };
	u32 given = 0;
	struct word w;

	if (plan->rows == PLAN_MAX_ROWS)
		return complain(s, "more than 1024 rows at", statement);
	for (enum key k = 0; k < KEYS; k++)
		if (keys[k].fallback)
			take_value(s, k, (struct word){ keys[k].fallback,
				   strlen(keys[k].fallback) }, &row);
	while ((w = next_word(s)).n)
		if (!take_pair(s, w, &row, &given))
			return false;
	if (!(given & 1u << KEY_METHOD))
		return complain_list(s, "no method= in", statement, s->methods);
	for (u32 i = 0; i < plan->rows; i++)
		if (plan->row[i].id == row.id) {
			complain(s, "id used twice in", statement);
			say(s->error, ": ");
			say_number(s->error, row.id);
			return false;
		}
	plan->row[plan->rows++] = row;
	return true;
}

bool plan_parse(const char *text, size_t bytes, const char *const *method, u32 methods,
		struct plan *plan, struct plan_error *error)
{
	struct parser s = { text, text + bytes, 1, { method, methods }, error };
	static const char *const statement[] = { "row", "standstill" };

	plan->rows = 0;
	plan->standstill = false;
	if (bytes > PLAN_MAX_BYTES)
		return complain(&s, "plan longer than 65536 bytes, beginning",
				(struct word){ text, 20 });
	while (s.p < s.end) {
		struct word w = next_word(&s);

		if (w.n && !word_is(w, "row") && !word_is(w, "standstill"))
			return complain_list(&s, "unknown statement", w, (struct words){
				statement, ARRAY_SIZE(statement) });
		if (word_is(w, "standstill"))
			plan->standstill = true;
		else if (w.n && !take_row(&s, w, plan))
			return false;
		if (s.p == s.end)
			break;
		if (*s.p == '#')
			while (s.p < s.end && *s.p != '\n')
				s.p++;
		if (s.p < s.end && *s.p++ == '\n')
			s.line++;
	}
	if (!plan->rows)
		return complain(&s, "no row in the plan", (struct word){ "", 0 });
	return true;
}
