/* SPDX-License-Identifier: GPL-2.0-only */
#include "session/run-folder.h"

#include <stdio.h>
#include <string.h>

#include "base/progress.h"
#include "session/complain.h"
#include "host/provenance.h"
#include "record/record.h"
#include "report/table.h"
#include "result/partial.h"
#include "spec/status.h"

/* A boot's lines, and the same read back. */
struct kept {
	char *lines;
	GPtrArray *results;
};

static void kept_free(gpointer data)
{
	struct kept *kept = data;

	if (!kept)
		return;
	g_free(kept->lines);
	g_clear_pointer(&kept->results, g_ptr_array_unref);
	g_free(kept);
}

/* partial.h */
static char *marker_text(const GPtrArray *boots, guint planned)
{
	GString *text = g_string_new("# Not whole: the run that fills this "
		"folder has not come to its end.\n# Boots planned: target, "
		"name, rows.\n");

	for (guint i = 0; i < planned; i++) {
		const struct boot *boot = boots ? boots->pdata[i] : NULL;

		if (boot)
			g_string_append_printf(text, "%s %s %u\n", boot->target,
				boot->name, boot->settings->len);
		else
			g_string_append(text, "metal - 0\n");
	}
	return g_string_free(text, FALSE);
}

static bool has_lines(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, RESULT_FILE, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void name_leftovers(const char *place)
{
	g_autoptr(GPtrArray) left = partial_leftovers(place);

	for (guint i = 0; i < left->len; i++) {
		g_autoptr(GPtrArray) results = result_list_new();
		g_autoptr(GPtrArray) words = NULL;
		const char *path = left->pdata[i];
		g_autoptr(GError) error = NULL;

		if (!has_lines(path)) {
			store_remove(path);
			complain(DONE_GOOD, "an earlier run left %s; no boot of it had "
				 "finished, and it is removed", path);
			continue;
		}
		if (!result_load(path, results, &error)) {
			complain(DONE_GOOD, "an earlier run left %s: %s", path,
				 error->message);
			continue;
		}
		words = result_partials(results);
		complain(DONE_GOOD, "an earlier run was cut short: %s%s; `ipibench "
			 "report` reads it",
			 words->len ? (char *)words->pdata[0] : path,
			 words->len ? "" : " is whole, but was not put in its "
			 "place");
	}
}

bool run_folder_open(struct run_folder *folder, const char *place, bool replace,
		     const GPtrArray *boots, guint planned, GError **error)
{
	g_autofree char *marker = marker_text(boots, planned);

	*folder = (struct run_folder){ .planned = planned };
	name_leftovers(place);
	if (!store_open(&folder->store, place, replace, marker, error))
		return false;
	folder->boots = boots;
	folder->kept_boots = g_ptr_array_new_with_free_func(kept_free);
	g_ptr_array_set_size(folder->kept_boots, planned);
	return true;
}

static bool stage_samples(struct store *store, const struct boot *boot,
			  guint row, GError **error)
{
	g_autofree char *text = result_samples(boot, row);
	g_autofree char *name = result_samples_name(boot, row);

	return !text || store_stage(store, name, text, strlen(text), error);
}

/* Where its lines go in the end. */
static guint place_of(const struct run_folder *folder, struct boot *boot)
{
	guint at = folder->kept;

	if (folder->boots)
		g_ptr_array_find((GPtrArray *)folder->boots, boot, &at);
	return at;
}

/* They are on the disk. */
static void remember(struct run_folder *folder, guint place, char *lines,
		     GPtrArray *results)
{
	struct kept *kept = g_new0(struct kept, 1);

	kept->lines = lines;
	kept->results = results;
	folder->kept_boots->pdata[place] = kept;
	folder->out_of_order |= folder->kept && place < folder->last;
	folder->last = place;
	folder->kept++;
}

/* Row i's line, read back into results: what cannot be read is not kept. */
static bool append_row(const struct boot *boot, guint i, const struct target_report *report,
		       JsonObject *of_run, GString *lines, GPtrArray *results, GError **error)
{
	g_autofree char *line = result_row(boot, i, report, of_run);
	gsize length = lines->len;
	guint rows = results->len;

	g_string_append_printf(lines, "%s\n", line);
	if (result_parse(RESULT_FILE, lines->str + length, lines->len - length, results, error))
		return true;
	g_string_truncate(lines, length);
	g_ptr_array_set_size(results, rows);
	return false;
}

/* A number that no result can have, a guest's or a meter's, damages its row and no other.
 * False: the row had no number of the guest's to begin with. */
static bool damage_row(const struct boot *boot, guint i, const char *why)
{
	struct guest_row *row = guest_run_row(boot->guest, i + 1);

	if (!row || !row->complete)
		return false;
	row->complete = false;
	g_free(row->damage);
	row->damage = g_strdup_printf("it cannot be what was said of it (%s)", why);
	return true;
}

static bool append_rows(const struct boot *boot, const struct target_report *report,
			JsonObject *of_run, GString *lines, GPtrArray *results, GError **error)
{
	for (guint i = 0; i < boot->settings->len; i++) {
		GError *why = NULL;

		if (append_row(boot, i, report, of_run, lines, results, &why))
			continue;
		if (!damage_row(boot, i, why->message)) {
			g_propagate_error(error, why);
			return false;
		}
		g_clear_error(&why);
		if (!append_row(boot, i, report, of_run, lines, results, error))
			return false;
	}
	return true;
}

bool run_folder_keep(struct run_folder *folder, struct boot *boot,
		     const struct target_report *report, JsonObject *of_run,
		     GError **error)
{
	struct store *store = &folder->store;
	g_autofree char *raw = g_strdup_printf("raw/%s.txt", boot->name);
	g_autofree char *iso = g_strdup_printf("%s/raw/%s.iso", store->draft,
					       boot->name);
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GString) lines = g_string_new(NULL);

	boot->image_sha256 = provenance_sha256(iso);
	/* Rows without the console they came from are not kept. */
	if (!store_stage(store, raw, boot->raw->data, boot->raw->len, error))
		return false;
	if (!append_rows(boot, report, of_run, lines, results, error))
		return false;
	for (guint i = 0; i < boot->settings->len; i++)
		if (!stage_samples(store, boot, i, error))
			return false;
	if (!store_append(store, lines->str, lines->len, error))
		return false;
	remember(folder, place_of(folder, boot), g_string_free(
		g_steal_pointer(&lines), FALSE), g_steal_pointer(&results));
	return true;
}

