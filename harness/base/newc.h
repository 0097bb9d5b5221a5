/* SPDX-License-Identifier: GPL-2.0-only */
/* A cpio archive in the "newc" format, as an initramfs is made of (Linux,
 * Documentation/driver-api/early-userspace/buffer-format.rst). */
#ifndef IPIBENCH_NEWC_H
#define IPIBENCH_NEWC_H

#include <glib.h>

void newc_add_folder(GByteArray *archive, const char *name);
void newc_add_file(GByteArray *archive, const char *name, guint mode,
		   const void *data, gsize len);
void newc_end(GByteArray *archive);

#endif
