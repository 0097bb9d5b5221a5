/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE     /* renameat2 */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

static bool fail(GError **error, const char *what, const char *path)
{
	int why = errno;

	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(why),
		    "%s: %s: %s", path, what, g_strerror(why));
	return false;
}

static int remove_one(const char *path, const struct stat *info, int type,
		      struct FTW *where)
{
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

bool store_open(struct store *store, const char *place, bool replace,
		GError **error)
{
	g_autofree char *parent = NULL, *raw = NULL;

	*store = (struct store){
		.place = g_canonicalize_filename(place, NULL),
		.replace = replace,
	};
	if (!replace && g_file_test(store->place, G_FILE_TEST_EXISTS)) {
		errno = EEXIST;
		return fail(error, "will not be overwritten", place);
	}
	parent = g_path_get_dirname(store->place);
	if (g_mkdir_with_parents(parent, 0777))
		return fail(error, "cannot make the folder", parent);
	store->draft = g_strdup_printf("%s.tmp-%d", store->place, getpid());
	raw = g_build_filename(store->draft, "raw", NULL);
	remove_tree(store->draft);      /* of a process that had our number */
	if (g_mkdir_with_parents(raw, 0777)) {
		fail(error, "cannot make the folder", raw);
		g_clear_pointer(&store->draft, g_free);
		return false;
	}
	return true;
}

/* A name may have a folder of its own in it. */
static bool make_parent(const char *path, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(path);

	return g_mkdir_with_parents(parent, 0777) == 0 ||
	       fail(error, "cannot make the folder", parent);
}

static bool sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return done;
}

bool store_write(struct store *store, const char *name, const void *data,
		 gsize len, GError **error)
{
	g_autofree char *path = g_build_filename(store->draft, name, NULL);

	return make_parent(path, error) &&
	       g_file_set_contents_full(path, data, len,
					G_FILE_SET_CONTENTS_DURABLE, 0666,
					error);
}

bool store_commit(struct store *store, char **aside, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(store->place);
	g_autofree char *previous = g_strconcat(store->place, ".previous",
						NULL);

	*aside = NULL;
	if (!sync_path(store->draft, O_DIRECTORY))
		return fail(error, "cannot be written to disk", store->draft);
	if (renameat2(AT_FDCWD, store->draft, AT_FDCWD, store->place,
		      RENAME_NOREPLACE) == 0) {
		g_clear_pointer(&store->draft, g_free);
	} else if (errno != EEXIST || !store->replace) {
		return fail(error, "cannot be put in place", store->place);
	} else {
		/* In one step, so that there is a whole folder at any time;
		 * the draft's name then holds the earlier one. */
		if (renameat2(AT_FDCWD, store->draft, AT_FDCWD, store->place,
			      RENAME_EXCHANGE))
			return fail(error, "cannot be put in place",
				    store->place);
		remove_tree(previous);
		if (rename(store->draft, previous) == 0)
			*aside = g_steal_pointer(&previous);
		else
			*aside = g_strdup(store->draft);
		g_clear_pointer(&store->draft, g_free);
	}
	sync_path(parent, O_DIRECTORY);
	return true;
}

void store_close(struct store *store)
{
	if (store->draft)
		remove_tree(store->draft);
	g_clear_pointer(&store->draft, g_free);
	g_clear_pointer(&store->place, g_free);
}
