/* SPDX-License-Identifier: GPL-2.0-only */
/* One line on standard error that says how far things are; nothing at all
 * where that is no terminal. */
#ifndef IPIBENCH_PROGRESS_H
#define IPIBENCH_PROGRESS_H

#include <glib.h>

void progress(const char *format, ...) G_GNUC_PRINTF(1, 2);
void progress_rows(const char *boot, guint done, guint all);     /* when it moved */
void progress_clear(void);

#endif
