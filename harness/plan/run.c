/* SPDX-License-Identifier: GPL-2.0-only */
#include "plan/run.h"

void report_clear(struct target_report *report)
{
	g_clear_pointer(&report->regime, g_free);
	g_clear_pointer(&report->regime_note, g_free);
	g_clear_pointer(&report->hypervisor, json_object_unref);
	g_clear_pointer(&report->facts, json_object_unref);
}

bool target_boot_done(struct run *run, struct boot *boot,
		      const struct target_report *report, GError **error)
{
	return !run->on_boot_done || run->on_boot_done(run, boot, report, error);
}
