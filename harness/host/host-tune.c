/* SPDX-License-Identifier: GPL-2.0-only */
#include "host/host-tune.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "host/host-guardian.h"
#include "host/host-root.h"

/* %u: each processor. A file that is not there is passed over. */
static const struct { const char *path, *value; } wishes[] = {
	{ "/sys/devices/system/cpu/cpu%u/cpufreq/scaling_governor",
	  "performance" },
	{ "/sys/devices/system/cpu/intel_pstate/no_turbo", "1" },
	{ "/sys/devices/system/cpu/cpufreq/boost", "0" },
	{ "/sys/module/kvm/parameters/halt_poll_ns", "0" },
};

struct change {
	char *path, *from, *why_not;
	const char *to;
};

struct host_tune {
	GPtrArray *changes;
	struct guardian guardian;
};

static void change_free(void *pointer)
{
	struct change *change = pointer;

	g_free(change->path);
	g_free(change->from);
	g_free(change->why_not);
	g_free(change);
}

static void tune_free(struct host_tune *tune)
{
	g_ptr_array_unref(tune->changes);
	g_free(tune);
}

static void want(struct host_tune *tune, const char *path, const char *value)
{
	g_autofree char *is = host_read("%s", path);
	struct change *change;

	if (!is || g_str_equal(is, value))
		return;
	change = g_new0(struct change, 1);
	change->path = host_path(path);
	change->from = g_steal_pointer(&is);
	change->to = value;
	g_ptr_array_add(tune->changes, change);
}

static void list_changes(struct host_tune *tune)
{
	g_autofree char *online = host_read("/sys/devices/system/cpu/online");
	g_autoptr(GArray) ids = host_list(online);

	for (guint i = 0; i < G_N_ELEMENTS(wishes); i++) {
		g_auto(GStrv) parts = g_strsplit(wishes[i].path, "%u", 2);

		if (!parts[1]) {
			want(tune, wishes[i].path, wishes[i].value);
			continue;
		}
		for (guint k = 0; ids && k < ids->len; k++) {
			g_autofree char *path = g_strdup_printf("%s%u%s",
				parts[0], g_array_index(ids, guint, k),
				parts[1]);

			want(tune, path, wishes[i].value);
		}
	}
}

/* Files of sysfs are written in one piece, and never made. */
static int write_value(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC), failed = 0;

	if (fd < 0)
		return errno;
	if (write(fd, value, strlen(value)) != (ssize_t)strlen(value))
		failed = errno ? errno : EIO;
	if (close(fd) && !failed)
		failed = errno;
	return failed;
}

static bool still_is(const char *path, const char *value)
{
	char text[256];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	if (n < 0)
		return false;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return strcmp(text, value) == 0;
}

/* What somebody else has changed meanwhile is theirs. */
static void put_back(const void *user)
{
	const struct host_tune *tune = user;

	for (guint i = 0; i < tune->changes->len; i++) {
		const struct change *change = tune->changes->pdata[i];

		if (still_is(change->path, change->to))
			write_value(change->path, change->from);
	}
}

struct host_tune *host_tune_begin(GError **error)
{
	struct host_tune *tune = g_new0(struct host_tune, 1);

	tune->changes = g_ptr_array_new_with_free_func(change_free);
	list_changes(tune);
	if (!guardian_begin(&tune->guardian, put_back, tune, error)) {
		g_prefix_error(error, "--tune: nothing changed: ");
		tune_free(tune);
		return NULL;
	}
	for (guint i = 0; i < tune->changes->len; i++) {
		struct change *change = tune->changes->pdata[i];
		int failed = write_value(change->path, change->to);

		if (failed)
			change->why_not = g_strdup(g_strerror(failed));
	}
	return tune;
}

JsonArray *host_tune_changes(const struct host_tune *tune)
{
	JsonArray *array = json_array_new();

	for (guint i = 0; i < tune->changes->len; i++) {
		const struct change *change = tune->changes->pdata[i];
		JsonObject *object = json_object_new();

		json_object_set_string_member(object, "path", change->path);
		json_object_set_string_member(object, "from", change->from);
		json_object_set_string_member(object, "to", change->to);
		if (change->why_not)
			json_object_set_string_member(object, "failed",
						      change->why_not);
		json_array_add_object_element(array, object);
	}
	return array;
}

bool host_tune_end(struct host_tune *tune, GError **error)
{
	bool good = true;

	guardian_end(&tune->guardian);
	for (guint i = 0; i < tune->changes->len && good; i++) {
		const struct change *change = tune->changes->pdata[i];

		good = change->why_not || still_is(change->path, change->from);
		if (!good)
			g_set_error(error, IPIBENCH_ERROR, 0, "--tune: %s is not "
				    "'%s' again as it was", change->path,
				    change->from);
	}
	tune_free(tune);
	return good;
}
