// SPDX-License-Identifier: GPL-2.0-only
#include "console/console.h"
#include "console/record.h"
#include "cpu/traps.h"
#include "cpu/tsc.h"
#include "lib/text.h"

/* Short enough for any console to pass on in one piece. */
#define LINE_BYTES 900
#define TAIL_BYTES 16		/* " ~CRC\n" and something */

static char line[LINE_BYTES + TAIL_BYTES];
static size_t used;
static u64 sequence;

/* One record at a time, whoever writes it. */
#define EARLY 0xffffffffu	/* a processor without a struct of its own */
static u32 owner;		/* index + 1; 0: nobody */
static bool writing;		/* a part of a line may be out */
static bool closed;

static u32 own_mark(void)
{
	const struct percpu *self = traps_owner();

	return self ? self->index + 1 : EARLY;
}

/*
 * A fault can come in the middle of a record, its own processor's or another's. Its own
 * is given up; another one is waited for, and no longer than that processor may need to
 * end it: it may be what died. The line that is out is ended, so that nothing is
 * written into it.
 */
static void take(void)
{
	const u32 me = own_mark();
	const u64 since = rdtsc(), limit = tsc_ticks_for_ms(2000);
	u32 nobody = 0;

	while (load(&owner) != me
	       && !__atomic_compare_exchange_n(&owner, &nobody, me, false,
					       __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
		nobody = 0;
		if (load(&closed))
			halt_forever();
		if (rdtsc() - since > limit)
			store(&owner, me);
		cpu_pause();
	}
	if (writing)
		console_write("\n", 1);
	writing = false;
}

static u32 crc32(const char *p, size_t n)
{
	u32 crc = ~0u;

	while (n--) {
		crc ^= (u8)*p++;
		for (int i = 0; i < 8; i++)	/* IEEE 802.3, reflected */
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void put(char c)
{
	if (used < LINE_BYTES)
		line[used++] = c;
}

void record_raw(const char *text)
{
	while (*text)
		put(*text++);
}

static void put_digits(u64 v, u32 base, u32 least)
{
	char digits[DIGITS];

	record_raw(digits_of(v, base, least, digits));
}

void record_raw_u64(u64 value)
{
	put_digits(value, 10, 1);
}

size_t record_room(void)
{
	return LINE_BYTES - used;
}

void record_begin(const char *name)
{
	take();
	used = 0;
	put('@');
	put_digits(++sequence, 10, 1);
	put(' ');
	record_raw(name);
}

void record_key(const char *key)
{
	put(' ');
	record_raw(key);
	put('=');
}

void record_u64(const char *key, u64 value)
{
	record_key(key);
	put_digits(value, 10, 1);
}

void record_s64(const char *key, int64_t value)
{
	record_key(key);
	if (value < 0)
		put('-');
	put_digits(value < 0 ? 0 - (u64)value : (u64)value, 10, 1);
}

void record_hex(const char *key, u64 value)
{
	record_key(key);
	record_raw("0x");
	put_digits(value, 16, 1);
}

void record_text(const char *key, const char *value)
{
	record_key(key);
	for (; *value; value++) {
		u8 c = (u8)*value;

		if (c <= ' ' || c >= 0x7f || c == '"' || c == '%' || c == '~') {
			if (record_room() < 3)
				return;
			put('%');
			put_digits(c, 16, 2);
		} else {
			put((char)c);
		}
	}
}

void record_reason(const struct reason *reason)
{
	record_text("code", reason->code);
	record_text("reason", reason->text);
}

void record_end(void)
{
	u32 crc = crc32(line + 1, used - 1);

	/* put() has kept the tail free. */
	line[used++] = ' ';
	line[used++] = '~';
	for (int shift = 28; shift >= 0; shift -= 4)
		line[used++] = "0123456789abcdef"[crc >> shift & 15];
	line[used++] = '\n';
	writing = true;
	console_write(line, used);
	writing = false;
	if (!closed)
		store(&owner, 0);
}

void record_continue(u64 lines)
{
	sequence = lines;
}

void record_last(void)
{
	closed = true;
}

u64 record_lines(void)
{
	return sequence;
}

static void hist_head(const struct hist_record *head, const struct hist *h,
		      u32 part, u32 parts)
{
	record_begin("hist");
	record_u64("row", head->row);
	record_text("what", head->what);
	record_u64("n", h->n);
	record_u64("min", h->n ? h->min : 0);
	record_u64("max", h->max);
	record_u64("sum", h->sum);
	record_text("unit", head->unit);
	record_u64("taken_out", head->taken_out);
	record_u64("clamped", head->clamped);
	record_u64("sub_bits", HIST_SUB_BITS);
	record_u64("part", part);
	record_u64("parts", parts);
	record_key("b");
}

void record_hist(const struct hist_record *head, const struct hist *h)
{
	/* At most 26 bytes each: fits. A fixed number of buckets a line: the
	 * number of parts is known before the first is written. */
	const u32 per_line = 24;
	u32 filled = 0, part = 1, on_line = 0;

	for (u32 i = 0; i < HIST_BUCKETS; i++)
		filled += h->bucket[i] != 0;

	u32 parts = filled ? (filled + per_line - 1) / per_line : 1;

	hist_head(head, h, part, parts);
	for (u32 i = 0; i < HIST_BUCKETS; i++) {
		if (!h->bucket[i])
			continue;
		if (on_line == per_line) {
			record_end();
			hist_head(head, h, ++part, parts);
			on_line = 0;
		}
		if (on_line++)
			record_raw(",");
		record_raw_u64(i);
		record_raw(":");
		record_raw_u64(h->bucket[i]);
	}
	record_end();
}
