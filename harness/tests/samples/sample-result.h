/* SPDX-License-Identifier: GPL-2.0-only */
/* Result lines made from a guest's words (sample.h). */
#ifndef IPIBENCH_TEST_SAMPLE_RESULT_H
#define IPIBENCH_TEST_SAMPLE_RESULT_H

#include <string.h>

#include "plan/plan.h"
#include "record/record.h"
#include "result/result.h"
#include "tests/samples/sample.h"

/* Three rows, for sample_guest(). */
#define SAMPLE_EXPERIMENT						\
	"[a]\ntarget=lab-kvm-svm\nmethod=xapic,vapic-mmio,x2apic\n"	\
	"ipis=100\nwarmup=10\n"

static inline char *sample_lines(const char *experiment, const char *regime,
				 const GString *guest)
{
	g_autoptr(GPtrArray) list = experiment_list_new();
	g_autoptr(GPtrArray) settings = NULL, boots = NULL;
	g_autoptr(JsonObject) of_run = json_object_new();
	struct target_report report = { .regime = (char *)regime };
	GString *lines = g_string_new(NULL);
	struct boot *boot;

	experiment_parse("f", experiment, strlen(experiment), list, NULL);
	settings = experiment_expand(list, NULL);
	boots = plan_boots(settings);
	boot = boots->pdata[0];
	boot_take_output(boot, (const guint8 *)guest->str, guest->len);
	for (guint i = 0; i < boot->settings->len; i++) {
		g_autofree char *line = result_row(boot, i, &report, of_run);

		g_string_append_printf(lines, "%s\n", line);
	}
	return g_string_free(lines, FALSE);
}

#endif
