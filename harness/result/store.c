/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE     /* renameat2 */
#include "result/store.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "result/partial.h"
#include "result/result.h"

#define STAGED ".new"           /* behind a name that waits for its lines */

static bool fail(GError **error, const char *what, const char *path)
{
	int why = errno;

	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(why),
		    "%s: %s: %s", path, what, g_strerror(why));
	return false;
}

static bool sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return done;
}

static bool write_all(int fd, const char *data, gsize len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			data += n;
			len -= n;
		}
	}
	return true;
}

static int remove_one(const char *path, const struct stat *info, int type,
		      struct FTW *where)
{
	return remove(path);
}

void store_remove(const char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static char *path_in(const struct store *store, const char *name)
{
	return g_build_filename(store->draft, name, NULL);
}

/* A name that nobody has: two runs may fill for one place. */
static bool make_draft(struct store *store, GError **error)
{
	int made;

	do {
		g_free(store->draft);
		store->draft = g_strdup_printf("%s" PARTIAL_INFIX "%06x",
			store->place, g_random_int() & 0xffffff);
		made = mkdir(store->draft, 0777);
	} while (made && errno == EEXIST);
	if (made) {
		fail(error, "cannot make the folder", store->draft);
		g_clear_pointer(&store->draft, g_free);
	}
	return !made;
}

/* It is locked before it has its name, so that no other run takes the folder
 * for one that was left. */
static bool make_marker(struct store *store, const char *text, GError **error)
{
	g_autofree char *path = path_in(store, PARTIAL_MARKER);
	g_autofree char *early = g_strconcat(path, STAGED, NULL);

	store->marker = open(early, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			     0666);
	if (store->marker < 0 || flock(store->marker, LOCK_EX | LOCK_NB) ||
	    !write_all(store->marker, text, strlen(text)) ||
	    fsync(store->marker) || rename(early, path))
		return fail(error, "cannot be written", path);
	return true;
}

bool store_open(struct store *store, const char *place, bool replace,
		const char *marker, GError **error)
{
	g_autofree char *parent = NULL, *raw = NULL;

	*store = (struct store){
		.place = g_canonicalize_filename(place, NULL),
		.replace = replace, .marker = -1, .lines = -1,
		.staged = g_ptr_array_new_with_free_func(g_free),
	};
	if (!replace && g_file_test(store->place, G_FILE_TEST_EXISTS)) {
		errno = EEXIST;
		return fail(error, "will not be overwritten", place);
	}
	parent = g_path_get_dirname(store->place);
	if (g_mkdir_with_parents(parent, 0777))
		return fail(error, "cannot make the folder", parent);
	if (!make_draft(store, error) || !make_marker(store, marker, error)) {
		store_discard(store);
		return false;
	}
	raw = path_in(store, "raw");
	if (g_mkdir_with_parents(raw, 0777)) {
		fail(error, "cannot make the folder", raw);
		store_discard(store);
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

bool store_write(struct store *store, const char *name, const void *data,
		 gsize len, GError **error)
{
	g_autofree char *path = path_in(store, name);

	return make_parent(path, error) &&
	       g_file_set_contents_full(path, data, len,
					G_FILE_SET_CONTENTS_DURABLE, 0666,
					error);
}

bool store_stage(struct store *store, const char *name, const void *data,
		 gsize len, GError **error)
{
	g_autofree char *early = g_strconcat(name, STAGED, NULL);

	g_ptr_array_add(store->staged, g_strdup(name));
	return store_write(store, early, data, len, error);
}

/* Their names come, or they go. */
static void conclude_staged(struct store *store, bool done)
{
	for (guint i = 0; i < store->staged->len; i++) {
		g_autofree char *path = path_in(store, store->staged->pdata[i]);
		g_autofree char *early = g_strconcat(path, STAGED, NULL);

		/* Under the other name it is there as well. */
		if (done)
			rename(early, path);
		else
			unlink(early);
	}
	g_ptr_array_set_size(store->staged, 0);
}

/* The file's own name and the folder's must outlive the machine, too. */
static bool open_lines(struct store *store)
{
	g_autofree char *path = path_in(store, RESULT_FILE);
	g_autofree char *parent = g_path_get_dirname(store->draft);

	if (store->lines >= 0)
		return true;
	store->lines = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
			    0666);
	return store->lines >= 0 && sync_path(store->draft, O_DIRECTORY) &&
	       sync_path(parent, O_DIRECTORY);
}

bool store_append(struct store *store, const char *text, gsize len,
		  GError **error)
{
	bool opened = open_lines(store);
	off_t before = opened ? lseek(store->lines, 0, SEEK_END) : -1;
	bool done = before >= 0 && write_all(store->lines, text, len) &&
		fsync(store->lines) == 0;

	if (!done) {
		g_autofree char *path = path_in(store, RESULT_FILE);

		fail(error, "cannot be written", path);
		/* Not half a boot; and no file where there was none. */
		if (before > 0 && ftruncate(store->lines, before) == 0)
			fsync(store->lines);
		if (before <= 0 && store->lines >= 0) {
			unlink(path);
			close(store->lines);
			store->lines = -1;
		}
	}
	conclude_staged(store, done);
	return done;
}

/* Renames to PLACE-TIME, which nobody has: two runs for one place may end in one second. */
static bool rename_by_time(const struct store *store, const char *from, char **dated,
			   GError **error)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	g_autofree char *time = g_date_time_format(now, "%Y%m%dT%H%M%SZ");

	for (guint n = 1;; n++) {
		g_free(*dated);
		*dated = n == 1 ? g_strconcat(store->place, "-", time, NULL) :
			g_strdup_printf("%s-%s-%u", store->place, time, n);
		if (renameat2(AT_FDCWD, from, AT_FDCWD, *dated, RENAME_NOREPLACE) == 0)
			return true;
		if (errno != EEXIST)
			return fail(error, "cannot be put in place", *dated);
	}
}

/* What was there before: a link's folder, or a folder, which gets out of the way. */
static bool put_aside(const struct store *store, char **aside, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(store->place);
	g_autofree char *link = g_file_read_link(store->place, NULL);

	if (link)
		*aside = g_canonicalize_filename(link, parent);
	return link || !g_file_test(store->place, G_FILE_TEST_EXISTS) ||
	       rename_by_time(store, store->place, aside, error);
}

/* In one step, so that PLACE is a whole folder at any time. */
static bool point_to(const struct store *store, const char *dated, GError **error)
{
	g_autofree char *base = g_path_get_basename(dated);
	g_autofree char *early = g_strconcat(dated, ".link", NULL);

	if (symlink(base, early) == 0 && rename(early, store->place) == 0)
		return true;
	fail(error, "cannot be put in place", store->place);
	unlink(early);
	return false;
}

bool store_commit(struct store *store, char **aside, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(store->place);
	g_autofree char *marker = path_in(store, PARTIAL_MARKER);
	g_autofree char *dated = NULL;

	*aside = NULL;
	/* From here on it is whole, whatever its name. */
	if (unlink(marker))
		return fail(error, "cannot be removed", marker);
	if (!sync_path(store->draft, O_DIRECTORY))
		return fail(error, "cannot be written to disk", store->draft);
	if (!store->replace) {
		if (renameat2(AT_FDCWD, store->draft, AT_FDCWD, store->place,
			      RENAME_NOREPLACE))
			return fail(error, "cannot be put in place", store->place);
	} else if (!rename_by_time(store, store->draft, &dated, error)) {
		return false;
	}
	g_clear_pointer(&store->draft, g_free);
	if (dated && (!put_aside(store, aside, error) || !point_to(store, dated, error)))
		return false;
	sync_path(parent, O_DIRECTORY);
	return true;
}

static void let_go(struct store *store)
{
	if (store->marker >= 0)
		close(store->marker);
	if (store->lines >= 0)
		close(store->lines);
	store->marker = store->lines = -1;
	g_clear_pointer(&store->staged, g_ptr_array_unref);
	g_clear_pointer(&store->draft, g_free);
	g_clear_pointer(&store->place, g_free);
}

bool store_close(struct store *store)
{
	bool left = store->draft && store->lines >= 0;

	if (!left) {
		store_discard(store);
		return false;
	}
	conclude_staged(store, false);
	let_go(store);
	return true;
}

void store_discard(struct store *store)
{
	if (store->draft)
		store_remove(store->draft);
	if (store->staged)
		let_go(store);
	g_clear_pointer(&store->place, g_free);
}
