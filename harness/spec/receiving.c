/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/receiving.h"

#include <stdbool.h>

#include "spec/patterns.h"
#include "spec/regimes.h"

/* While an NMI is handled the next one must wait, until IRET. SVM without
 * virtual NMI leaves it to the hypervisor to learn of that IRET, by an
 * intercept (APM 15.20, 15.21.10): Linux svm_inject_nmi, Xen svm_inject_nmi;
 * hv-patches/README.md counts it as interrupt_window. VMX keeps the account
 * itself ("virtual NMIs", SDM 25.6.1). */
static bool iret_exits(const struct ending *of)
{
	static const char *const svm[] = {
		"AuthenticAMD", "HygonGenuine", NULL
	};

	return of->vendor && g_strv_contains(svm, of->vendor);
}

/* A Xen event channel delivered as a vector (HVMOP_set_evtchn_upcall_vector) ends
 * with an EOI like any other interrupt; an NMI does not, and what was never
 * sent has nothing to end. */
int end_class(const struct ending *of)
{
	const struct method *method = method_from_name(of->method);
	const struct regime *regime = regime_from_name(of->regime);

	if (g_str_equal(of->deliver, "nmi"))
		return iret_exits(of) ? VAPIC_EXIT_INTERRUPT_WINDOW : -1;
	if (!regime || regime->eoi != EXITS || (method && method->quirks & ONLY_SELF))
		return -1;
	return g_strcmp0(of->mode, "x2apic") ? VAPIC_EXIT_APIC_WRITE_EOI :
		VAPIC_EXIT_MSR_X2APIC_EOI;
}

/*
 * A halted vCPU sleeps once for each IPI, give or take the HLT it is in when
 * the window begins or enters before it ends (guest/README.md). Where several
 * IPIs can be on their way to it, one HLT may end with some of them:
 *
 *   burst    with all of one burst, so there is one HLT for each at least
 *   mesh     with one of each sender; and as nobody can be more than a round
 *            ahead, at most two rounds are over after one HLT
 *   incast   a sender sends again when its handler has begun, which can be
 *            before the last one is over: a busy target may never get to halt
 *   the method empty   nothing is sent that could wake anybody
 *
 * Less those that the guest stepped over, since the emulator took the interrupt
 * before them.
 */
void sleeps_hlt(const struct sleeps *of, guint64 *low, guint64 *high)
{
	const struct pattern *pattern = pattern_from_name(of->pattern);
	const struct method *method = method_from_name(of->method);
	guint64 least = of->got, slack = 1 + of->woken_early;

	if (pattern->turn == TURN_K)
		least = of->k ? of->sent / of->k : 0;
	else if (pattern->targets == TARGET_FUNNEL ||
		 (method && method->quirks & ONLY_SELF))
		least = 0;
	else if (pattern->targets == TARGET_MESH)
		least = of->got / MAX(of->vcpus - 1, 1) / 2;
	*low = least > slack ? least - slack : 0;
	*high = of->got + 1;
}