/* 3 before 1: a row that did not finish says nothing about the rest. */
static int judge(const GPtrArray *results)
{
	int status = DONE_GOOD;

	for (guint i = 0; i < results->len; i++) {
		const struct result *one = results->pdata[i];

		switch (status_kind(one->status)) {
		case STATUS_OK:
		case STATUS_ABSENT:
			break;
		case STATUS_UNFINISHED:
			return DID_NOT_FINISH;
		case STATUS_SHORT:
			status = FELL_SHORT;
		}
	}
	return status;
}

static void forget(struct run_folder *folder)
{
	g_ptr_array_unref(folder->kept_boots);
}

/* Boots come as they end; what is kept is in the order of the plan. */
static GString *put_in_order(struct run_folder *folder, GPtrArray *results,
			     GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < folder->kept_boots->len; i++) {
		struct kept *kept = folder->kept_boots->pdata[i];

		if (!kept)
			continue;
		g_string_append(text, kept->lines);
		g_ptr_array_extend_and_steal(results,
			g_steal_pointer(&kept->results));
	}
	return !folder->out_of_order ||
	       store_write(&folder->store, RESULT_FILE, text->str, text->len,
			   error) ? g_steal_pointer(&text) : NULL;
}

int run_folder_conclude(struct run_folder *folder, enum folder_says says, int status)
{
	g_autofree char *place = g_strdup(folder->store.place);
	g_autofree char *aside = NULL;
	g_autoptr(GPtrArray) results = result_list_new();
	g_autoptr(GString) text = NULL;
	g_autoptr(GError) error = NULL;
	int judged;

	if (!folder->kept) {
		run_folder_discard(folder);
		return status;
	}
	text = put_in_order(folder, results, &error);
	if (!text || !store_commit(&folder->store, &aside, &error)) {
		complain(DID_NOT_FINISH, "%s", error->message);
		return run_folder_leave(folder, "not put in place");
	}
	store_close(&folder->store);
	if (says == FOLDER_JSON)
		fwrite(text->str, 1, text->len, stdout);
	else if (says == FOLDER_TABLES)
		tables_print(results, &table_text);
	fprintf(stderr, "ipibench: %u rows in %s\n", results->len,
		place);
	if (aside)
		fprintf(stderr, "ipibench: the earlier results are in %s\n",
			aside);
	judged = judge(results);
	forget(folder);
	return MAX(status, judged);
}

int run_folder_leave(struct run_folder *folder, const char *why)
{
	g_autofree char *draft = g_strdup(folder->store.draft);

	progress_clear();
	if (store_close(&folder->store))
		complain(DID_NOT_FINISH, "%s: %u of %u boots had finished and "
			 "are in %s; `ipibench report` reads it", why,
			 folder->kept, folder->planned, draft);
	else
		complain(DID_NOT_FINISH, "%s: no boot of %u had finished, and "
			 "nothing is kept", why, folder->planned);
	forget(folder);
	return DID_NOT_FINISH;
}

void run_folder_discard(struct run_folder *folder)
{
	store_discard(&folder->store);
	forget(folder);
}
