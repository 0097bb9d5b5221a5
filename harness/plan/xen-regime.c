/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE     /* memmem */
#include "plan/xen-regime.h"

#include <string.h>

struct log {
	const char *text;
	gsize len;
};

static bool has(const struct log *log, const char *what)
{
	return memmem(log->text, log->len, what, strlen(what));
}

/* Lists of features: xen/arch/x86/hvm/svm/svm.c, start_svm; vmx/vmcs.c,
 * vmx_display_features. Xen 4.17 has no AVIC. */
void xen_find_regime(const char *text, gsize len, const char *where,
		     struct target_report *report)
{
	const struct log log = { text, len };

	if (has(&log, "SVM: Supported advanced features")) {
		bool avic = has(&log, "AVIC");

		report->regime = g_strdup(avic ? "avic" : "none");
		report->regime_note = g_strdup_printf("Xen's list of SVM "
			"features has %s AVIC", avic ? "" : "no");
	} else if (has(&log, "VMX: Supported advanced features")) {
		/* The read and the ICR2 write stop exiting with the first,
		 * EOI with the second; `apicv` in expect.c means both. */
		bool reg = has(&log, "APIC Register Virtualization");
		bool vid = has(&log, "Virtual Interrupt Delivery");

		if (reg == vid)
			report->regime = g_strdup(reg ? "apicv" : "none");
		report->regime_note = g_strdup_printf("Xen's list of VMX "
			"features has %s APIC register virtualization and %s "
			"virtual interrupt delivery", reg ? "" : "no",
			vid ? "" : "no");
	} else {
		report->regime_note = g_strdup_printf("%s has no list of SVM's "
			"or VMX's features", where);
	}
}
