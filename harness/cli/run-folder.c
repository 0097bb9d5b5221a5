/* SPDX-License-Identifier: GPL-2.0-only */
#include "cli/run-folder.h"

#include <stdio.h>
#include <string.h>

#include "base/progress.h"
#include "cli/command.h"
#include "host/provenance.h"
#include "record/record.h"
#include "report/table.h"
#include "result/partial.h"
#include "spec/status.h"

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
				boot_planned_name(boot), boot->settings->len);
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
	folder->lines = g_string_new(NULL);
	folder->results = result_list_new();
	return true;
}

static bool stage_samples(struct store *store, const struct boot *boot,
			  guint row, GError **error)
{
	g_autofree char *text = result_samples(boot, row);
	g_autofree char *name = result_samples_name(boot, row);

	return !text || store_stage(store, name, text, strlen(text), error);
}

bool run_folder_keep(struct run_folder *folder, struct boot *boot,
		     const struct target_report *report, JsonObject *of_run,
		     GError **error)
{
	struct store *store = &folder->store;
	g_autofree char *raw = g_strdup_printf("raw/%s.txt", boot->name);
	g_autofree char *iso = g_strdup_printf("%s/raw/%s.iso", store->draft,
					       boot->name);
	g_autoptr(GString) lines = g_string_new(NULL);

	boot->image_sha256 = provenance_sha256(iso);
	/* Rows without the console they came from are not kept. */
	if (!store_stage(store, raw, boot->raw->data, boot->raw->len, error))
		return false;
	for (guint i = 0; i < boot->settings->len; i++) {
		g_autofree char *line = result_row(boot, i, report, of_run);

		g_string_append(lines, line);
		g_string_append_c(lines, '\n');
		if (!stage_samples(store, boot, i, error))
			return false;
	}
	/* Read back what is written: what cannot be read is not kept. */
	if (!result_parse(RESULT_FILE, lines->str, lines->len, folder->results,
			  error) ||
	    !store_append(store, lines->str, lines->len, error))
		return false;
	g_string_append_len(folder->lines, lines->str, lines->len);
	folder->kept++;
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
	g_string_free(folder->lines, TRUE);
	g_ptr_array_unref(folder->results);
}

int run_folder_conclude(struct run_folder *folder, bool json, int status)
{
	g_autofree char *place = g_strdup(folder->store.place);
	g_autofree char *aside = NULL;
	g_autoptr(GError) error = NULL;
	int judged;

	if (!folder->lines->len) {
		run_folder_discard(folder);
		return status;
	}
	if (!store_commit(&folder->store, &aside, &error)) {
		complain(DID_NOT_FINISH, "%s", error->message);
		return run_folder_leave(folder, "not put in place");
	}
	store_close(&folder->store);
	if (json)
		fwrite(folder->lines->str, 1, folder->lines->len, stdout);
	else
		tables_print(folder->results, &table_text);
	fprintf(stderr, "ipibench: %u rows in %s\n", folder->results->len,
		place);
	if (aside)
		fprintf(stderr, "ipibench: the earlier results are in %s\n",
			aside);
	judged = judge(folder->results);
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
