/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * reframe SIGN < STREAM: lines with that sign get numbers from 1 on and checksums anew,
 * so that what was changed in them is what was said; others stay as they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/frame.h"

/* What stands between the number and the checksum, or NULL: no such line. */
static char *said(const char *line, char sign)
{
	const char *at = line, *end;

	if (*at++ != sign || !g_ascii_isdigit(*at))
		return NULL;
	while (g_ascii_isdigit(*at))
		at++;
	if (*at++ != ' ')
		return NULL;
	end = strrchr(at, '~');
	end = end && end > at && strlen(end) == 9 ? end - 1 : at + strlen(at);
	return g_strndup(at, end - at);
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	guint64 seq = 0;

	if (argc != 2)
		return 2;
	while ((len = getline(&line, &room, stdin)) >= 0) {
		g_autofree char *bare = g_strndup(line, len);
		g_autofree char *text = said(g_strchomp(bare), *argv[1]);
		g_autofree char *framed = text ?
			frame_format(*argv[1], ++seq, text) : NULL;

		fwrite(framed ? framed : line, 1, framed ? strlen(framed) : (size_t)len,
		       stdout);
	}
	free(line);
	return 0;
}
