// SPDX-License-Identifier: GPL-2.0-only
#include "digits.h"
#include "plan.h"

const char *const plan_wait_name[WAITS] = { "spin", "pause", "halt" };
const char *const plan_dest_name[DESTS] = {
	"auto", "loop", "logical", "shorthand", "multicast"
};
static const char *const pass_name[PASSES] = { "both", "count", "time" };
const char *const plan_arrival_name[ARRIVALS] = { "fixed", "poisson" };
const char *const plan_deliver_name[DELIVERIES] = { "fixed", "nmi" };

enum key { KEY_ID, KEY_METHOD, KEY_PATTERN, KEY_WAIT, KEY_IPIS, KEY_WARMUP,
	   KEY_DEST, KEY_PASS, KEY_K, KEY_SEED, KEY_RATE, KEY_ARRIVAL,
	   KEY_DELIVER, KEY_RAW, KEYS };
static const char *const key_name[KEYS] = {
	"id", "method", "pattern", "wait", "ipis", "warmup", "dest", "pass",
	"k", "seed", "rate", "arrival", "deliver", "raw"
};

struct word { const char *p; size_t n; };

struct parser {
	const char *p, *end;
	u32 line;
	const struct plan_vocabulary *v;
	struct plan_error *error;
};

/* ---- messages ---- */

static void say(struct plan_error *e, const char *text, size_t n)
{
	size_t used = strlen(e->text);

	while (n-- && used + 1 < sizeof(e->text))
		e->text[used++] = *text++;
	e->text[used] = 0;
}

static void say_text(struct plan_error *e, const char *text)
{
	say(e, text, strlen(text));
}

static void say_number(struct plan_error *e, u64 v)
{
	char digits[DIGITS];

	say_text(e, digits_of(v, digits));
}

/* "line 3: unknown method "foo"": noise may be long and binary. */
static bool complain(struct parser *s, const char *what, struct word w)
{
	struct plan_error *e = s->error;

	e->line = s->line;
	e->text[0] = 0;
	say_text(e, "line ");
	say_number(e, s->line);
	say_text(e, ": ");
	say_text(e, what);
	say_text(e, " \"");
	for (size_t i = 0; i < w.n && i < 40; i++)
		say(e, w.p[i] >= ' ' && w.p[i] < 0x7f ? &w.p[i] : "?", 1);
	say_text(e, w.n > 40 ? "...\"" : "\"");
	return false;
}

