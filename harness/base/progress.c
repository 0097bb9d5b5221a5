/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/progress.h"

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

void progress_boot(const struct boot *boot)
{
	const GPtrArray *rows = boot->guest->rows;

	if (rows->len == rows_shown)
		return;
	rows_shown = rows->len;
	progress("%s: row %u of %u", boot->name, rows->len,
		 boot->settings->len);
}

void progress_clear(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}
