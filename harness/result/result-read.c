/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines and folders of them, and what is found in a line besides its members. */
#include "result/result.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/members.h"
#include "result/partial.h"

struct result *result_new(void)
{
	struct result *result = codec_new(&result_shape);

	result->strings = g_string_chunk_new(512);
	return result;
}

void result_free(struct result *result)
{
	codec_clear(&result_shape, result);
	g_free(result->file);
	g_string_chunk_free(result->strings);
	if (result->cpus)
		g_array_free(result->cpus, TRUE);
	g_free(result);
}

const char *result_keep(struct result *result, const char *text)
{
	return text ? g_string_chunk_insert_const(result->strings, text) : NULL;
}

JsonObject *result_object(const struct result *result)
{
	return codec_write(&result_shape, result);
}

char *result_line(const struct result *result)
{
	g_autoptr(JsonNode) node = json_node_init_object(json_node_alloc(),
							 result_object(result));

	return json_to_string(node, FALSE);
}

char *result_word(const struct result *result, const char *field)
{
	return codec_word(&result_shape, result, field);
}

GPtrArray *result_list_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)result_free);
}

/* Before there was a number, a note for each attempt that failed. */
static void settle_attempts(struct result *result)
{
	const struct attempt_cause *first = result->attempt_causes &&
		result->attempt_causes->len ? result->attempt_causes->pdata[0] : NULL;

	result->attempt_cause = first ? first->code : NULL;
	if (result->attempts)
		return;
	result->attempts = 1;
	for (guint i = 0; result->notes && i < result->notes->len; i++)
		result->attempts += g_str_has_prefix(result->notes->pdata[i],
						     "attempt ");
}

/* What a vCPU received in the pass that was counted; entries of one vector only say
 * what is in their cpu's sum already. */
static void add_received(struct result *result, const char *pass)
{
	for (guint i = 0; i < result->received->len; i++) {
		const struct received *one = result->received->pdata[i];

		if (codec_has(&received_shape, one, "vector") ||
		    !g_str_equal(one->pass, pass))
			continue;
		for (guint k = 0; k < result->cpus->len; k++) {
			struct result_cpu *cpu =
				&g_array_index(result->cpus, struct result_cpu, k);

			if (cpu->cpu != one->cpu)
				continue;
			cpu->sent = one->sent;
			cpu->received = one->got;
			cpu->woken_early = one->woken_early;
			cpu->receives = true;
		}
	}
}

/* Where the hypervisor counts, its counts; else the meter's. */
static char *settle_counts(struct result *result)
{
	struct counts **of = result->exits.of, *main;

	for (int i = 0; i < SOURCES; i++)
		if (of[i])
			of[i]->source = i;
	main = of[SOURCE_HYPERVISOR] ? of[SOURCE_HYPERVISOR] : of[SOURCE_METER];
	if (!main)
		return NULL;
	result->source = source_names[main->source];
	if (!main->sender || !main->receivers)
		return g_strdup_printf("exits.%s.%s: is missing", result->source,
				       main->sender ? "receivers" : "sender");
	if (!result->received)
		return g_strdup("received: is missing");
	result->sender = tally_classes(&main->sender->tally);
	result->receivers = tally_classes(&main->receivers->tally);
	for (guint i = 0; i < main->vcpus->len; i++) {
		const struct counted_cpu *one = main->vcpus->pdata[i];
		struct result_cpu cpu = {
			.cpu = one->cpu, .role = one->role, .reading = one->reading,
			.counts = tally_classes(&one->tally),
		};

		g_array_append_val(result->cpus, cpu);
	}
	add_received(result, main->pass ? main->pass : "count");
	return NULL;
}

/* Files and folders get their names from these, and people's shells see them. */
static char *check_words(const struct result *result)
{
	const struct { const char *member, *word; } words[] = {
		{ "target", result->target }, { "method", result->method },
		{ "pattern", result->pattern }, { "wait", result->wait },
		{ "dest", result->dest }, { "dest_asked", result->dest_asked },
		{ "pass", result->pass }, { "loader", result->loader },
		{ "arrival", result->arrival }, { "deliver", result->deliver },
		{ "status", result->status }, { "provenance.boot_name", result->boot_name },
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *at = words[i].word;

		while (at && (g_ascii_isalnum(*at) || (*at && strchr("-_.~+:?", *at))))
			at++;
		if (at && (*at || at == words[i].word || *words[i].word == '.' ||
			   *words[i].word == '-'))
			return g_strdup_printf("%s: no word of letters and digits",
					       words[i].member);
	}
	return NULL;
}

