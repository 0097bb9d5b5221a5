/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stands before libtracefs (LD_PRELOAD). With $RECORD it keeps every histogram that
 * the tool reads, in $RECORD/trace, each behind a line "# read". With $PLAY_TRACE it
 * plays such a file to a tool on a machine without tracing: its functions do nothing,
 * and each read gives the next histogram. The instance's folder is then
 * $PLAY_TRACE.instance. With neither it is as if it were not there.
 */
#define _GNU_SOURCE     /* RTLD_NEXT */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK "# read\n"
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

struct tep_handle;
struct tracefs_instance;
struct tracefs_hist;

static const char *played(void)
{
	return getenv("PLAY_TRACE");
}

static char *played_folder(void)
{
	char *folder;

	return asprintf(&folder, "%s.instance", played()) < 0 ? NULL : folder;
}

/* What is given out, so that no pointer is NULL; nothing looks into it. */
static int something;

int tracefs_tracing_dir_is_mounted(bool mount, const char **path)
{
	if (!played())
		return REAL(tracefs_tracing_dir_is_mounted)(mount, path);
	*path = "/tmp";
	return 1;
}

struct tep_handle *tracefs_local_events_system(const char *dir, const char *const *systems)
{
	return played() ? (void *)&something :
		REAL(tracefs_local_events_system)(dir, systems);
}

void tep_free(struct tep_handle *tep)
{
	if (!played())
		REAL(tep_free)(tep);
}

struct tracefs_hist *tracefs_hist_alloc_nd(struct tep_handle *tep, const char *system,
					   const char *event, void *axes)
{
	return played() ? (void *)&something :
		REAL(tracefs_hist_alloc_nd)(tep, system, event, axes);
}

void tracefs_hist_free(struct tracefs_hist *hist)
{
	if (!played())
		REAL(tracefs_hist_free)(hist);
}

struct tracefs_instance *tracefs_instance_create(const char *name)
{
	return played() ? (void *)&something : REAL(tracefs_instance_create)(name);
}

void tracefs_instance_free(struct tracefs_instance *instance)
{
	if (!played())
		REAL(tracefs_instance_free)(instance);
}

char *tracefs_instance_get_dir(struct tracefs_instance *instance)
{
	return played() ? played_folder() : REAL(tracefs_instance_get_dir)(instance);
}

void tracefs_put_tracing_file(char *name)
{
	if (!played())
		REAL(tracefs_put_tracing_file)(name);
	else
		free(name);
}

/* What its start and its destruction come to, inline in the header. */
int tracefs_hist_command(struct tracefs_instance *instance, struct tracefs_hist *hist,
			 int command)
{
	return played() ? 0 : REAL(tracefs_hist_command)(instance, hist, command);
}

/* NULL behind the last one. */
static char *next_played(void)
{
	static FILE *file;
	char line[4096], *text = NULL;
	size_t len = 0;

	if (!file) {
		file = fopen(played(), "r");
		if (!file || !fgets(line, sizeof(line), file))
			return NULL;
	}
	while (fgets(line, sizeof(line), file) && strcmp(line, MARK)) {
		text = realloc(text, len + strlen(line) + 1);
		strcpy(text + len, line);
		len += strlen(line);
	}
	return text;
}

char *tracefs_event_file_read(struct tracefs_instance *instance, const char *system,
			      const char *event, const char *name, int *size)
{
	char *text, path[4096];
	FILE *copy;

	if (played())
		return next_played();
	text = REAL(tracefs_event_file_read)(instance, system, event, name, size);
	if (getenv("RECORD") && text) {
		snprintf(path, sizeof(path), "%s/trace", getenv("RECORD"));
		copy = fopen(path, "a");
		if (copy) {
			fprintf(copy, MARK "%s", text);
			fclose(copy);
		}
	}
	return text;
}
