/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's protocol: whole, cut at every byte, with a line gone, and with
 * every byte changed. A row is complete or it does not count. */
#include <string.h>

#include "tests/samples/sample.h"
#include "wire/protocol.h"

static struct guest_run *read_all(const char *data, gsize len, gsize step)
{
	struct guest_run *run = guest_run_new();

	for (gsize at = 0; at < len; at += step)
		guest_run_feed(run, data + at, MIN(step, len - at));
	return run;
}

static guint complete(const struct guest_run *run)
{
	guint n = 0;

	for (guint i = 0; i < run->rows->len; i++)
		n += ((struct guest_row *)run->rows->pdata[i])->complete;
	return n;
}

static void whole(gconstpointer step)
{
	GString *sample = sample_guest();
	struct guest_run *run = read_all(sample->str, sample->len,
					 GPOINTER_TO_SIZE(step));
	struct guest_row *row = guest_run_row(run, 1);
	struct guest_exits *exits;
	struct histogram *histogram;
	struct guest_received *received;
	struct guest_pair *pair;
	struct guest_raw *raw;
	struct guest_skew *skew;

	g_assert_true(guest_run_ended(run));
	g_assert_false(run->gap);
	g_assert_cmpuint(complete(run), ==, SAMPLE_ROWS);
	g_assert_cmpstr(row->status, ==, "ok");
	g_assert_cmpstr(guest_word(run->cpuid, "brand"), ==, "AMD EPYC");
	exits = row->exits->pdata[0];
	g_assert_cmpint(exits->role, ==, ROLE_SENDER);
	g_assert_cmpuint(exits->counts.by_class[VAPIC_EXIT_APIC_READ_ICR], ==,
			 100);
	g_assert_cmpuint(exits->counts.total, ==, 303);
	g_assert_cmpuint(exits->reading, ==, 1);
	histogram = row->histograms->pdata[0];
	g_assert_cmpuint(histogram_quantile(histogram, 0.5), ==, 5);
	g_assert_cmpuint(histogram_quantile(histogram, 1), ==, 900);
	g_assert_cmpuint(histogram->taken_out, ==, 26);
	g_assert_cmpuint(histogram->clamped, ==, 3);
	received = row->received->pdata[1];
	g_assert_true(received->timing);
	g_assert_cmpuint(received->sent, ==, 100);
	pair = row->pairs->pdata[0];
	g_assert_cmpstr(pair->what, ==, "roundtrip");
	g_assert_cmpuint(pair->to, ==, 1);
	g_assert_cmpuint(pair->max, ==, 10);
	raw = row->raw->pdata[0];
	g_assert_cmpuint(raw->samples->len, ==, 4);
	g_assert_cmpuint(g_array_index(raw->samples, guint64, 3), ==, 900);
	g_assert_cmpstr(((struct guest_absent *)row->absent->pdata[0])->reason,
			==, "the clocks differ");
	g_assert_cmpstr(guest_word(row->rate, "late"), ==, "2");
	skew = &g_array_index(run->skews, struct guest_skew, 0);
	g_assert_cmpint(skew->low, ==, -12);
	row = guest_run_row(run, 2);
	g_assert_cmpstr(row->status, ==, "unsupported");
	g_assert_cmpstr(row->reason, ==, "the hypervisor offers none");
	guest_run_free(run);
	g_string_free(sample, TRUE);
}

/* A record that says something else than it can makes the row not count. */
static void nonsense(void)
{
	static const char *const texts[] = {
		"received row=1 pass=count cpu=1 vectors=1 sent=1 got=1",
		"received row=1 pass=count cpu=1 vectors=x sent=1 got=1 "
		"coalesced=0",
		"received row=1 pass=late cpu=1 vectors=1 sent=1 got=1 "
		"coalesced=0",
		"hist row=1 what=send n=1 min=1 max=1 sum=1 unit=tsc sub_bits=7 "
		"part=1 parts=1 taken_out=-1 b=1:1",
		"absent row=1 what=send", "pair row=1 what=send from=0 to=1",
		"raw row=1 what=send first=1 v=1", "raw row=1 what=send first=0 v=",
		"raw row=1 what=send first=0 v=1,", "raw row=1 what=send first=0 "
		"v=1;2",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *begin = frame_format('@', 1,
			"row id=1 state=begin method=xapic");
		g_autofree char *line = frame_format('@', 2, texts[i]);
		g_autofree char *end = frame_format('@', 3,
			"row id=1 state=end status=ok lines=3");
		g_autofree char *all = g_strconcat(begin, line, end, NULL);
		struct guest_run *run = read_all(all, strlen(all), 4096);

		g_test_message("%s", texts[i]);
		g_assert_cmpuint(run->rows->len, ==, 1);
		g_assert_cmpuint(complete(run), ==, 0);
		guest_run_free(run);
	}
}