static bool complain_list(struct parser *s, const char *what, struct word w,
			  const char *const *name, u32 names)
{
	complain(s, what, w);
	say_text(s->error, "; one of:");
	for (u32 i = 0; i < names; i++) {
		say_text(s->error, " ");
		say_text(s->error, name[i]);
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

static u32 find_name(struct word w, const char *const *name, u32 names)
{
	u32 i = 0;

	while (i < names && !word_is(w, name[i]))
		i++;
	return i;
}

/* ---- values ---- */

static bool take_number(struct parser *s, const char *key, struct word w,
			u32 min, u32 max, u32 *out)
{
	u64 v = 0;
	size_t i = 0;

	for (; i < w.n && w.p[i] >= '0' && w.p[i] <= '9' && v <= max; i++)
		v = v * 10 + (u64)(w.p[i] - '0');
	if (i < w.n || w.n == 0 || v < min || v > max) {
		complain(s, "bad number", w);
		say_text(s->error, " for ");
		say_text(s->error, key);
		say_text(s->error, "; allowed: ");
		say_number(s->error, min);
		say_text(s->error, "..");
		say_number(s->error, max);
		return false;
	}
	*out = (u32)v;
	return true;
}

static bool take_name(struct parser *s, const char *what, struct word w,
		      const char *const *name, u32 names, u8 *out)
{
	u32 i = find_name(w, name, names);

	if (i == names)
		return complain_list(s, what, w, name, names);
	*out = (u8)i;
	return true;
}

/* Keys whose value is a name. */
static bool take_word(struct parser *s, enum key k, struct word value,
		      struct plan_row *row)
{
	switch (k) {
	case KEY_METHOD:
		return take_name(s, "unknown method", value, s->v->method,
				 s->v->methods, &row->method);
	case KEY_PATTERN:
		return take_name(s, "unknown pattern", value, s->v->pattern,
				 s->v->patterns, &row->pattern);
	case KEY_WAIT:
		return take_name(s, "unknown wait", value, plan_wait_name,
				 WAITS, &row->wait);
	case KEY_DEST:
		return take_name(s, "unknown dest", value, plan_dest_name,
				 DESTS, &row->dest);
	case KEY_PASS:
		return take_name(s, "unknown pass", value, pass_name, PASSES,
				 &row->pass);
	case KEY_ARRIVAL:
		return take_name(s, "unknown arrival", value,
				 plan_arrival_name, ARRIVALS, &row->arrival);
	case KEY_DELIVER:
		return take_name(s, "unknown deliver", value,
				 plan_deliver_name, DELIVERIES, &row->deliver);
	default:
		return false;
	}
}

/* Keys whose value is a number. */
static bool take_value(struct parser *s, enum key k, struct word value,
		       struct plan_row *row)
{
	static const struct { enum key key; u32 min, max; } limits[] = {
		{ KEY_ID, 1, 65535 },
		{ KEY_IPIS, 1, PLAN_IPIS_MAX },
		{ KEY_WARMUP, 0, PLAN_WARMUP_MAX },
		{ KEY_K, 0, PLAN_K_MAX },
		{ KEY_SEED, 1, 0xffffffff },
		{ KEY_RATE, 0, PLAN_RATE_MAX },
		{ KEY_RAW, 0, 1 },
	};
	u32 *const to[] = { NULL, &row->ipis, &row->warmup, &row->k,
			    &row->seed, &row->rate, &row->raw };
	u32 number = 0;

	for (u32 i = 0; i < ARRAY_SIZE(limits); i++) {
		if (limits[i].key != k)
			continue;
		if (!take_number(s, key_name[k], value, limits[i].min,
				 limits[i].max, &number))
			return false;
		if (to[i])
			*to[i] = number;
		else
			row->id = (u16)number;
		return true;
	}
	return take_word(s, k, value, row);
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

	u32 k = find_name(key, key_name, KEYS);

	if (k == KEYS)
		return complain_list(s, "unknown key", key, key_name, KEYS);
	if (*given & 1u << k)
		return complain(s, "key given twice", key);
	*given |= 1u << k;
	return take_value(s, (enum key)k, value, row);
}


/* ---- statements ---- */

static bool take_row(struct parser *s, struct word statement, struct plan *plan)
{
	struct plan_row row = {
		.id = (u16)(plan->rows + 1), .ipis = 10000, .warmup = 100,
		.seed = 1,
		.pattern = (u8)s->v->default_pattern,
	};
	u32 given = 0;
	struct word w;

	if (plan->rows == PLAN_MAX_ROWS)
		return complain(s, "more than 1024 rows at", statement);
	while ((w = next_word(s)).n)
		if (!take_pair(s, w, &row, &given))
			return false;
	if (!(given & 1u << KEY_METHOD))
		return complain_list(s, "no method= in", statement,
				     s->v->method, s->v->methods);
	for (u32 i = 0; i < plan->rows; i++)
		if (plan->row[i].id == row.id) {
			complain(s, "id used twice in", statement);
			say_text(s->error, ": ");
			say_number(s->error, row.id);
			return false;
		}
	plan->row[plan->rows++] = row;
	return true;
}

bool plan_parse(const char *text, size_t bytes,
		const struct plan_vocabulary *v, struct plan *plan,
		struct plan_error *error)
{
	struct parser s = { text, text + bytes, 1, v, error };
	static const char *const statements[] = { "row", "standstill" };

	plan->rows = 0;
	plan->standstill = false;
	if (bytes > PLAN_MAX_BYTES)
		return complain(&s, "plan longer than 65536 bytes, beginning",
				(struct word){ text, 20 });
	while (s.p < s.end) {
		struct word w = next_word(&s);

		if (w.n && !word_is(w, "row") && !word_is(w, "standstill"))
			return complain_list(&s, "unknown statement", w,
					     statements,
					     ARRAY_SIZE(statements));
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
