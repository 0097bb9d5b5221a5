/* SPDX-License-Identifier: GPL-2.0-only */
#include "host/host-checks.h"

#include <string.h>

#include "base/members.h"
#include "host/host-root.h"

#define CPU "/sys/devices/system/cpu/"
#define LOAD_MAX 0.5

/* Any processor that is not at `wanted` makes it bad. */
static char *every_cpu(const char *file, const char *wanted,
		       enum host_verdict *verdict)
{
	g_autofree char *present = host_read(CPU "online");
	g_autoptr(GArray) ids = host_list(present);
	char *found = NULL;

	for (guint i = 0; ids && i < ids->len; i++) {
		g_autofree char *value = host_read(CPU "cpu%u/%s",
			g_array_index(ids, guint, i), file);

		if (!value || (found && g_str_equal(value, wanted)))
			continue;
		g_free(found);
		found = g_steal_pointer(&value);
	}
	*verdict = !found ? HOST_UNKNOWN :
		g_str_equal(found, wanted) ? HOST_GOOD : HOST_BAD;
	return found;
}

static char *governor(enum host_verdict *verdict)
{
	return every_cpu("cpufreq/scaling_governor", "performance", verdict);
}

static char *turbo(enum host_verdict *verdict)
{
	g_autofree char *no_turbo = host_read(CPU "intel_pstate/no_turbo");
	g_autofree char *boost = host_read(CPU "cpufreq/boost");
	bool on;

	if (!no_turbo && !boost)
		return NULL;
	on = no_turbo ? g_str_equal(no_turbo, "0") : g_str_equal(boost, "1");
	*verdict = on ? HOST_BAD : HOST_GOOD;
	return g_strdup(on ? "on" : "off");
}

static char *smt(enum host_verdict *verdict)
{
	char *active = host_read(CPU "smt/active");

	if (active)
		*verdict = g_str_equal(active, "0") ? HOST_GOOD : HOST_BAD;
	return active;
}

guint64 host_steal_ticks(void)
{
	g_autofree char *stat = host_read("/proc/stat");
	guint64 steal = 0;

	/* proc(5): user nice system idle iowait irq softirq steal */
	if (stat && g_str_has_prefix(stat, "cpu ")) {
		const char *at = stat + strlen("cpu");
		char *end;

		for (int i = 0; i < 8; i++, at = end)
			steal = g_ascii_strtoull(at, &end, 10);
	}
	return steal;
}

static char *steal(enum host_verdict *verdict)
{
	guint64 ticks = host_steal_ticks();

	*verdict = ticks ? HOST_BAD : HOST_GOOD;
	return g_strdup_printf("%" G_GUINT64_FORMAT " ticks since the start",
			       ticks);
}

static char *load(enum host_verdict *verdict)
{
	g_autofree char *text = host_read("/proc/loadavg");

	if (!text)
		return NULL;
	text[strcspn(text, " ")] = '\0';
	*verdict = g_ascii_strtod(text, NULL) > LOAD_MAX ? HOST_BAD : HOST_GOOD;
	return g_steal_pointer(&text);
}

bool host_cpu_flag(const char *flag)
{
	g_autofree char *text = host_read("/proc/cpuinfo");
	char *flags = text ? strstr(text, "\nflags") : NULL;
	g_auto(GStrv) words = NULL;

	if (!flags)
		return false;
	flags++;
	flags[strcspn(flags, "\n")] = '\0';
	words = g_strsplit_set(flags, " \t", -1);
	return g_strv_contains((const char *const *)words, flag);
}

static char *nested(enum host_verdict *verdict)
{
	bool is = host_cpu_flag("hypervisor"); /* CPUID leaf 1, ECX bit 31 */

	*verdict = is ? HOST_BAD : HOST_GOOD;
	return g_strdup(is ? "this machine is itself a guest" : "no");
}

static char *halt_poll(enum host_verdict *verdict)
{
	char *value = host_read("/sys/module/kvm/parameters/halt_poll_ns");

	if (value)
		*verdict = g_str_equal(value, "0") ? HOST_GOOD : HOST_BAD;
	return value;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *mitigations(enum host_verdict *verdict)
{
	g_autofree char *folder = host_path(CPU "vulnerabilities");
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) on = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	if (!dir)
		return NULL;
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *text = host_read(CPU "vulnerabilities/%s",
						  name);

		if (text && g_str_has_prefix(text, "Mitigation"))
			g_ptr_array_add(on, g_strdup(name));
	}
	*verdict = on->len ? HOST_BAD : HOST_GOOD;
	if (!on->len)
		return g_strdup("none on");
	g_ptr_array_sort(on, by_name);
	g_ptr_array_add(on, NULL);
	return g_strjoinv(" ", (char **)on->pdata);
}

static char *clock_source(enum host_verdict *verdict)
{
	char *name = host_read("/sys/devices/system/clocksource/clocksource0/"
			       "current_clocksource");

	if (name)
		*verdict = g_str_equal(name, "tsc") ? HOST_GOOD : HOST_BAD;
	return name;
}

static char *invariant_tsc(enum host_verdict *verdict)
{
	bool is = host_cpu_flag("constant_tsc") && host_cpu_flag("nonstop_tsc");

	*verdict = is ? HOST_GOOD : HOST_BAD;
	return g_strdup(is ? "yes" : "no");
}

const struct host_check host_checks[] = {
	{ "governor", governor, "set every processor's frequency governor to "
	  "performance (run --tune)" },
	{ "turbo", turbo, "switch turbo off: frequency then does not depend on "
	  "heat and neighbours (run --tune)" },
	{ "smt", smt, "switch SMT off in the firmware, or leave the siblings of "
	  "the processors used idle" },
	{ "steal", steal, "the level above takes time away: use a machine of "
	  "your own" },
	{ "load", load, "end what else runs" },
	{ "nested", nested, "measure on the bare machine: here an exit of the "
	  "guest may be several of the level above" },
	{ "halt_poll_ns", halt_poll, "KVM spins for so long before a halted vCPU "
	  "sleeps; 0 shows the whole cost of waking (run --tune)" },
	{ "mitigations", mitigations, "part of every exit; compare only with "
	  "results of the same" },
	{ "clocksource", clock_source, "the kernel does not trust the TSC; times "
	  "may be wrong" },
	{ "invariant_tsc", invariant_tsc, "the TSC may change its pace or stop" },
	{ NULL, NULL, NULL }
};

JsonObject *host_checks_object(void)
{
	JsonObject *all = json_object_new();

	for (const struct host_check *check = host_checks; check->name;
	     check++) {
		enum host_verdict verdict = HOST_UNKNOWN;
		g_autofree char *value = check->look(&verdict);
		JsonObject *one = json_object_new();

		members_set_text(one, "value", value);
		if (verdict == HOST_UNKNOWN)
			json_object_set_null_member(one, "good");
		else
			json_object_set_boolean_member(one, "good",
						       verdict == HOST_GOOD);
		if (verdict == HOST_BAD)
			json_object_set_string_member(one, "advice",
						      check->advice);
		json_object_set_object_member(all, check->name, one);
	}
	return all;
}
