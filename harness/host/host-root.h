/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading this machine's /proc and /sys, or, where IPIBENCH_HOST_ROOT names a
 * folder, what lies there instead: tests must not touch the real ones. */
#ifndef IPIBENCH_HOST_ROOT_H
#define IPIBENCH_HOST_ROOT_H

#include <glib.h>
#include <stdbool.h>

/* path is absolute, such as "/sys/module/kvm"; so is what is returned. */
char *host_path(const char *path);
/* The file without its last newline, or NULL. path may be a format. */
char *host_read(const char *path, ...) G_GNUC_PRINTF(1, 2);
bool host_exists(const char *path, ...) G_GNUC_PRINTF(1, 2);
/* "0-3,8" and the like to guint; NULL where it makes no sense. */
GArray *host_list(const char *text);

#endif
