/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "plan/experiment.h"
#include "plan/plan.h"

struct refusal {
	const char *text, *message;
};

static const struct refusal refusals[] = {
	{ "", "f:1: no [section]" },
	{ "# nothing\n\n", "no [section]" },
	{ "[global]\nipis=1\n", "f:2: no [section]" },
	{ "target=tcg\n", "f:1: target before the first [section]" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nspeed=9\n", "f:4: unknown key 'speed'" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nipis=0\n", "f:4: ipis=0: must be a number from 1 to" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nipis=100000001\n", "f:4: ipis=" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nipis=10x\n", "f:4: ipis=10x" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nvcpus=2,02\n", "f:4: vcpus: 2 stands there twice" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nipis=-1\n", "f:4: ipis=-1" },
	{ "[a]\ntarget=moon\n", "f:2: target=moon: must be one of tcg," },
	{ "[a]\ntarget=tcg\nmethod=xapic,\n", "f:3: method=: must be one of" },
	{ "[a]\ntarget=tcg\nmethod=xapic,xapic\n", "f:3: method: xapic stands there twice" },
	{ "[a]\ntarget=tcg\ntarget=kvm\n", "f:3: target is there already" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nboots=1,2\n", "f:4: boots takes one value" },
	{ "[a]\ntarget=tcg\n", "f:1: [a] gives no method" },
	{ "[a]\nthis is noise\n", "f:2: neither [section] nor key=value" },
	{ "[a\n", "f:1: section without ']'" },
	{ "[a]\ntarget=tcg\n  kvm\n", "f:3: line begins with a blank" },
	{ "[a]\nmethod=xapic\n[a]\n", "f:3: [a] is there already" },
	{ "[a]\n\x01\n", "f:2: byte 0x01: not a text file" },
	{ "[a]\n\xff\xfe\n", "f:2: not UTF-8" },
	{ "[a]\nkernel=debian:\n", "f:2: kernel=debian:: not debian:VERSION" },
	{ "[a]\nkernel=debian:6.1/../x\n", "f:2: kernel=debian:6.1/../x: not debian:" },
	{ "[a]\nkernel=own=/boot/vmlinuz\n", "f:2: kernel=own=/boot/vmlinuz: a name" },
	{ "[a]\nkernel=a b=/boot/vmlinuz\n", "f:2: kernel=a b=/boot/vmlinuz: a name" },
	{ "[a]\nkernel=a=\n", "f:2: kernel=a=: names nothing" },
	{ "[a]\nkernel=a=/x@\n", "f:2: kernel=a=/x@: names nothing" },
	{ "[a]\nkernel=a=/x,a=/y\n", "f:2: kernel: a=/y stands there twice" },
	{ "[a]\nside=a/b\n", "f:2: side=a/b: a name has" },
	{ "[a]\ntarget=lab-xen-svm\nmethod=xapic\nqemu=/x\n",
	  "f:1: [a] qemu=x=/x: none of its targets takes one" },
	{ "[a]\ntarget=lab-kvm-svm-stock\nmethod=xapic\npatches=/x\n",
	  "f:1: [a] patches=x=/x: none of its targets takes one" },
	{ "[a]\ntarget=lab-kvm-svm\nmethod=xapic\npatches=/x\nkernel=debian:6.1\n",
	  "f:1: [a] patches=x=/x: go onto the lab's own source" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nkernel=debian:6.1\n",
	  "f:1: [a] kernel=debian-6.1=debian:6.1: none of its targets takes one" },
	{ "[a]\ntarget=lab-kvm-svm\nmethod=xapic\nxen=debian:4.20\n",
	  "f:1: [a] xen=debian-4.20=debian:4.20: none of its targets takes one" },
	{ "[a]\ntopology=2x3\n", "f:2: topology=2x3: must be flat or SOCKETSxCORESxTHREADS" },
	{ "[a]\ntopology=2x0x1\n", "f:2: topology=2x0x1: must be flat or" },
	{ "[a]\ntopology=2x3x1x1\n", "f:2: topology=2x3x1x1: must be flat or" },
	{ "[a]\ntopology=16x16x1\n", "f:2: topology=16x16x1: must be flat or SOCKETSxCORESx"
	  "THREADS, 255 processors at most" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nvcpus=2,7\ntopology=flat,2x3x1\n",
	  "f:1: [a] topology=2x3x1 has room for 6 vCPUs, not 7" },
	{ "[a]\ntarget=lab-xen-svm\nmethod=xapic\ntopology=2x1x1\n",
	  "f:1: [a] topology=2x1x1: none of its targets takes one" },
	{ "[a]\ntarget=tcg\nmethod=xapic\nmachine=no-pit\n",
	  "f:1: [a] machine=no-pit: none of its targets takes one" },
	{ "[a]\nmachine=pc\n", "f:2: machine=pc: must be one of q35, no-pit" },
	{ "[a]\ncpu=host:\n", "f:2: cpu=host:: must be own or a model of QEMU's" },
	{ "[a]\ncpu=host:+a b\n", "f:2: cpu=host:+a b: must be own" },
	{ "[a]\ncpu=a=b\n", "f:2: cpu=a=b: must be own" },
	{ "[a]\novercommit=65\n", "f:2: overcommit=65: must be a number from 1 to 64" },
};

static void refused(gconstpointer data)
{
	const struct refusal *refusal = data;
	g_autoptr(GPtrArray) list = experiment_list_new();
	g_autoptr(GError) error = NULL;

	g_assert_false(experiment_parse("f", refusal->text,
					strlen(refusal->text), list, &error));
	g_test_message("%s", error->message);
	g_assert_true(g_str_has_prefix(error->message, "f:"));
	g_assert_nonnull(strstr(error->message, refusal->message));
}

static void noise(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(1);
	gsize len = 10 << 20;
	g_autofree char *bytes = g_malloc(len + 1);

	for (int kind = 0; kind < 3; kind++) {
		g_autoptr(GPtrArray) list = experiment_list_new();
		g_autoptr(GError) error = NULL;

		for (gsize i = 0; i < len; i++)
			bytes[i] = kind == 2 ? "[a]\n"[i % 4] :
				(char)g_rand_int_range(random,
					kind ? 32 : 0, kind ? 127 : 256);
		bytes[len] = '\0';
		g_assert_false(experiment_parse("f", bytes, len, list, &error));
		g_assert_true(g_str_has_prefix(error->message, "f:"));
	}
}

/* The end of such a line must not be read as a line of its own. */
static void long_line(void)
{
	for (guint len = 150; len < 300; len++) {
		g_autoptr(GPtrArray) list = experiment_list_new();
		g_autoptr(GError) error = NULL;
		g_autofree char *fill = g_strnfill(len, 'x');
		g_autofree char *text = g_strdup_printf(
			"[a]\ntarget=tcg\nmethod=xapic\n#%s\nipis=77\n", fill);
		bool read = experiment_parse("f", text, strlen(text), list,
					     &error);

		g_assert_true(read == (len + 1 <= 198));
		if (!read)
			g_assert_nonnull(strstr(error->message,
						"f:4: line longer"));
		else
			g_assert_cmpstr(((struct experiment *)list->pdata[0])->
					values[KEY_IPIS][0], ==, "77");
	}
}

static void sweep(void)
{
	static const char text[] =
		"\xef\xbb\xbf# comment\r\n[global]\r\ntarget = tcg ; why\r\n"
		"[a]\nmethod=xapic, x2apic\nvcpus=2,4\nboots=2\nwait = halt\n"
		"[b]\nmethod=xapic\ntarget=kvm\ntimeout=7\n";
	g_autoptr(GPtrArray) list = experiment_list_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) settings = NULL, boots = NULL;
	g_autofree char *plan = NULL;
	struct boot *boot;

	experiment_parse("f", text, sizeof(text) - 1, list, &error);
	g_assert_no_error(error);
	settings = experiment_expand(list, &error);
	g_assert_cmpuint(settings->len, ==, 5);
	boots = plan_boots(settings);
	/* 2 and 4 vCPUs, twice each, and b's */
	g_assert_cmpuint(boots->len, ==, 5);
	boot = boots->pdata[0];
	g_assert_cmpstr(boot->name, ==, "tcg-pvh-2vcpu-1");
	plan = plan_text(boot);
	g_assert_nonnull(strstr(plan,
		"row id=1 method=xapic pattern=unicast wait=halt dest=auto "
		"pass=both ipis=10000 warmup=100\n"));
	g_assert_nonnull(strstr(plan,
		"row id=2 method=x2apic pattern=unicast wait=halt dest=auto "
		"pass=both ipis=10000 warmup=100\n"));
	/* the first time of all comes before the second of any */
	boot = boots->pdata[2];
	g_assert_cmpstr(boot->target, ==, "kvm");
	g_assert_cmpuint(boot->timeout, ==, 7);
}

