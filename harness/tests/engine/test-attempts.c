/* SPDX-License-Identifier: GPL-2.0-only */
/* Which boots are tried again, how often, and what is kept of them. */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/attempts.h"
#include "plan/plan.h"
#include "record/record.h"
#include "result/result.h"

static struct run test_run;

static void say(struct boot *boot, guint seq, const char *text)
{
	g_autofree char *line = frame_format('@', seq, text);

	boot_take_output(boot, (const guint8 *)line, strlen(line));
}

/* A boot whose one row ended so. */
static void end_row(struct boot *boot, const char *how)
{
	g_autofree char *end = g_strdup_printf("row id=1 state=end %s lines=2",
					       how);

	say(boot, 1, "row id=1 state=begin method=xapic pattern=unicast "
	    "wait=spin dest=loop ipis=10 warmup=1 vcpus=2 targets=1 mode=xapic");
	say(boot, 2, end);
}

static GPtrArray *boots_for(const char *experiment, GPtrArray *experiments,
			    GPtrArray **settings)
{
	experiment_parse("f", experiment, strlen(experiment), experiments, NULL);
	*settings = experiment_expand(experiments, NULL);
	return plan_boots(*settings);
}

static GPtrArray *one_boot(void)
{
	GPtrArray *boots =
		g_ptr_array_new_with_free_func((GDestroyNotify)boot_free);

	g_ptr_array_add(boots, boot_new("lab-xen-svm", "pvh", 2, 1));
	return boots;
}

#define SENTENCE "reason=a%20processor%20does%20not%20answer%20any%20more"
#define UNDELIVERED "status=lost code=undelivered " SENTENCE

/* The sentence decides nothing. */
static void test_only_what_was_not_delivered(void)
{
	static const struct { const char *how; bool again; } t[] = {
		{ UNDELIVERED, true },
		{ "status=lost code=undelivered", true },
		{ "status=lost code=no-answer " SENTENCE, false },
		{ "status=lost code=no-ack " SENTENCE, false },
		{ "status=lost code=unbalanced", false },
		{ "status=lost code=icr-busy", false },
		{ "status=lost code=probe", false },
		{ "status=lost " SENTENCE, false },
		{ "status=lost code=Undelivered!", false },
		{ "status=unsupported code=undelivered", false },
		{ "status=ok", false },
	};

	for (guint i = 0; i < G_N_ELEMENTS(t); i++) {
		g_autoptr(GPtrArray) boots = one_boot();
		g_autoptr(GPtrArray) again = NULL;

		end_row(boots->pdata[0], t[i].how);
		g_assert_cmpint(attempts_due(boots->pdata[0]), ==, t[i].again);
		again = attempts_again(&test_run, boots);
		g_assert_cmpint(again != NULL, ==, t[i].again);
	}
}

/* However the boot itself ended. */
static void test_a_boots_end(void)
{
	static const struct { const char *status, *code; bool again; } t[] = {
		{ "lost", "undelivered", true }, { "lost", "no-answer", false },
		{ "lost", NULL, false }, { "reset", "in-rows", false },
		{ "reset", "no-word", false }, { "timeout", "in-start", false },
		{ "crashed", "in-rows", false }, { "fault", NULL, false },
	};

	for (guint i = 0; i < G_N_ELEMENTS(t); i++) {
		g_autoptr(GPtrArray) boots = one_boot();
		g_autoptr(GPtrArray) again = NULL;
		struct boot *boot = boots->pdata[0];

		failure_set(&boot->failure, t[i].status, t[i].code, NULL);
		again = attempts_again(&test_run, boots);
		g_assert_cmpint(again != NULL, ==, t[i].again);
		g_assert_true(!again || !boot->failure.status);
	}
}

