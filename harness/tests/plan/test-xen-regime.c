/* SPDX-License-Identifier: GPL-2.0-only */
/* What Xen printed, as 4.17 prints it, and what follows. */
#include <string.h>

#include "plan/xen-regime.h"

static void check(const char *log, const char *regime)
{
	struct target_report report = { 0 };

	xen_find_regime(log, strlen(log), "the log", &report);
	g_assert_cmpstr(report.regime, ==, regime);
	g_assert_nonnull(report.regime_note);
	g_free(report.regime);
	g_free(report.regime_note);
}

static void regimes(void)
{
	check("(XEN) SVM: Supported advanced features:\n"
	      "(XEN)  - Nested Page Tables (NPT)\n", "none");
	check("(XEN) VMX: Supported advanced features:\n"
	      "(XEN)  - APIC MMIO access virtualisation\n", "none");
	check("(XEN) VMX: Supported advanced features:\n"
	      "(XEN)  - APIC Register Virtualization\n"
	      "(XEN)  - Virtual Interrupt Delivery\n", "apicv");
	/* one without the other is neither */
	check("(XEN) VMX: Supported advanced features:\n"
	      "(XEN)  - APIC Register Virtualization\n", NULL);
	check("(XEN) Xen version 4.17.5\n", NULL);
	check("", NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/xen-regime", regimes);
	return g_test_run();
}