/* Repeated rows: the same ones in every boot, each boot in an order of its own,
 * the same for the same seed, and no place for one row only. */
static void order_of_rows(void)
{
	const char text[] = "[a]\ntarget=tcg\nmethod=xapic\nboots=200\n"
		"ipis=1,2,3,4\n";
	g_autoptr(GPtrArray) list = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL, boots = NULL;
	g_autofree char *first = NULL, *again = NULL;
	guint at[4][4] = { { 0 } };

	g_assert_true(experiment_parse("f", text, sizeof(text) - 1, list, NULL));
	settings = experiment_expand(list, NULL);
	boots = plan_boots(settings);
	g_assert_cmpuint(boots->len, ==, 200);
	first = plan_text(boots->pdata[7]);
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		guint seen = 0;

		g_assert_cmpuint(boot->number, ==, i + 1);
		for (guint row = 0; row < 4; row++) {
			guint place = g_array_index(boot->order, guint, row);
			g_autofree char *plan = plan_text(boot);
			g_auto(GStrv) lines = g_strsplit(plan, "\n", -1);
			g_autofree char *ipis = g_strdup_printf(
				"row id=%u ", row + 1);

			g_assert_true(g_str_has_prefix(lines[place - 1], ipis));
			seen |= 1u << place;
			at[row][place - 1]++;
		}
		g_assert_cmpuint(seen, ==, 0x1e);
	}
	/* 50 of 200 each; six standard deviations are 37 */
	for (guint row = 0; row < 4; row++)
		for (guint place = 0; place < 4; place++)
			g_assert_cmpint(ABS((int)at[row][place] - 50), <, 37);
	plan_order(boots, 2);
	plan_order(boots, PLAN_ORDER_SEED);
	again = plan_text(boots->pdata[7]);
	g_assert_cmpstr(first, ==, again);
}