static void test_not_for_ever(void)
{
	g_autoptr(GPtrArray) boots = one_boot();
	struct boot *boot = boots->pdata[0];
	const struct attempt *first;

	for (guint attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
		g_autoptr(GPtrArray) again = NULL;
		g_autofree char *name = g_strdup_printf(
			"lab-xen-svm-pvh-2vcpu-1-attempt%u", attempt + 1);

		end_row(boot, UNDELIVERED);
		again = attempts_again(&test_run, boots);
		g_assert_nonnull(again);
		g_assert_true(again->pdata[0] == boot);
		g_assert_cmpstr(boot->name, ==, name);
		g_assert_cmpstr(boot_planned_name(boot), ==,
				"lab-xen-svm-pvh-2vcpu-1");
		g_assert_cmpuint(boot->raw->len, ==, 0);
		g_assert_cmpuint(boot->guest->rows->len, ==, 0);
		g_assert_cmpuint(boot->earlier->len, ==, attempt);
	}
	end_row(boot, UNDELIVERED);
	g_assert_false(attempts_due(boot));
	g_assert_null(attempts_again(&test_run, boots));
	g_assert_cmpuint(boot->guest->rows->len, ==, 1);
	first = boot->earlier->pdata[0];
	g_assert_cmpstr(first->name, ==, "lab-xen-svm-pvh-2vcpu-1");
	g_assert_cmpstr(first->code, ==, "undelivered");
	g_assert_cmpstr(first->reason, ==,
			"row 1: a processor does not answer any more");
}

/* What a row says of them, and what is read of it. */
static void test_in_the_result(void)
{
	for (guint attempts = 1; attempts <= 2; attempts++) {
		g_autoptr(GPtrArray) experiments = experiment_list_new();
		g_autoptr(GPtrArray) settings = NULL, boots = NULL;
		g_autoptr(GPtrArray) results = result_list_new();
		g_autoptr(JsonObject) of_run = json_object_new();
		g_autofree char *line = NULL, *text = NULL;
		struct target_report report = { 0 };
		const struct result *result;

		boots = boots_for("[a]\ntarget=lab-xen-svm\nmethod=xapic\n"
				  "ipis=10\nwarmup=1\n", experiments, &settings);
		if (attempts == 2) {
			g_autoptr(GPtrArray) again = NULL;

			end_row(boots->pdata[0], UNDELIVERED);
			again = attempts_again(&test_run, boots);
			g_assert_nonnull(again);
		}
		end_row(boots->pdata[0], "status=ok");
		line = result_row(boots->pdata[0], 0, &report, of_run);
		text = g_strconcat(line, "\n", NULL);
		g_assert_true(result_parse("r", text, strlen(text), results,
					   NULL));
		result = results->pdata[0];
		g_assert_cmpuint(result->attempts, ==, attempts);
		g_assert_cmpstr(result->attempt_cause, ==, attempts == 2 ?
				"undelivered" : NULL);
		g_assert_cmpint(strstr(text, "\"attempt_causes\":[{\"code\":"
			"\"undelivered\",\"reason\":\"row 1: a processor") !=
			NULL, ==, attempts == 2);
		g_assert_cmpstr(result->boot_name, ==, "lab-xen-svm-pvh-2vcpu-1");
	}
}

int main(int argc, char **argv)
{
	g_autofree char *raw = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	test_run.out = g_dir_make_tmp("ipibench-XXXXXX", NULL);
	raw = g_build_filename(test_run.out, "raw", NULL);
	g_mkdir(raw, 0755);
	g_test_add_func("/attempts/only-undelivered",
			test_only_what_was_not_delivered);
	g_test_add_func("/attempts/a-boots-end", test_a_boots_end);
	g_test_add_func("/attempts/not-for-ever", test_not_for_ever);
	g_test_add_func("/attempts/in-the-result", test_in_the_result);
	status = g_test_run();
	if (!status) {
		g_autofree char *remove = g_strdup_printf("rm -r '%s'",
							  test_run.out);

		g_assert_cmpint(system(remove), ==, 0);
	}
	return status;
}
