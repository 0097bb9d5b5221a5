/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE     /* sched_getaffinity */
#include "host/host-cpus.h"

#include <sched.h>

#include "host/host-root.h"

#define SIBLINGS "/sys/devices/system/cpu/cpu%u/topology/thread_siblings_list"

static void cpu_free(void *pointer)
{
	struct host_cpu *cpu = pointer;

	g_free(cpu->siblings);
	g_free(cpu);
}

static bool core_is_taken(const GPtrArray *cpus, const char *siblings)
{
	for (guint i = 0; siblings && i < cpus->len; i++) {
		const struct host_cpu *other = cpus->pdata[i];

		if (g_strcmp0(other->siblings, siblings) == 0)
			return true;
	}
	return false;
}

GPtrArray *host_cpus_order(const GArray *ids)
{
	GPtrArray *cpus = g_ptr_array_new_with_free_func(cpu_free);

	for (int second = 0; second < 2; second++) {
		guint firsts = cpus->len;

		for (guint i = 0; i < ids->len; i++) {
			guint id = g_array_index(ids, guint, i);
			g_autofree char *siblings = host_read(SIBLINGS, id);
			struct host_cpu *cpu;
			bool known = false;

			for (guint k = 0; k < firsts; k++)
				known |= ((struct host_cpu *)
					  cpus->pdata[k])->id == id;
			if (known || (!second && core_is_taken(cpus, siblings)))
				continue;
			cpu = g_new0(struct host_cpu, 1);
			cpu->id = id;
			cpu->siblings = g_steal_pointer(&siblings);
			cpu->second = second;
			g_ptr_array_add(cpus, cpu);
		}
	}
	return cpus;
}

GPtrArray *host_cpus(void)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint));
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return NULL;
	for (guint id = 0; id < CPU_SETSIZE; id++)
		if (CPU_ISSET(id, &allowed))
			g_array_append_val(ids, id);
	return ids->len ? host_cpus_order(ids) : NULL;
}

guint host_cores(const GPtrArray *cpus)
{
	guint cores = 0;

	for (guint i = 0; i < cpus->len; i++)
		cores += !((struct host_cpu *)cpus->pdata[i])->second;
	return cores;
}