/* A hypervisor is for the targets that run one; each has boots of its own, by name. */
static void subjects(void)
{
	const char text[] = "[a]\ntarget=lab-kvm-svm,lab-xen-svm\nmethod=xapic\n"
		"kernel=own,debian:bookworm/6.12,mine=/a=b/bzImage@/m\n";
	static const char *const names[] = {
		"lab-kvm-svm-pvh-2vcpu-1", "lab-kvm-svm-pvh-2vcpu-1-debian-bookworm-6.12",
		"lab-kvm-svm-pvh-2vcpu-1-mine", "lab-xen-svm-pvh-2vcpu-1",
	};
	char *words[] = { "kernel=two=rel/vmlinuz", "ipis=7", NULL };
	g_autoptr(GPtrArray) list = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL, boots = NULL, again = NULL;
	g_autofree char *here = g_get_current_dir();
	g_autofree char *whole = g_strdup_printf("two=%s/rel/vmlinuz", here);
	const struct setting *first;

	g_assert_true(experiment_parse("f", text, sizeof(text) - 1, list, NULL));
	settings = experiment_expand(list, NULL);
	boots = plan_boots(settings);
	g_assert_cmpuint(boots->len, ==, G_N_ELEMENTS(names));
	for (guint i = 0; i < boots->len; i++)
		g_assert_cmpstr(((struct boot *)boots->pdata[i])->name, ==, names[i]);
	g_assert_cmpstr(((struct boot *)boots->pdata[2])->given[KEY_KERNEL], ==,
			"mine=/a=b/bzImage@/m");

	g_assert_true(experiment_override(list, words, NULL));
	again = experiment_expand(list, NULL);
	g_assert_cmpuint(again->len, ==, 2);
	first = again->pdata[0];
	g_assert_cmpstr(first->value[KEY_KERNEL], ==, whole);
	g_assert_cmpstr(first->value[KEY_IPIS], ==, "7");
	first = again->pdata[1];
	g_assert_cmpstr(first->value[KEY_KERNEL], ==, "own");
}

