/* SPDX-License-Identifier: GPL-2.0-only */
/* Members of JSON objects. */
#ifndef IPIBENCH_MEMBERS_H
#define IPIBENCH_MEMBERS_H

#include <json-glib/json-glib.h>

/* NULL text becomes null. */
void members_set_text(JsonObject *object, const char *name, const char *text);
/* A table of strings as an object, in the order of its keys. */
JsonObject *members_of_words(GHashTable *words);

#endif
