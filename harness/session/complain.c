/* SPDX-License-Identifier: GPL-2.0-only */
#include "session/complain.h"

#include <stdio.h>

int complain(int status, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	fprintf(stderr, "ipibench: %s\n", text);
	return status;
}