/* What the members say together. NULL, or what is wrong. */
static char *settle(struct result *result)
{
	char *wrong;

	result->coded = codec_has(&result_shape, result, "code");
	result->boot_name = member_text(result->provenance, "boot_name");
	if (!result->boot_name)
		result->boot_name = "?";
	result->vendor = member_text(member_object(result->provenance, "guest_cpuid"),
				     "vendor");
	result->sender_insns = result->hv_insns ? result->hv_insns->sender : NAN;
	result->receivers_insns = result->hv_insns ? result->hv_insns->receivers : NAN;
	for (guint i = 0; result->received && i < result->received->len; i++)
		result->strays += ((struct received *)result->received->pdata[i])->strays;
	settle_attempts(result);
	result->cpus = g_array_new(FALSE, FALSE, sizeof(struct result_cpu));
	wrong = check_words(result);
	return wrong ? wrong : settle_counts(result);
}

static bool refuse(GError **error, const char *file, guint line,
		   const char *what)
{
	g_set_error(error, IPIBENCH_ERROR, 0, "%s:%u: %s", file, line, what);
	return false;
}

static bool read_line(const char *file, guint line, const char *at, gsize len,
		      GPtrArray *results, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(JsonNode) root = json_checked(at, len, &why);
	g_autofree char *wrong = NULL;
	struct result *result;

	if (!root)
		return refuse(error, file, line, why->message);
	if (!JSON_NODE_HOLDS_OBJECT(root))
		return refuse(error, file, line, "not a JSON object");
	result = result_new();
	g_ptr_array_add(results, result);
	result->file = g_strdup(file);
	result->line = line;
	wrong = codec_read(&result_shape, json_node_get_object(root), result,
			   result->strings);
	if (!wrong)
		wrong = settle(result);
	return wrong ? refuse(error, file, line, wrong) : true;
}

bool result_parse(const char *file, const char *text, gsize len,
		  GPtrArray *results, GError **error)
{
	guint line = 0;

	if (!len)
		return refuse(error, file, 0, "empty");
	while (len) {
		const char *end = memchr(text, '\n', len);

		line++;
		if (!end)
			return refuse(error, file, line,
				      "cut off: no newline at its end");
		if (!read_line(file, line, text, end - text, results, error))
			return false;
		len -= end + 1 - text;
		text = end + 1;
	}
	return true;
}

/* A run's folder that is not whole yet: every row says so. */
static void mark_partial(const char *directory, const char *marker,
			 GPtrArray *results, guint first, bool torn)
{
	g_autoptr(GHashTable) rows = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *words = NULL;

	for (guint i = first; i < results->len; i++) {
		struct result *one = results->pdata[i];
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(rows,
			one->boot_name));

		g_hash_table_insert(rows, (gpointer)one->boot_name,
				    GUINT_TO_POINTER(n + 1));
	}
	words = partial_describe(directory, marker, rows, torn);
	for (guint i = first; i < results->len; i++)
		((struct result *)results->pdata[i])->partial =
			g_intern_string(words);
}

bool result_load(const char *directory, GPtrArray *results, GError **error)
{
	/* A folder, or the lines alone. */
	bool file = g_str_has_suffix(directory, ".jsonl") &&
		!g_file_test(directory, G_FILE_TEST_IS_DIR);
	g_autofree char *path = file ? g_strdup(directory) :
		g_build_filename(directory, RESULT_FILE, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *marker = partial_read(folder), *text = NULL;
	g_autoptr(GError) why = NULL;
	guint first = results->len;
	const char *newline;
	gsize len, whole;

	if (!g_file_get_contents(path, &text, &len, &why))
		return refuse(error, path, 0, marker ? "is partial, and no "
			      "boot had finished" : why->message);
	whole = len;
	/* The machine may have stopped while the last line was written. */
	if (marker) {
		newline = g_strrstr_len(text, len, "\n");
		whole = newline ? newline + 1 - text : 0;
	}
	if (!result_parse(path, text, whole, results, error))
		return false;
	if (marker)
		mark_partial(folder, marker, results, first, whole < len);
	return true;
}

GPtrArray *result_partials(const GPtrArray *results)
{
	GPtrArray *all = g_ptr_array_new();

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		if (one->partial && !g_ptr_array_find(all, one->partial, NULL))
			g_ptr_array_add(all, (gpointer)one->partial);
	}
	return all;
}
