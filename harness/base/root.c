/* SPDX-License-Identifier: GPL-2.0-only */
#include "base/root.h"

#include <glib.h>

char *tool_root(void)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);

	return self ? g_path_get_dirname(self) : g_get_current_dir();
}
