/* SPDX-License-Identifier: GPL-2.0-only */
/* Which boots are tried again, how often, and what is kept of them. */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "attempts.h"

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

static GPtrArray *one_boot(void)
{
	GPtrArray *boots =
		g_ptr_array_new_with_free_func((GDestroyNotify)boot_free);

	g_ptr_array_add(boots, boot_new("lab-xen-svm", "pvh", 2, 1));
	return boots;
}

#define STUCK "status=lost reason=a%20processor%20does%20not%20answer%20any%20more"

static void test_only_what_a_loss_explains(void)
{
	static const struct { const char *how; bool again; } t[] = {
		{ STUCK, true },
		{ "status=lost reason=an%20acknowledgement%20did%20not%20come"
		  "%20in%20time", true },
		{ "status=lost reason=sent%20and%20received%20interrupts%20"
		  "differ", false },
		{ "status=ok", false },
		{ "status=unsupported reason=none", false },
	};

	for (guint i = 0; i < G_N_ELEMENTS(t); i++) {
		g_autoptr(GPtrArray) boots = one_boot();
		g_autoptr(GPtrArray) again = NULL;

		end_row(boots->pdata[0], t[i].how);
		again = attempts_again(&test_run, boots);
		g_assert_cmpint(again != NULL, ==, t[i].again);
	}
}

static void test_triple_fault(void)
{
	static const struct { const char *failure; bool again; } t[] = {
		{ "triple-fault", true }, { "triple-fault: words", true },
		{ "timeout", false }, { "crashed: words", false },
	};

	for (guint i = 0; i < G_N_ELEMENTS(t); i++) {
		g_autoptr(GPtrArray) boots = one_boot();
		g_autoptr(GPtrArray) again = NULL;
		struct boot *boot = boots->pdata[0];

		boot->failure = g_strdup(t[i].failure);
		again = attempts_again(&test_run, boots);
		g_assert_cmpint(again != NULL, ==, t[i].again);
		g_assert_true(!again || !boot->failure);
	}
}

static void test_not_for_ever(void)
{
	g_autoptr(GPtrArray) boots = one_boot();
	struct boot *boot = boots->pdata[0];

	for (guint attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
		g_autoptr(GPtrArray) again = NULL;
		g_autofree char *name = g_strdup_printf(
			"lab-xen-svm-pvh-2vcpu-1-attempt%u", attempt + 1);

		end_row(boot, STUCK);
		again = attempts_again(&test_run, boots);
		g_assert_nonnull(again);
		g_assert_true(again->pdata[0] == boot);
		g_assert_cmpstr(boot->name, ==, name);
		g_assert_cmpuint(boot->raw->len, ==, 0);
		g_assert_cmpuint(boot->guest->rows->len, ==, 0);
		g_assert_cmpuint(boot->earlier->len, ==, attempt);
	}
	end_row(boot, STUCK);
	g_assert_null(attempts_again(&test_run, boots));
	g_assert_cmpuint(boot->guest->rows->len, ==, 1);
	g_assert_cmpstr(boot->earlier->pdata[0], ==, "lab-xen-svm-pvh-2vcpu-1: "
			"row 1 lost: a processor does not answer any more");
}

int main(int argc, char **argv)
{
	g_autofree char *raw = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	test_run.out = g_dir_make_tmp("ipibench-XXXXXX", NULL);
	raw = g_build_filename(test_run.out, "raw", NULL);
	g_mkdir(raw, 0755);
	g_test_add_func("/attempts/only-a-loss", test_only_what_a_loss_explains);
	g_test_add_func("/attempts/triple-fault", test_triple_fault);
	g_test_add_func("/attempts/not-for-ever", test_not_for_ever);
	status = g_test_run();
	if (!status) {
		g_autofree char *remove = g_strdup_printf("rm -r '%s'",
							  test_run.out);

		g_assert_cmpint(system(remove), ==, 0);
	}
	return status;
}
