/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines that can be checked: "SIGN SEQ TEXT ~CRC" without the first space.
 * The guest speaks them with the sign '@' (guest/README.md), the stage
 * with '&' (harness/README.md). Everything else is noise.
 */
#ifndef IPIBENCH_FRAME_H
#define IPIBENCH_FRAME_H

#include <glib.h>
#include <stdbool.h>

#define FRAME_LINE_MAX 65536    /* a longer line is noise */

struct frame_reader {
	char sign;
	void (*on_frame)(void *user, guint64 seq, const char *text);
	void *user;
	GString *line;
	bool overlong;
	guint64 frames, noise_lines;
};

void frame_reader_init(struct frame_reader *reader, char sign,
		       void (*on_frame)(void *, guint64, const char *),
		       void *user);
void frame_reader_feed(struct frame_reader *reader, const void *data, gsize len);
void frame_reader_clear(struct frame_reader *reader);

/* With the newline. The caller sees to it that text has no control bytes. */
char *frame_format(char sign, guint64 seq, const char *text);

/* TEXT is a record's name, then key=value words. Returns NULL where it is not;
 * the name stands under the key "". */
GHashTable *frame_words(const char *text);

/* Space, '"', '%', '~' and what is not printable ASCII become %XX. */
char *frame_escape(const char *data, gsize len, bool keep_spaces);
bool frame_unescape(const char *text, GByteArray *out);

#endif
