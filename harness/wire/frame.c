/* SPDX-License-Identifier: GPL-2.0-only */
#include "wire/frame.h"

#include <string.h>
#include <zlib.h>

/* How often a line is tried from another sign on: a hypervisor's own message
 * without newline may stand before the guest's line. Bounded, because noise
 * may be made of signs. */
#define SIGNS_TRIED 8
#define SEQ_DIGITS_MAX 18

static guint32 crc_of(const char *data, gsize len)
{
	return crc32(crc32(0, NULL, 0), (const Bytef *)data, len);
}

/* Cuts line, which must begin with the sign, into seq and text. */
static bool parse(char *line, gsize len, guint64 *seq, char **text)
{
	gsize digits, trailer;
	guint32 crc = 0;

	for (digits = 0; g_ascii_isdigit(line[1 + digits]); digits++)
		if (digits == SEQ_DIGITS_MAX)
			return false;
	if (!digits || line[1] == '0' || line[1 + digits] != ' ')
		return false;

	if (len < 1 + digits + 1 + 1 + strlen(" ~01234567"))
		return false;
	trailer = len - strlen(" ~01234567");
	if (line[trailer] != ' ' || line[trailer + 1] != '~')
		return false;
	for (gsize i = trailer + 2; i < len; i++) {
		if (!g_ascii_isxdigit(line[i]) || g_ascii_isupper(line[i]))
			return false;
		crc = crc << 4 | g_ascii_xdigit_value(line[i]);
	}
	if (crc != crc_of(line + 1, trailer - 1))
		return false;
	/* A right CRC over bytes that cannot be text: not from our guest. */
	for (gsize i = 1; i < trailer; i++)
		if (line[i] < 0x20 || line[i] > 0x7e)
			return false;

	*seq = g_ascii_strtoull(line + 1, NULL, 10);
	line[trailer] = '\0';
	*text = line + 1 + digits + 1;
	return true;
}

static void take_line(struct frame_reader *reader)
{
	char *line = reader->line->str, *text;
	gsize len = reader->line->len;
	guint64 seq;

	if (len && line[len - 1] == '\r')       /* a terminal's newline */
		line[--len] = '\0';
	if (!reader->overlong) {
		char *at = line;

		for (int tries = 0; tries < SIGNS_TRIED; tries++, at++) {
			at = memchr(at, reader->sign, line + len - at);
			if (!at)
				break;
			if (!parse(at, line + len - at, &seq, &text))
				continue;
			reader->frames++;
			reader->on_frame(reader->user, seq, text);
			return;
		}
	}
	reader->noise_lines++;
}

void frame_reader_feed(struct frame_reader *reader, const void *data, gsize len)
{
	const char *bytes = data;

	while (len) {
		const char *newline = memchr(bytes, '\n', len);
		gsize part = newline ? (gsize)(newline - bytes) : len;

		if (reader->line->len + part > FRAME_LINE_MAX)
			reader->overlong = true;
		else
			g_string_append_len(reader->line, bytes, part);
		if (!newline)
			return;
		take_line(reader);
		g_string_truncate(reader->line, 0);
		reader->overlong = false;
		bytes += part + 1;
		len -= part + 1;
	}
}

void frame_reader_init(struct frame_reader *reader, char sign,
		       void (*on_frame)(void *, guint64, const char *),
		       void *user)
{
	*reader = (struct frame_reader){
		.sign = sign, .on_frame = on_frame, .user = user,
		.line = g_string_new(NULL),
	};
}

void frame_reader_clear(struct frame_reader *reader)
{
	g_string_free(reader->line, TRUE);
	reader->line = NULL;
}

char *frame_format(char sign, guint64 seq, const char *text)
{
	g_autofree char *body = g_strdup_printf("%" G_GUINT64_FORMAT " %s",
						seq, text);

	return g_strdup_printf("%c%s ~%08x\n", sign, body,
			       crc_of(body, strlen(body)));
}

char *frame_escape(const char *data, gsize len, bool keep_spaces)
{
	GString *out = g_string_sized_new(len + len / 8);

	for (gsize i = 0; i < len; i++) {
		unsigned char c = data[i];

		if (c < 0x20 || c > 0x7e || c == '%' ||
		    (!keep_spaces && (c == ' ' || c == '"' || c == '~')))
			g_string_append_printf(out, "%%%02X", c);
		else
			g_string_append_c(out, c);
	}
	return g_string_free(out, FALSE);
}

bool frame_unescape(const char *text, GByteArray *out)
{
	for (; *text; text++) {
		guint8 c = *text;

		if (c == '%') {
			if (!g_ascii_isxdigit(text[1]) ||
			    !g_ascii_isxdigit(text[2]))
				return false;
			c = g_ascii_xdigit_value(text[1]) << 4 |
			    g_ascii_xdigit_value(text[2]);
			text += 2;
		}
		g_byte_array_append(out, &c, 1);
	}
	return true;
}

/* A word's value as a string; NULL where it holds bytes no string can. */
static char *decode(const char *value)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	const guint8 nul = 0;

	if (!frame_unescape(value, bytes) ||
	    (bytes->len && memchr(bytes->data, 0, bytes->len)))
		return NULL;
	g_byte_array_append(bytes, &nul, 1);
	return g_utf8_make_valid((const char *)bytes->data, -1);
}

GHashTable *frame_words(const char *text)
{
	g_autoptr(GHashTable) words =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);

	if (!parts[0] || !*parts[0] || strchr(parts[0], '='))
		return NULL;
	g_hash_table_insert(words, g_strdup(""), g_strdup(parts[0]));
	for (char **part = parts + 1; *part; part++) {
		char *equals = strchr(*part, '=');
		char *value;

		if (!equals || equals == *part)
			return NULL;
		*equals = '\0';
		value = decode(equals + 1);
		/* The same key twice cannot mean anything. */
		if (!value || !g_hash_table_insert(words, g_strdup(*part), value))
			return NULL;
	}
	return g_steal_pointer(&words);
}
