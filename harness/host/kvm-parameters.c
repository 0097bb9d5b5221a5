/* SPDX-License-Identifier: GPL-2.0-only */
#include "host/kvm-parameters.h"

#include "host/host-root.h"
#include "host/provenance.h"

GHashTable *kvm_parameters(void)
{
	static const char *const modules[] = { "kvm", "kvm_amd", "kvm_intel" };
	GHashTable *all = g_hash_table_new_full(g_str_hash, g_str_equal,
						g_free, g_free);
	char *vendor = provenance_cpuinfo("vendor_id");

	if (vendor)
		g_hash_table_insert(all, g_strdup(KVM_VENDOR), vendor);
	for (guint i = 0; i < G_N_ELEMENTS(modules); i++) {
		g_autofree char *inside = g_strdup_printf(
			"/sys/module/%s/parameters", modules[i]);
		g_autofree char *path = host_path(inside);
		g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
		const char *name;

		while (dir && (name = g_dir_read_name(dir))) {
			g_autofree char *file = g_build_filename(path, name,
								 NULL);
			char *value;

			if (g_file_get_contents(file, &value, NULL, NULL))
				g_hash_table_insert(all, g_strdup_printf(
					"%s.%s", modules[i], name),
					g_strstrip(value));
		}
	}
	return all;
}
