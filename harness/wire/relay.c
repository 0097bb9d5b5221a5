/* SPDX-License-Identifier: GPL-2.0-only */
#include "wire/relay.h"

static const char *word(GHashTable *words, const char *key)
{
	return g_hash_table_lookup(words, key);
}

static guint boot_id(GHashTable *words)
{
	const char *text = word(words, "id");
	guint64 id = 0;

	if (!text || !g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT, &id,
						 NULL))
		return 0;
	return id;
}

static void on_boot(struct relay *relay, GHashTable *words)
{
	const char *state = word(words, "state");
	guint id = boot_id(words);

	if (id && g_strcmp0(state, "begin") == 0 && relay->on_begin)
		relay->on_begin(relay->user, id);
	if (id && g_strcmp0(state, "end") == 0 && relay->on_end)
		relay->on_end(relay->user, id, words);
}

/* The data may hold any byte, so that it is taken from the text and not from
 * the words, whose values are strings. */
static void on_out(struct relay *relay, const char *text)
{
	g_autoptr(GByteArray) data = g_byte_array_new();
	g_auto(GStrv) parts = g_strsplit(text, " ", -1);
	guint64 id;

	if (g_strv_length(parts) != 3 ||
	    !g_str_has_prefix(parts[1], "id=") ||
	    !g_ascii_string_to_unsigned(parts[1] + 3, 10, 1, G_MAXUINT, &id,
					NULL) ||
	    !g_str_has_prefix(parts[2], "data=") ||
	    !frame_unescape(parts[2] + 5, data))
		relay->gap = true;
	else if (relay->on_data)
		relay->on_data(relay->user, id, data->data, data->len);
}

static void on_stage_end(struct relay *relay, GHashTable *words)
{
	relay->ended = true;
	if (!relay->failure && g_strcmp0(word(words, "status"), "ok"))
		relay->failure = g_strdup(word(words, "reason"));
}

static void on_frame(void *user, guint64 seq, const char *text)
{
	struct relay *relay = user;
	g_autoptr(GHashTable) words = NULL;
	const char *name;

	if (seq != relay->last_seq + 1)
		relay->gap = true;
	relay->last_seq = seq;
	if (g_str_has_prefix(text, "out ")) {
		on_out(relay, text);
		return;
	}
	words = frame_words(text);
	name = words ? word(words, "") : "";
	if (g_str_equal(name, "begin"))
		relay->began = true;
	else if (g_str_equal(name, "end"))
		on_stage_end(relay, words);
	else if (g_str_equal(name, "boot"))
		on_boot(relay, words);
	else if (g_str_equal(name, "fact") && word(words, "key") &&
		 word(words, "value"))
		g_hash_table_insert(relay->facts,
				    g_strdup(word(words, "key")),
				    g_strdup(word(words, "value")));
}

void relay_init(struct relay *relay)
{
	*relay = (struct relay){
		.facts = g_hash_table_new_full(g_str_hash, g_str_equal,
					       g_free, g_free),
	};
	frame_reader_init(&relay->frames, '&', on_frame, relay);
}

void relay_feed(struct relay *relay, const void *data, gsize len)
{
	frame_reader_feed(&relay->frames, data, len);
}

void relay_clear(struct relay *relay)
{
	frame_reader_clear(&relay->frames);
	g_hash_table_unref(relay->facts);
	g_free(relay->failure);
}