/* What a boot is given is a part of its name, where it is not as usual, and no two have one
 * name. */
static void given(void)
{
	const char text[] = "[a]\ntarget=kvm,lab-kvm-svm,lab-kvm-vmx\nmethod=xapic\nvcpus=4\n"
		"apicv=off\ncpu=own,host:+x2apic:pmu=off\nmachine=q35,no-pit\n"
		"topology=flat,1x2x2\novercommit=1,4\n";
	g_autoptr(GPtrArray) list = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL, boots = NULL;
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	char *small[] = { "topology=1x3x1", NULL };
	g_autoptr(GError) error = NULL;

	g_assert_true(experiment_parse("f", text, sizeof(text) - 1, list, NULL));
	settings = experiment_expand(list, NULL);
	boots = plan_boots(settings);
	/* 2 x 2 x 2 x 2; the labs take cpu and topology only */
	g_assert_cmpuint(boots->len, ==, 16 + 4 + 4);
	for (guint i = 0; i < boots->len; i++)
		g_hash_table_add(names, ((struct boot *)boots->pdata[i])->name);
	g_assert_cmpuint(g_hash_table_size(names), ==, boots->len);
	g_assert_true(g_hash_table_contains(names, "kvm-pvh-4vcpu-1"));
	g_assert_true(g_hash_table_contains(names, "kvm-pvh-4vcpu-1-cpu-host~+x2apic~pmu=off-"
		"machine-no-pit-topology-1x2x2-overcommit-4"));
	g_assert_true(g_hash_table_contains(names, "lab-kvm-svm-pvh-4vcpu-1-topology-1x2x2"));
	g_assert_true(g_hash_table_contains(names,
		"lab-kvm-vmx-pvh-4vcpu-1-apicv-off-topology-1x2x2"));

	g_assert_false(experiment_override(list, small, &error));
	g_assert_nonnull(strstr(error->message, "topology=1x3x1 has room for 3 vCPUs, not 4"));
}

/* The guest takes so many rows and bytes; the rest goes into a next boot. */
static void many_rows(void)
{
	GString *text = g_string_new("[a]\ntarget=tcg\nmethod=xapic\nipis=1");
	g_autoptr(GPtrArray) list = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL, boots = NULL;
	guint rows = 0;

	for (int i = 2; i <= 40; i++)
		g_string_append_printf(text, ",%d", i);
	g_string_append(text, "\nwarmup=0");
	for (int i = 1; i < 30; i++)
		g_string_append_printf(text, ",%d", i);
	g_string_append(text, "\n");
	g_assert_true(experiment_parse("f", text->str, text->len, list, NULL));
	settings = experiment_expand(list, NULL);
	g_assert_cmpuint(settings->len, ==, 40 * 30);
	boots = plan_boots(settings);
	for (guint i = 0; i < boots->len; i++) {
		struct boot *boot = boots->pdata[i];
		g_autofree char *plan = plan_text(boot);

		g_assert_cmpuint(boot->settings->len, <=, 1024);
		g_assert_cmpuint(strlen(plan), <, 65536);
		rows += boot->settings->len;
	}
	g_assert_cmpuint(rows, ==, 40 * 30);
	g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
		g_autofree char *name = g_strdup_printf(
			"/experiment/refused/%u", i);

		g_test_add_data_func(name, &refusals[i], refused);
	}
	g_test_add_func("/experiment/noise", noise);
	g_test_add_func("/experiment/long-line", long_line);
	g_test_add_func("/experiment/sweep", sweep);
	g_test_add_func("/experiment/many-rows", many_rows);
	g_test_add_func("/experiment/subjects", subjects);
	g_test_add_func("/experiment/given", given);
	g_test_add_func("/experiment/order", order_of_rows);
	return g_test_run();
}
