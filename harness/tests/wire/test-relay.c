/* SPDX-License-Identifier: GPL-2.0-only */
/* The stream out of a lab carries the guest's bytes untouched. */
#include <string.h>

#include "wire/relay.h"

struct seen {
	GByteArray *data;
	guint begun, ended;
};

static void on_begin(void *user, guint id)
{
	((struct seen *)user)->begun = id;
}

static void on_data(void *user, guint id, const guint8 *data, gsize len)
{
	g_byte_array_append(((struct seen *)user)->data, data, len);
}

static void on_end(void *user, guint id, GHashTable *words)
{
	((struct seen *)user)->ended = id;
}

static void all_bytes(void)
{
	guint8 bytes[1024];
	g_autofree char *escaped = NULL, *out = NULL;
	g_autofree char *lines[5] = { 0 };
	struct seen seen = { .data = g_byte_array_new() };
	struct relay relay;

	for (guint i = 0; i < sizeof(bytes); i++)
		bytes[i] = i * 5 + i / 256;
	escaped = frame_escape((char *)bytes, sizeof(bytes), false);
	out = g_strdup_printf("out id=1 data=%s", escaped);
	relay_init(&relay);
	relay.on_begin = on_begin;
	relay.on_data = on_data;
	relay.on_end = on_end;
	relay.user = &seen;
	lines[0] = frame_format('&', 1, "begin protocol=1");
	lines[1] = frame_format('&', 2, "fact key=kvm_amd.avic value=N");
	lines[2] = frame_format('&', 3, "boot id=1 state=begin");
	lines[3] = frame_format('&', 4, out);
	lines[4] = frame_format('&', 5, "boot id=1 state=end end=1 status=33");
	for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
		relay_feed(&relay, lines[i], strlen(lines[i]));
	g_assert_false(relay.gap);
	g_assert_true(relay.began);
	g_assert_false(relay.ended);
	g_assert_cmpuint(seen.begun, ==, 1);
	g_assert_cmpuint(seen.ended, ==, 1);
	g_assert_cmpmem(seen.data->data, seen.data->len, bytes, sizeof(bytes));
	g_assert_cmpstr(g_hash_table_lookup(relay.facts, "kvm_amd.avic"), ==,
			"N");
	relay_clear(&relay);
	g_byte_array_unref(seen.data);
	for (guint i = 1; i < G_N_ELEMENTS(lines); i++)
		g_free(lines[i]);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/relay/all-bytes", all_bytes);
	return g_test_run();
}
