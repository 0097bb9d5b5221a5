/* SPDX-License-Identifier: GPL-2.0-only */
/* Members of JSON objects whose shape nobody has promised: what stands for one where
 * OBJECT is NULL, or it is missing or of another type. */
#ifndef IPIBENCH_MEMBERS_H
#define IPIBENCH_MEMBERS_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

JsonObject *member_object(JsonObject *object, const char *name);        /* or NULL */
JsonArray *member_array(JsonObject *object, const char *name);          /* or NULL */
const char *member_text(JsonObject *object, const char *name);          /* or NULL */
const char *member_word(JsonObject *object, const char *name);          /* or "" */
gint64 member_count(JsonObject *object, const char *name, gint64 otherwise);
bool member_flag(JsonObject *object, const char *name);                 /* or false */
JsonObject *element_object(JsonArray *array, guint i);                   /* or NULL */
const char *element_text(JsonArray *array, guint i);                    /* or NULL */

/* Everything below an object by its path, "hypervisor.version": strings as they are,
 * what else there is as JSON. char * to char *. */
GTree *members_flat(JsonObject *object);

/* NULL text becomes null. */
void members_set_text(JsonObject *object, const char *name, const char *text);
/* A number that is not finite becomes null. */
void members_set_number(JsonObject *object, const char *name, double value);
/* A table of strings as an object, in the order of its keys. */
JsonObject *members_of_words(GHashTable *words);

#endif
