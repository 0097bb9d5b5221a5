/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JSON from files of unknown origin. All of it passes json_checked, which
 * holds the text against RFC 8259 before json-glib sees it: that recurses as deep as
 * the text does, takes numbers that fit nothing, and asserts on half a surrogate pair.
 */
#ifndef IPIBENCH_JSON_H
#define IPIBENCH_JSON_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

#define JSON_DEPTH_MAX 64               /* arrays and objects in one another */
#define JSON_LENGTH_MAX (64u << 20)     /* bytes of one text */

/* One value and nothing behind it. NULL and an error, without the file's name: not
 * UTF-8 or no JSON, nested deeper, longer, an integer beyond 64 bit with its sign, or
 * a number that is not finite. len: -1 up to the first zero. */
JsonNode *json_checked(const char *text, gssize len, GError **error);
/* The object that is all of a file, free to be added to; NULL: no such file, not JSON,
 * or no object. */
JsonObject *json_file_object(const char *path);

#endif