static void cut_anywhere(void)
{
	GString *sample = sample_guest();
	const char *last = NULL;
	guint rows = 0;

	/* A row becomes complete with its end line's newline, not before. */
	for (gsize len = 0; len <= sample->len; len++) {
		struct guest_run *run = read_all(sample->str, len, len + 1);
		guint now = complete(run);

		g_assert_cmpuint(now, >=, rows);
		if (now > rows) {
			g_assert_cmpuint(now, ==, rows + 1);
			last = sample->str + len;
			g_assert_cmpint(last[-1], ==, '\n');
			while (last > sample->str && last[-2] != '\n')
				last--;
			g_assert_nonnull(strstr(last - 1, " state=end "));
		}
		rows = now;
		if (guest_run_ended(run))
			g_assert_cmpuint(now, ==, SAMPLE_ROWS);
		guest_run_free(run);
	}
	g_assert_cmpuint(rows, ==, SAMPLE_ROWS);
	g_string_free(sample, TRUE);
}

static void line_gone(void)
{
	GString *sample = sample_guest();

	for (const char *at = strchr(sample->str, '\n') + 1; *at;) {
		const char *end = strchr(at, '\n') + 1;
		GString *less = g_string_new_len(sample->str,
						 at - sample->str);
		bool of_row = strstr(at, "row=1 ") && strstr(at, "row=1 ") < end;
		struct guest_run *run;
		struct guest_row *row;

		g_string_append(less, end);
		run = read_all(less->str, less->len, 100);
		row = guest_run_row(run, 1);
		if (of_row)
			g_assert_false(row->complete);
		guest_run_free(run);
		g_string_free(less, TRUE);
		at = end;
	}
	g_string_free(sample, TRUE);
}

/* Whatever one byte becomes, a row that counts says what it said before. */
static void byte_changed(void)
{
	GString *sample = sample_guest();
	struct guest_run *good = read_all(sample->str, sample->len, 1000);

	for (gsize i = 0; i < sample->len; i++) {
		char old = sample->str[i];
		struct guest_run *run;

		sample->str[i] = old ^ (1 << (i * 7 % 8));
		run = read_all(sample->str, sample->len, 1000);
		for (guint k = 0; k < run->rows->len; k++) {
			struct guest_row *row = run->rows->pdata[k];
			struct guest_row *same = guest_run_row(good, row->id);

			if (!row->complete)
				continue;
			g_assert_nonnull(same);
			g_assert_cmpstr(row->status, ==, same->status);
			g_assert_cmpuint(row->exits->len, ==,
					 same->exits->len);
			for (guint e = 0; e < row->exits->len; e++)
				g_assert_cmpmem(row->exits->pdata[e],
						sizeof(struct guest_exits),
						same->exits->pdata[e],
						sizeof(struct guest_exits));
		}
		guest_run_free(run);
		sample->str[i] = old;
	}
	guest_run_free(good);
	g_string_free(sample, TRUE);
}

static void endless_line(void)
{
	struct guest_run *run = guest_run_new();
	g_autofree char *noise = g_strnfill(1 << 20, '@');
	GString *sample = sample_guest();

	for (int i = 0; i < 10; i++)
		guest_run_feed(run, noise, 1 << 20);
	g_assert_cmpuint(run->frames.line->len, <=, FRAME_LINE_MAX);
	guest_run_feed(run, "\n", 1);
	guest_run_feed(run, sample->str, sample->len);
	g_assert_cmpuint(complete(run), ==, SAMPLE_ROWS);
	guest_run_free(run);
	g_string_free(sample, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/protocol/whole", GSIZE_TO_POINTER(4096), whole);
	g_test_add_data_func("/protocol/byte-by-byte", GSIZE_TO_POINTER(1),
			     whole);
	g_test_add_func("/protocol/nonsense", nonsense);
	g_test_add_func("/protocol/cut-anywhere", cut_anywhere);
	g_test_add_func("/protocol/line-gone", line_gone);
	g_test_add_func("/protocol/byte-changed", byte_changed);
	g_test_add_func("/protocol/endless-line", endless_line);
	return g_test_run();
}
