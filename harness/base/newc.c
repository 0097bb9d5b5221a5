/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/newc.h"

#include <string.h>
#include <sys/stat.h>

static void pad(GByteArray *archive)
{
	static const guint8 zeros[4];

	g_byte_array_append(archive, zeros, -archive->len & 3);
}

/* Owner, time and devices are 0: the same input is the same archive. */
static void add(GByteArray *archive, const char *name, guint mode,
		guint links, const void *data, gsize len)
{
	/* The inode number only tells hard links apart. */
	guint inode = archive->len + 1;
	g_autofree char *header = g_strdup_printf(
		"070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
		inode, mode, 0, 0, links, 0, (guint)len, 0, 0, 0, 0,
		(guint)strlen(name) + 1, 0);

	g_byte_array_append(archive, (const guint8 *)header, strlen(header));
	g_byte_array_append(archive, (const guint8 *)name, strlen(name) + 1);
	pad(archive);
	g_byte_array_append(archive, data, len);
	pad(archive);
}

void newc_add_folder(GByteArray *archive, const char *name)
{
	add(archive, name, S_IFDIR | 0755, 2, "", 0);
}

void newc_add_file(GByteArray *archive, const char *name, guint mode,
		   const void *data, gsize len)
{
	add(archive, name, S_IFREG | mode, 1, data, len);
}

void newc_end(GByteArray *archive)
{
	add(archive, "TRAILER!!!", 0, 1, "", 0);
}
