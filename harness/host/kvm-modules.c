/* SPDX-License-Identifier: GPL-2.0-only */
#include "host/kvm-modules.h"

#include <string.h>

#include "base/json.h"
#include "base/members.h"

/* host/kvm-modules leaves "was=..." and "folder=..." here. */
#define MEMORY "/run/ipibench-kvm-modules"
/* The note's header and the name "GNU" (ELF gABI, "Note Section"). */
#define NOTE_HEADER 16

char *kvm_modules_build_id(const char *module)
{
	g_autofree char *path = g_strdup_printf(
		"/sys/module/%s/notes/.note.gnu.build-id", module);
	g_autofree char *note = NULL;
	GString *id;
	gsize len;

	if (!g_file_get_contents(path, &note, &len, NULL) ||
	    len <= NOTE_HEADER)
		return NULL;
	id = g_string_new(NULL);
	for (gsize i = NOTE_HEADER; i < len; i++)
		g_string_append_printf(id, "%02x", (guint8)note[i]);
	return g_string_free(id, FALSE);
}

static char *folder(void)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(MEMORY, &text, NULL, NULL))
		return NULL;
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		if (g_str_has_prefix(*line, "folder="))
			return g_strdup(*line + strlen("folder="));
	return NULL;
}

JsonObject *kvm_modules_provenance(void)
{
	g_autofree char *id = kvm_modules_build_id("kvm");
	g_autofree char *from = folder();
	g_autoptr(JsonObject) object = NULL;
	g_autofree char *path = NULL;

	if (!id || !from)
		return NULL;
	path = g_build_filename(from, "provenance.json", NULL);
	object = json_file_object(path);
	/* Somebody may have loaded others since. */
	if (g_strcmp0(member_text(member_object(object, "build_ids"), "kvm"), id))
		return NULL;
	return g_steal_pointer(&object);
}
