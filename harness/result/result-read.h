/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the reader of result lines: members that must be what they say. */
#ifndef IPIBENCH_RESULT_READ_H
#define IPIBENCH_RESULT_READ_H

#include "result/result.h"

/* False, and *out NULL: it is not there, or no string. */
bool result_text(JsonObject *object, const char *name, const char **out);
/* False: it is not there, or no number from 0 to max. */
bool result_count(JsonObject *object, const char *name, guint64 max,
		  guint64 *out);
/* NULL: it is not there, or something else. */
JsonObject *result_object(JsonObject *object, const char *name);
JsonArray *result_array(JsonObject *object, const char *name);
JsonObject *result_element(JsonArray *array, guint i);

/* exits and received. NULL, or what is wrong. */
const char *result_read_exits(struct result *result, JsonObject *object);

#endif
