/* SPDX-License-Identifier: GPL-2.0-only */
#include "session/asked.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "plan/plan.h"
#include "plan/subject.h"
#include "spec/target-names.h"
#include "target/target.h"

/* What --target leaves of all settings. */
static bool keep_targets(GPtrArray *settings, const char *list, GError **error)
{
	g_auto(GStrv) names = list ? g_strsplit(list, ",", -1) : NULL;

	if (!names)
		return true;
	for (char **name = names; *name; name++)
		if (!target_from_name(*name)) {
			g_set_error(error, IPIBENCH_ERROR, 0, "--target: '%s' is "
				    "no target; see `ipibench targets`",
				    *name);
			return false;
		}
	for (guint i = settings->len; i-- > 0;) {
		const struct setting *setting = settings->pdata[i];

		if (!g_strv_contains((const char *const *)names,
				     setting->value[KEY_TARGET]))
			g_ptr_array_remove_index(settings, i);
	}
	if (!settings->len)
		g_set_error(error, IPIBENCH_ERROR, 0, "--target: no experiment "
			    "has a row for %s", list);
	return settings->len > 0;
}

/* On a machine that is emulated, and not exactly so, times mean nothing: to tell their
 * histograms takes longer than all else. */
static bool nothing_to_time(const char *targets)
{
	g_auto(GStrv) names = g_strsplit(targets, ",", -1);

	for (char **name = names; *name; name++)
		if (!target_is_emulated(*name) || target_is_exact(*name))
			return false;
	return true;
}

/* Where nobody names a file. */
static bool load_default(GPtrArray *experiments, const struct asked *asked,
			 char *const *words, GError **error)
{
	const char *target = asked->targets;
	g_autofree char *text = NULL;

	for (; *words; words++)
		if (g_str_has_prefix(*words, "target="))
			target = *words + strlen("target=");
	if (!target) {
		g_set_error(error, IPIBENCH_ERROR, 0, "neither a file nor a target: "
			    "--target T, or target=T; see `ipibench targets`");
		return false;
	}
	text = g_strdup_printf("[run]\ntarget=%s\nmethod=xapic,xapic-nopoll,"
			       "vapic-mmio,vapic-msr,x2apic,kvm-pv,xen-evtchn\n"
			       "ipis=2000\n%s", target,
			       nothing_to_time(target) ? "pass=count\n" : "");
	return experiment_parse("command line", text, strlen(text), experiments, error);
}

static bool load_standard_input(GPtrArray *experiments, GError **error)
{
	g_autoptr(GIOChannel) channel = g_io_channel_unix_new(STDIN_FILENO);
	g_autofree char *text = NULL;
	gsize len;

	g_io_channel_set_encoding(channel, NULL, NULL);
	return g_io_channel_read_to_end(channel, &text, &len, error) ==
		G_IO_STATUS_NORMAL &&
	       experiment_parse("standard input", text, len, experiments, error);
}

/* KEY=VALUE; a file of such a name is a file. */
static bool is_word(const char *argument)
{
	const char *sign = strchr(argument, '=');

	return sign && !memchr(argument, '/', sign - argument) &&
	       !g_file_test(argument, G_FILE_TEST_EXISTS);
}

static void add_word(GPtrArray *words, const char *key, const char *values,
		     const char *modules)
{
	g_auto(GStrv) each = values ? g_strsplit(values, ",", -1) : NULL;
	GString *word;

	if (!each)
		return;
	word = g_string_new(key);
	for (char **value = each; *value; value++)
		g_string_append_printf(word, "%c%s%s%s", value == each ? '=' : ',', *value,
				       modules ? "@" : "", modules ? modules : "");
	g_ptr_array_add(words, g_string_free(word, FALSE));
}

static bool any_heeds(const GPtrArray *settings, enum experiment_key key)
{
	for (guint i = 0; i < settings->len; i++) {
		const struct setting *one = settings->pdata[i];

		if (target_heeds(one->value[KEY_TARGET], key))
			return true;
	}
	return false;
}

/* Whoever names a hypervisor and has no row for it is mistaken. */
static bool check_subjects(const GPtrArray *settings, char *const *words, GError **error)
{
	for (; *words; words++) {
		const char *value = strchr(*words, '=');
		g_autofree char *name = g_strndup(*words, value - *words);
		int key = experiment_key_from_name(name);

		if (!g_strcmp0(value + 1, experiment_keys[key].fallback) ||
		    any_heeds(settings, key))
			continue;
		g_set_error(error, IPIBENCH_ERROR, 0, "%s: no row's target takes one",
			    *words);
		return false;
	}
	return true;
}

GPtrArray *asked_settings(const struct asked *asked, int argc, char **argv,
			  GPtrArray *experiments, GError **error)
{
	g_autoptr(GPtrArray) settings = NULL;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	char **all;

	for (int i = 1; i < argc; i++) {
		if (is_word(argv[i]))
			g_ptr_array_add(words, g_strdup(argv[i]));
		else if (!(g_str_equal(argv[i], "-") ?
			   load_standard_input(experiments, error) :
			   experiment_load(argv[i], experiments, error)))
			return NULL;
	}
	add_word(words, "kernel", asked->kernel, asked->modules);
	add_word(words, "xen", asked->xen, NULL);
	add_word(words, "qemu", asked->qemu, NULL);
	add_word(words, "patches", asked->patches, NULL);
	g_ptr_array_add(words, NULL);
	all = (char **)words->pdata;
	if ((!experiments->len && !load_default(experiments, asked, all, error)) ||
	    !experiment_override(experiments, all, error))
		return NULL;
	settings = experiment_expand(experiments, error);
	if (!settings || !keep_targets(settings, asked->targets, error) ||
	    !check_subjects(settings, all, error))
		return NULL;
	return g_steal_pointer(&settings);
}
