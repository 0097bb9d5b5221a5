/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Structs to JSON and back by one table each: a field's name, its type, its range,
 * whether it must be there. The same table writes, reads, refuses and names what is
 * wrong. result-fields.c has the tables of a result line.
 */
#ifndef IPIBENCH_CODEC_H
#define IPIBENCH_CODEC_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

/* What each such struct begins with: bit N is field N of its table. */
struct coded {
	guint64 has;            /* it was there, or is to be written */
	guint64 null;           /* as null */
};

enum field_type {               /* and what the member is */
	FIELD_TEXT,             /* const char *; NULL is null */
	FIELD_COUNT,            /* guint64, from min to max */
	FIELD_UINT,             /* guint, the same */
	FIELD_INT,              /* gint64, any */
	FIELD_REAL,             /* double; NAN is null */
	FIELD_FLAG,             /* bool */
	FIELD_ROLE,             /* enum guest_role */
	FIELD_TEXTS,            /* GPtrArray of const char * */
	FIELD_IDS,              /* GArray of guint; -1 is G_MAXUINT */
	FIELD_BUCKETS,          /* GArray of struct histogram_bucket, ascending */
	FIELD_TREE,             /* JsonObject *: what it holds is others' */
	FIELD_TALLY,            /* struct tally, its counts among the members */
	FIELD_NUMBERS,          /* GPtrArray of struct named_count: an object */
	FIELD_INSIDE,           /* a struct of `of` */
	FIELD_OBJECT,           /* a pointer to one; NULL is null */
	FIELD_LIST,             /* GPtrArray of them */
	FIELD_NAMED,            /* the same by their names: an object. Theirs is a
				 * const char *name behind the struct coded */
};

enum {
	NEEDED = 1,             /* a line without it is refused */
	NULLABLE = 2,           /* it may be null */
	MAYBE = 4,              /* written where it is not empty; others always */
};

struct shape;

struct field {
	const char *name;
	enum field_type type;
	guint flags;
	gsize offset;
	guint64 min, max;
	const struct shape *of;
	const char *usual;      /* of a text that is not there */
};

struct shape {
	const struct field *fields;
	guint n;                /* 64 at most */
	gsize size;
};

struct named_count {
	const char *name;
	guint64 n;
};

/* Nothing is in it; what is not MAYBE is to be written. */
void codec_init(const struct shape *shape, void *data);
void *codec_new(const struct shape *shape);
void codec_clear(const struct shape *shape, void *data);
void codec_free(const struct shape *shape, void *data);
/* Written from now on, empty or not. */
void codec_want(const struct shape *shape, void *data, const char *name);
bool codec_has(const struct shape *shape, const void *data, const char *name);
void codec_set_null(const struct shape *shape, void *data, const char *name);

/* Into one that codec_init has seen. Strings go into the chunk. NULL, or what is wrong
 * and where: "exits.meter.per_vcpu[1].cpu: ..."; to be freed. */
char *codec_read(const struct shape *shape, JsonObject *object, void *data,
		 GStringChunk *strings);
JsonObject *codec_write(const struct shape *shape, const void *data);
/* What codec_write makes of a FIELD_NAMED, and the array of one. */
char *codec_read_named(const struct shape *shape, JsonObject *object,
		       GPtrArray *elements, GStringChunk *strings);
/* A text or a whole number in words; NULL: no such field, none of these, or null. */
char *codec_word(const struct shape *shape, const void *data, const char *name);

/* NAN: no such field, no number, null, or not there. */
double codec_number(const struct shape *shape, const void *data, const char *name);

#endif
