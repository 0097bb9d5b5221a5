/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tool makes of a machine, on machines made up in a folder. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/host-checks.h"
#include "host/host-cpus.h"
#include "host/host-root.h"
#include "host/host-tune.h"

#define CPU "/sys/devices/system/cpu/"

static char *root;

static void put(const char *path, const char *text)
{
	g_autofree char *file = g_strconcat(root, path, NULL);
	g_autofree char *folder = g_path_get_dirname(file);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0755), ==, 0);
	g_assert_true(g_file_set_contents(file, text, -1, NULL));
}

static void assert_is(const char *path, const char *text)
{
	g_autofree char *is = host_read("%s", path);

	g_assert_cmpstr(is, ==, text);
}

/* Two cores of two threads, everything wrong. */
static void make_machine(void)
{
	put(CPU "online", "0-3\n");
	for (int i = 0; i < 4; i++) {
		g_autofree char *governor = g_strdup_printf(
			CPU "cpu%d/cpufreq/scaling_governor", i);
		g_autofree char *siblings = g_strdup_printf(
			CPU "cpu%d/topology/thread_siblings_list", i);

		put(governor, i == 3 ? "performance\n" : "schedutil\n");
		put(siblings, i % 2 ? "1,3\n" : "0,2\n");
	}
	put(CPU "cpufreq/boost", "1\n");
	put(CPU "smt/active", "1\n");
	put(CPU "vulnerabilities/meltdown", "Mitigation: PTI\n");
	put(CPU "vulnerabilities/mds", "Not affected\n");
	put("/sys/module/kvm/parameters/halt_poll_ns", "200000\n");
	put("/sys/devices/system/clocksource/clocksource0/current_clocksource",
	    "hpet\n");
	put("/proc/loadavg", "3.10 1.00 1.00 2/300 999\n");
	put("/proc/stat", "cpu  1 2 3 4 5 6 7 88 9 10\ncpu0 1 2\n");
	put("/proc/cpuinfo", "processor\t: 0\nmodel name\t: hypervisor\n"
	    "flags\t\t: fpu constant_tsc hypervisor\n");
}

static void lists(void)
{
	static const char *const bad[] = { "", "a", "1-", "3-2", "1,,2", NULL };
	g_autoptr(GArray) list = host_list("0-2, 8\n");

	g_assert_cmpuint(list->len, ==, 4);
	g_assert_cmpuint(g_array_index(list, guint, 3), ==, 8);
	for (int i = 0; bad[i]; i++)
		g_assert_null(host_list(bad[i]));
	g_assert_null(host_list(NULL));
}

static void cores_first(void)
{
	static const guint wanted[] = { 0, 1, 2, 3 }, few[] = { 2, 0, 1 };
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GPtrArray) all = NULL, some = NULL;

	/* in the order 0, 2, 1, 3 the first two are one core */
	for (guint i = 0; i < 4; i++) {
		guint id = (guint[]){ 0, 2, 1, 3 }[i];

		g_array_append_val(ids, id);
	}
	all = host_cpus_order(ids);
	g_assert_cmpuint(all->len, ==, 4);
	g_assert_cmpuint(host_cores(all), ==, 2);
	for (guint i = 0; i < 4; i++) {
		const struct host_cpu *cpu = all->pdata[i];

		g_assert_cmpuint(cpu->id, ==, wanted[i]);
		g_assert_cmpint(cpu->second, ==, i >= 2);
	}
	g_array_set_size(ids, 0);
	g_array_append_vals(ids, few, 3);
	some = host_cpus_order(ids);
	g_assert_cmpuint(host_cores(some), ==, 2);
	g_assert_cmpuint(((struct host_cpu *)some->pdata[1])->id, ==, 1);
}

static JsonObject *finding(JsonObject *all, const char *name)
{
	return json_object_get_object_member(all, name);
}

static void all_bad(void)
{
	static const struct { const char *name, *value; } wanted[] = {
		{ "governor", "schedutil" }, { "turbo", "on" }, { "smt", "1" },
		{ "steal", "88 ticks since the start" }, { "load", "3.10" },
		{ "nested", "this machine is itself a guest" },
		{ "halt_poll_ns", "200000" }, { "mitigations", "meltdown" },
		{ "clocksource", "hpet" }, { "invariant_tsc", "no" },
	};
	g_autoptr(JsonObject) all = host_checks_object();

	for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
		JsonObject *one = finding(all, wanted[i].name);

		g_assert_cmpstr(json_object_get_string_member(one, "value"), ==,
				wanted[i].value);
		g_assert_false(json_object_get_boolean_member(one, "good"));
		g_assert_true(json_object_has_member(one, "advice"));
	}
	g_assert_cmpuint(json_object_get_size(all), ==, G_N_ELEMENTS(wanted));
}

