/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

static bool shown;
static guint rows_shown;

void progress(const char *format, ...)
{
	va_list args;

	if (!isatty(STDERR_FILENO))
		return;
	va_start(args, format);
	fputs("\r", stderr);
	vfprintf(stderr, format, args);
	fputs("\033[K", stderr);        /* erases, paints nothing */
	va_end(args);
	shown = true;
}

void progress_rows(const char *boot, guint done, guint all)
{
	if (done == rows_shown)
		return;
	rows_shown = done;
	progress("%s: row %u of %u", boot, done, all);
}

void progress_clear(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}
