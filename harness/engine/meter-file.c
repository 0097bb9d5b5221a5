/* SPDX-License-Identifier: GPL-2.0-only */
#include "engine/meter-file.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "engine/qemu.h"
#include "host/provenance.h"

#define METER "meter.so"
#define RETRANSLATE "retranslate.so"
#define LAST_KNOWN_QEMU 7       /* 8 and 9 were not tried, 10 is wrong */

/* A plugin as it was built, copied to where the run is kept; option begins with its name.
 * Left out where none was built. */
static bool add_plugin(GPtrArray *argv, const struct run *run, const char *name,
		       const char *option, GError **error)
{
	g_autofree char *built = g_build_filename(run->root, "build", "harness",
						  name, NULL);
	g_autofree char *copy = run->out ?
		g_build_filename(run->out, name, NULL) : NULL;
	g_autofree char *data = NULL;
	gsize len;

	if (!g_file_test(built, G_FILE_TEST_EXISTS))
		return true;
	if (!run->dry && !g_file_test(copy, G_FILE_TEST_EXISTS) &&
	    (!g_file_get_contents(built, &data, &len, error) ||
	     !g_file_set_contents(copy, data, len, error)))
		return false;
	qemu_add(argv, "-plugin", option, NULL);
	return true;
}

bool meter_add(GPtrArray *argv, const struct run *run, const char *file,
	       GError **error)
{
	g_autofree char *option = g_strdup_printf("./" METER ",out=%s", file);
	guint len = argv->len;

	if (run->no_meter)
		return true;
	if (!add_plugin(argv, run, METER, option, error))
		return false;
	if (argv->len > len)
		qemu_add(argv, "-d", "plugin", NULL);
	return true;
}

bool retranslate_add(GPtrArray *argv, const struct run *run, GError **error)
{
	return add_plugin(argv, run, RETRANSLATE, "./" RETRANSLATE, error);
}

bool meter_knows_one_thread(void)
{
	const char *const ask[] = { QEMU, "--version", NULL };
	g_autofree char *line = provenance_first_line(NULL, ask);
	const char *number = line ? strstr(line, "version ") : NULL;

	return number && atoi(number + strlen("version ")) <= LAST_KNOWN_QEMU;
}

/* The k-th guest that started, from 1: that went on behind its first word, which comes
 * before the mark that the meter counts by. */
static struct boot *started(GPtrArray *boots, gint64 k)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];

		if ((boot->guest->start || boot->guest->begin) && --k == 0)
			return boot;
	}
	return NULL;
}

static bool has(JsonObject *object, const char *name, GType type)
{
	JsonNode *node = json_object_get_member(object, name);

	return node && JSON_NODE_HOLDS_VALUE(node) &&
	       json_node_get_value_type(node) == type;
}

/* NULL, or what is wrong with the line. */
static const char *take_line(JsonNode *node, guint line, GPtrArray *boots)
{
	JsonObject *object;
	struct boot *boot;

	if (!node || !JSON_NODE_HOLDS_OBJECT(node))
		return "not a JSON object";
	object = json_node_get_object(node);
	if (line == 1)
		return has(object, "meter", G_TYPE_INT64) &&
		       json_object_get_int_member(object, "meter") == 1 ?
			NULL : "of a meter this ipibench does not know";
	if (json_object_has_member(object, "end"))
		return NULL;
	if (json_object_has_member(object, "error"))
		return "the meter met an end without its begin";
	if (!has(object, "boot", G_TYPE_INT64) ||
	    !has(object, "row", G_TYPE_INT64) ||
	    !has(object, "pass", G_TYPE_STRING) ||
	    !json_object_has_member(object, "vcpus"))
		return "a window without boot, row, pass or vcpus";
	boot = started(boots, json_object_get_int_member(object, "boot"));
	if (!boot)
		return "a window of a guest that never spoke";
	if (!boot->windows)
		boot->windows = g_ptr_array_new_with_free_func(
			(GDestroyNotify)json_object_unref);
	g_ptr_array_add(boot->windows, json_object_ref(object));
	return NULL;
}

static void forget(GPtrArray *boots, char *problem)
{
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];

		g_clear_pointer(&boot->windows, g_ptr_array_unref);
		g_free(boot->meter_problem);
		boot->meter_problem = g_strdup(problem);
	}
	g_free(problem);
}

/* What has been written since the last time, or NULL. */
static char *read_more(const char *path, gsize at, GError **error)
{
	g_autoptr(GFile) file = g_file_new_for_path(path);
	g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, error);
	g_autoptr(GString) text = g_string_new(NULL);
	char bytes[65536];
	gssize n = 0;

	if (!stream || !g_seekable_seek(G_SEEKABLE(stream), at, G_SEEK_SET,
					NULL, error))
		return NULL;
	while ((n = g_input_stream_read(G_INPUT_STREAM(stream), bytes,
					sizeof(bytes), NULL, error)) > 0)
		g_string_append_len(text, bytes, n);
	return n < 0 ? NULL : g_string_free(g_steal_pointer(&text), FALSE);
}

void meter_attach(const struct run *run, const char *file,
		  struct meter_place *place, GPtrArray *boots)
{
	g_autofree char *path = g_build_filename(run->out, file, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	char *line, *newline;

	if (run->no_meter) {
		forget(boots, g_strdup("switched off by --no-meter"));
		return;
	}
	text = place->broken ? NULL : read_more(path, place->at, &error);
	if (!text) {
		if (error)
			forget(boots, g_strdup(error->message));
		return;
	}
	/* The emulator is stopped as soon as the guest has ended, so the last
	 * line may be cut; a line is whole when its newline is there. */
	for (line = text; (newline = strchr(line, '\n')); line = newline + 1) {
		JsonNode *node;
		const char *wrong;

		*newline = '\0';
		node = json_checked(line, newline - line, NULL);
		wrong = take_line(node, ++place->lines, boots);
		g_clear_pointer(&node, json_node_unref);
		if (wrong) {
			forget(boots, g_strdup_printf("%s:%u: %s", file,
						      place->lines, wrong));
			place->broken = true;
			return;
		}
	}
	place->at += line - text;
}
