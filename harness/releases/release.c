/* SPDX-License-Identifier: GPL-2.0-only */
/* A row: its fields, its place among others, and what a result line leaves in it. */
#define _GNU_SOURCE     /* strverscmp */
#include <math.h>
#include <string.h>

#include "base/members.h"
#include "compare/history.h"
#include "compare/insns.h"
#include "releases/row.h"
#include "result/row.h"
#include "spec/methods.h"
#include "spec/target-names.h"

#define TEXT(type, name) { #name, FIELD_TEXT, NEEDED, offsetof(type, name) }
#define TEXT_NULL(type, name) { #name, FIELD_TEXT, NULLABLE, offsetof(type, name) }
#define REAL(type, name) { #name, FIELD_REAL, NEEDED | NULLABLE, offsetof(type, name) }

static const struct field path_fields[] = {
	TEXT(struct release_path, side), TEXT(struct release_path, exit),
	{ "exits", FIELD_REAL, NEEDED, offsetof(struct release_path, exits) },
	{ "insns", FIELD_REAL, NEEDED, offsetof(struct release_path, insns) },
};
static const struct shape path_shape = {
	path_fields, G_N_ELEMENTS(path_fields), sizeof(struct release_path)
};
static const struct field release_fields[] = {
	TEXT(struct release, target), TEXT(struct release, regime),
	TEXT(struct release, method), TEXT(struct release, version),
	TEXT(struct release, setting), TEXT(struct release, hypervisor),
	TEXT_NULL(struct release, source),
	{ "ipis", FIELD_COUNT, NEEDED, offsetof(struct release, ipis), 1, G_MAXINT64 },
	REAL(struct release, exits), REAL(struct release, send),
	REAL(struct release, delivery), REAL(struct release, roundtrip),
	REAL(struct release, eoi),
	{ "paths", FIELD_LIST, NEEDED, offsetof(struct release, paths), 0, 0, &path_shape },
	TEXT_NULL(struct release, commit), TEXT_NULL(struct release, time),
	TEXT_NULL(struct release, machine_sha256),
};
const struct shape release_shape = {
	release_fields, G_N_ELEMENTS(release_fields), sizeof(struct release)
};

static bool numbered(const char *version)
{
	return g_ascii_isdigit(*version);
}

int release_version_order(const char *a, const char *b)
{
	if (numbered(a) != numbered(b))
		return numbered(a) ? -1 : 1;
	return strverscmp(a, b);
}

/* As the methods' table has them; an unknown one behind. */
static int place_of(const char *method)
{
	const struct method *known = method_from_name(method);

	return known ? known - methods : G_MAXINT;
}

int release_order(const struct release *a, const struct release *b)
{
	int order = strcmp(a->target, b->target);

	order = order ? order : strcmp(a->regime, b->regime);
	order = order ? order : place_of(a->method) - place_of(b->method);
	return order ? order : release_version_order(a->version, b->version);
}

bool release_same_table(const struct release *a, const struct release *b)
{
	return g_str_equal(a->target, b->target) && g_str_equal(a->regime, b->regime);
}

/* debian:6.1 is 6.1, by what the hypervisor says of itself; who named it otherwise
 * finds it under that name. */
static char *version_of(const struct result *result, JsonObject *hypervisor)
{
	g_autofree char *given = row_given(result);
	const char *version = member_word(hypervisor, "version");
	gsize len = strspn(version, "0123456789");

	if ((given && !g_str_has_prefix(given, "debian-")) || !len || version[len] != '.')
		return g_strdup(given ? given : "?");
	return g_strndup(version, len + 1 + strspn(version + len + 1, "0123456789"));
}

static const char *keep(struct releases *to, const char *text)
{
	return text ? g_string_chunk_insert_const(to->strings, text) : NULL;
}

static double least(const struct result *result, enum result_time time)
{
	const struct timing *timing = result->latency.of[time];

	return timing && target_is_exact(result->target) ? timing->min : NAN;
}

static void take_paths(struct releases *to, struct release *row, const struct result *result)
{
	g_autoptr(GArray) paths = g_array_new(FALSE, FALSE, sizeof(struct insns_path));

	row->paths = g_ptr_array_new();
	insns_read(result, paths);
	for (guint i = 0; i < paths->len; i++) {
		const struct insns_path *from = &g_array_index(paths, struct insns_path, i);
		struct release_path *one;

		if (insns_come_as_they_like(from->kind))
			continue;
		one = codec_new(&path_shape);
		one->side = from->sender ? "sender" : "receivers";
		one->exit = keep(to, from->kind);
		one->exits = (double)from->n / result->ipis;
		one->insns = from->p50;
		g_ptr_array_add(row->paths, one);
	}
}

struct release *release_of(struct releases *to, const struct result *result)
{
	struct release *row = codec_new(&release_shape);
	JsonObject *hypervisor = member_object(result->provenance, "hypervisor");
	g_autofree char *version = version_of(result, hypervisor);
	g_autofree char *setting = row_setting(result);
	g_autofree char *name = g_strdup_printf("%s %s", member_word(hypervisor, "name"),
						member_word(hypervisor, "version"));
	g_autofree char *commit = g_strdup_printf("%.8s", member_word(result->provenance,
								      "commit"));

	row->target = keep(to, result->target);
	row->regime = keep(to, result->regime ? result->regime : "unknown");
	row->method = keep(to, result->method);
	row->version = keep(to, version);
	row->setting = keep(to, setting);
	row->hypervisor = keep(to, name);
	row->source = keep(to, member_text(hypervisor, "source"));
	row->commit = keep(to, commit);
	row->time = keep(to, member_text(result->provenance, "time"));
	row->machine_sha256 = keep(to, member_text(result->provenance, "machine_sha256"));
	row->ipis = result->ipis;
	row->exits = result->send_exits_per_ipi;
	row->send = least(result, TIME_SEND);
	row->delivery = least(result, TIME_DELIVERY);
	row->roundtrip = least(result, TIME_ROUNDTRIP);
	row->eoi = least(result, TIME_EOI);
	take_paths(to, row, result);
	return row;
}
