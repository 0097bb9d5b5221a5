/* SPDX-License-Identifier: GPL-2.0-only */
#include "judge/expect.h"

#include "base/members.h"
#include "spec/patterns.h"
#include "spec/receiving.h"
#include "spec/regimes.h"

/* What the IPI is, of that by which an access can be free. */
static guint kind_of(const struct result *result)
{
	bool fixed = g_str_equal(result->deliver, "fixed");
	bool self = g_str_equal(result->pattern, "self");

	return !fixed ? 0 : FREE_FIXED |
		(g_str_equal(result->dest, "loop") ? FREE_TO_ONE : 0) |
		(self && g_str_equal(result->dest, "shorthand") ? FREE_TO_SELF : 0);
}

/* KVM of Linux 6.1 on VMX without APICv takes two exits for a load from the APIC page.
 * Its page is there and disabled, so that each access is an EPT violation of which no
 * SPTE comes (arch/x86/kvm/mmu/mmu.c, kvm_faultin_pfn), and what no page table could be
 * written by is first tried again (arch/x86/kvm/x86.c, retry_instruction): at the second
 * exit with the same RIP and address it is emulated. A store is emulated at once. */
static bool loads_are_tried_again(const struct result *result)
{
	const char *version = member_text(
		member_object(result->provenance, "hypervisor"), "version");

	return version && g_str_has_prefix(version, "6.1.") &&
	       g_str_has_prefix(result->target, "lab-kvm-vmx") &&
	       g_strcmp0(result->regime, "none") == 0;
}

bool expect_send(const struct result *result, struct exit_counts *expected,
		 char **why)
{
	const struct method *method = method_from_name(result->method);
	const struct regime *regime = regime_from_name(result->regime);
	guint64 writes = expect_all_writes(result);
	bool known = method && regime;

	*expected = (struct exit_counts){ 0 };
	for (guint i = 0; known && i < method->exits; i++) {
		enum regime_cost cost = regime_cost(regime, method, method->exit[i],
						    kind_of(result));

		if (cost == EXITS)
			expected->by_class[method->exit[i]] += writes;
		known = cost != UNKNOWN;
	}
	if (expected->by_class[VAPIC_EXIT_APIC_READ_ICR] &&
	    loads_are_tried_again(result))
		expected->by_class[VAPIC_EXIT_APIC_READ_ICR] *= 2;
	if (!known)
		*why = g_strdup_printf("nothing is known of method %s in "
				       "regime %s", result->method,
				       result->regime ? result->regime :
				       "unknown");
	return known;
}

/* Whatever is emulated in between, as the store to EOI of an interrupt that came between the
 * two, makes KVM forget that the load has been tried (retry_instruction clears
 * last_retry_eip first), and it is tried once more. */
guint64 expect_reads_besides(const struct result *result)
{
	guint64 between = 0;

	for (guint i = 0; loads_are_tried_again(result) && i < result->cpus->len; i++) {
		const struct result_cpu *cpu =
			&g_array_index(result->cpus, struct result_cpu, i);

		if (cpu->role == ROLE_BOTH)
			between += cpu->received;
	}
	return between;
}

static bool receives(const struct result_cpu *cpu)
{
	return cpu->role == ROLE_RECEIVER || cpu->role == ROLE_BOTH;
}

int expect_end_class(const struct result *result)
{
	return end_class(&(struct ending){
		.deliver = result->deliver, .method = result->method,
		.regime = result->regime, .mode = result->mode,
		.vendor = result->vendor,
	});
}

static bool nmis_in_bursts(const struct result *result)
{
	return g_str_equal(result->deliver, "nmi") &&
	       pattern_from_name(result->pattern)->turn == TURN_K;
}

/* An NMI that comes while the one before it is handled waits for the IRET's end:
 * Xen on SVM opens an interrupt window for it as well. Only a burst sends one before
 * the last has been answered. */
guint64 expect_ends_at_most(const struct result *result, guint64 received)
{
	return nmis_in_bursts(result) ? 2 * received : received;
}

/* What a vCPU pays besides sending. A class that is not here must be zero in
 * every window: start-up, printing and timer set-up stay outside. */
const char *expect_also(const struct result *result,
			const struct result_cpu *cpu, int class)
{
	switch (class) {
	case VAPIC_EXIT_EXTERNAL_INTERRUPT:
		return "a timer tick of the level below, or the kick by which "
		       "an IPI reaches a running vCPU";
	case VAPIC_EXIT_INTERRUPT_WINDOW:
		return receives(cpu) ? "an interrupt waited until the guest "
		       "could take it" : NULL;
	case VAPIC_EXIT_HLT:
		return receives(cpu) && g_str_equal(result->wait, "halt") ?
			"wait=halt" : NULL;
	case VAPIC_EXIT_OTHER:
		/* svm_enable_nmi_window in Linux's arch/x86/kvm/svm/svm.c */
		return receives(cpu) && nmis_in_bursts(result) ?
			"KVM steps over an IRET behind which an NMI waits" :
			NULL;
	case VAPIC_EXIT_PAGE_FAULT:
		/* The hypervisor gives memory to a guest that touches it; the
		 * warm-up touches what the window will. */
		return result->warmup ? NULL :
			"the first touch of a page, without a warm-up";
	case VAPIC_EXIT_PAUSE:
		return g_str_equal(result->wait, "pause") ?
			"wait=pause, on a processor that counts PAUSEs" : NULL;
	default:
		return NULL;
	}
}
