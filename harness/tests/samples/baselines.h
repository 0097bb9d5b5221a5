/* SPDX-License-Identifier: GPL-2.0-only */
/* The committed baselines, a file after the other. */
#ifndef IPIBENCH_BASELINES_H
#define IPIBENCH_BASELINES_H

#include <glib.h>

#include "base/root.h"

/* Returns how many there are. */
static guint each_baseline(void (*take)(const char *path, const char *text))
{
	g_autofree char *root = tool_root();
	g_autofree char *place = g_build_filename(root, "..", "..", "results",
						  "baselines", NULL);
	g_autoptr(GDir) targets = g_dir_open(place, 0, NULL);
	const char *target, *name;
	guint files = 0;

	g_assert_nonnull(targets);
	while ((target = g_dir_read_name(targets))) {
		g_autofree char *folder = g_build_filename(place, target, NULL);
		g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

		while (dir && (name = g_dir_read_name(dir))) {
			g_autofree char *path = g_build_filename(folder, name, NULL);
			g_autofree char *text = NULL;

			g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
			take(path, text);
			files++;
		}
	}
	return files;
}

#endif