static void all_good(void)
{
	g_autoptr(JsonObject) all = NULL;

	for (int i = 0; i < 3; i++) {
		g_autofree char *governor = g_strdup_printf(
			CPU "cpu%d/cpufreq/scaling_governor", i);

		put(governor, "performance\n");
	}
	put(CPU "cpufreq/boost", "0\n");
	put(CPU "smt/active", "0\n");
	put(CPU "vulnerabilities/meltdown", "Not affected\n");
	put("/sys/module/kvm/parameters/halt_poll_ns", "0\n");
	put("/sys/devices/system/clocksource/clocksource0/current_clocksource",
	    "tsc\n");
	put("/proc/loadavg", "0.10 1.00 1.00 2/300 999\n");
	put("/proc/stat", "cpu  1 2 3 4 5 6 7 0 9 10\n");
	put("/proc/cpuinfo", "processor\t: 0\nflags\t\t: constant_tsc "
	    "nonstop_tsc\n");
	all = host_checks_object();
	for (const struct host_check *check = host_checks; check->name; check++) {
		JsonObject *one = finding(all, check->name);

		g_assert_true(json_object_get_boolean_member(one, "good"));
		g_assert_false(json_object_has_member(one, "advice"));
	}
	make_machine();
}

static void knows_nothing(void)
{
	g_autofree char *empty = g_strconcat(root, "/nothing", NULL);
	g_autoptr(JsonObject) all = NULL;
	JsonObject *one;

	g_setenv("IPIBENCH_HOST_ROOT", empty, TRUE);
	all = host_checks_object();
	g_setenv("IPIBENCH_HOST_ROOT", root, TRUE);
	one = finding(all, "governor");
	g_assert_true(json_object_get_null_member(one, "value"));
	g_assert_true(json_object_get_null_member(one, "good"));
}

static void assert_untouched(void)
{
	assert_is(CPU "cpu0/cpufreq/scaling_governor", "schedutil");
	assert_is(CPU "cpu3/cpufreq/scaling_governor", "performance");
	assert_is(CPU "cpufreq/boost", "1");
	assert_is("/sys/module/kvm/parameters/halt_poll_ns", "200000");
}

static void assert_tuned(void)
{
	assert_is(CPU "cpu0/cpufreq/scaling_governor", "performance");
	assert_is(CPU "cpufreq/boost", "0");
	assert_is("/sys/module/kvm/parameters/halt_poll_ns", "0");
}

static void there_and_back(void)
{
	struct host_tune *tune = host_tune_begin(NULL);
	g_autoptr(JsonArray) changes = host_tune_changes(tune);

	/* three governors, boost, halt_poll_ns */
	g_assert_cmpuint(json_array_get_length(changes), ==, 5);
	assert_tuned();
	g_assert_true(host_tune_end(tune, NULL));
	assert_untouched();
}

/* What somebody else sets meanwhile stays, and is said. */
static void not_ours(void)
{
	struct host_tune *tune = host_tune_begin(NULL);
	g_autoptr(GError) error = NULL;

	put(CPU "cpufreq/boost", "7\n");
	g_assert_false(host_tune_end(tune, &error));
	g_assert_nonnull(strstr(error->message, "cpufreq/boost"));
	assert_is(CPU "cpufreq/boost", "7");
	make_machine();
}

/* SIGKILL leaves no time for anything. */
static void killed(void)
{
	int ready[2];
	char byte;
	pid_t child;

	g_assert_cmpint(pipe(ready), ==, 0);
	child = fork();
	if (!child) {
		host_tune_begin(NULL);
		(void)!write(ready[1], "x", 1);
		pause();
	}
	g_assert_cmpint(read(ready[0], &byte, 1), ==, 1);
	assert_tuned();
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	for (int i = 0; i < 500; i++) {
		g_autofree char *is = host_read(
			"/sys/module/kvm/parameters/halt_poll_ns");

		if (g_str_equal(is, "200000"))
			break;
		g_usleep(10000);
	}
	assert_untouched();
	close(ready[0]);
	close(ready[1]);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	root = g_dir_make_tmp("ipibench-host-XXXXXX", NULL);
	g_setenv("IPIBENCH_HOST_ROOT", root, TRUE);
	make_machine();
	g_test_add_func("/host/list", lists);
	g_test_add_func("/host/cores-first", cores_first);
	g_test_add_func("/host/bad", all_bad);
	g_test_add_func("/host/good", all_good);
	g_test_add_func("/host/unknown", knows_nothing);
	g_test_add_func("/host/tune", there_and_back);
	g_test_add_func("/host/tune-others", not_ours);
	g_test_add_func("/host/tune-killed", killed);
	return g_test_run();
}
