/* SPDX-License-Identifier: GPL-2.0-only */
#include "judge/expect.h"

#include "spec/methods.h"
#include "spec/receiving.h"

/*
 * What a send consists of, where nothing virtualises the APIC: each of these is
 * one exit. "SDM" is Intel's Software Developer's Manual vol. 3, "APM" AMD's
 * Architecture Programmer's Manual vol. 2.
 *
 * The APIC page is not mapped for the guest (or, with VMX's "virtualize APIC
 * accesses", every access to it exits; SDM 30.4), so each access is an exit.
 * The x2APIC's MSRs are intercepted by the bitmap; the hypervisors' own MSRs
 * are in no bitmap and always exit (SDM 26.1.3; APM 15.11). A hypercall
 * (VMCALL, VMMCALL) always exits (SDM 26.1.2; APM 15.9).
 */
#define ACCESS(class) VAPIC_EXIT_##class

static const struct sequence {
	const char *method;
	guint n;
	int class[3];
} sequences[] = {
	{ "xapic", 3, { ACCESS(APIC_READ_ICR), ACCESS(APIC_WRITE_ICR2),
			ACCESS(APIC_WRITE_ICR) } },
	{ "xapic-nopoll", 2, { ACCESS(APIC_WRITE_ICR2),
			       ACCESS(APIC_WRITE_ICR) } },
	{ "vapic-mmio", 1, { ACCESS(APIC_WRITE_ICR) } },
	{ "vapic-msr", 1, { ACCESS(MSR_VAPIC) } },
	{ "x2apic", 1, { ACCESS(MSR_X2APIC_ICR) } },
	{ "hv-icr", 1, { ACCESS(MSR_HV_ICR) } },
	{ "hv-ipi", 1, { ACCESS(HYPERCALL) } },
	{ "hv-ipi-mem", 1, { ACCESS(HYPERCALL) } },
	{ "hv-ipi-ex", 1, { ACCESS(HYPERCALL) } },
	{ "kvm-pv", 1, { ACCESS(HYPERCALL) } },
	{ "xen-evtchn", 1, { ACCESS(HYPERCALL) } },
	{ "empty", 0 },
};

enum cost { EXITS, FREE, UNKNOWN };

/* A shorthand-free, physical, fixed interrupt for one target. */
static bool plain(const struct result *result)
{
	return g_str_equal(result->dest, "loop") &&
	       g_str_equal(result->deliver, "fixed");
}

static bool to_self(const struct result *result)
{
	return g_str_equal(result->pattern, "self") &&
	       g_str_equal(result->dest, "shorthand") &&
	       g_str_equal(result->deliver, "fixed");
}

/*
 * `apicv`: APIC-register virtualisation and virtual-interrupt delivery. A read
 * of ICR comes from the virtual-APIC page (SDM 30.4.2), a write to ICR2 only
 * goes there (SDM 30.4.3.2), a write to ICR low is an APIC-write exit unless
 * it is a fixed one with the shorthand "self" (SDM 30.4.3.3). WRMSR 0x830 stays
 * intercepted, for only TPR, EOI and self-IPI are virtualised (SDM 30.5).
 */
static enum cost with_apicv(const struct result *result, int class)
{
	switch (class) {
	case VAPIC_EXIT_APIC_READ_ICR:
	case VAPIC_EXIT_APIC_WRITE_ICR2:
		return FREE;
	case VAPIC_EXIT_APIC_WRITE_ICR:
		/* Reserved bits set: not virtualised. */
		return g_str_equal(result->method, "vapic-mmio") ||
		       !to_self(result) ? EXITS : FREE;
	default:
		return EXITS;
	}
}

/*
 * `ipiv`: IPI virtualisation besides. A write to ICR low, or WRMSR 0x830, of a
 * fixed interrupt that names one target physically posts it without an exit
 * (SDM 30.1.6); one with one of bits 31:20, 17:16, 13 set does not: the
 * single-write form keeps its one exit.
 */
static enum cost with_ipiv(const struct result *result, int class)
{
	bool icr = class == VAPIC_EXIT_APIC_WRITE_ICR ||
		class == VAPIC_EXIT_MSR_X2APIC_ICR;

	if (icr && plain(result) && !g_str_equal(result->method, "vapic-mmio"))
		return FREE;
	return with_apicv(result, class);
}

/*
 * `avic`: a fixed interrupt by ICR low is delivered by the processor while the
 * targets run (APM 15.29.3), one of another delivery mode exits; reads and ICR2
 * come from the backing page. What it makes of the single-write form's
 * reserved bits, and of x2APIC mode, the manual does not say here.
 */
static enum cost with_avic(const struct result *result, int class)
{
	switch (class) {
	case VAPIC_EXIT_APIC_READ_ICR:
	case VAPIC_EXIT_APIC_WRITE_ICR2:
		return FREE;
	case VAPIC_EXIT_APIC_WRITE_ICR:
		if (g_str_equal(result->method, "vapic-mmio"))
			return UNKNOWN;
		return g_str_equal(result->deliver, "fixed") ? FREE : EXITS;
	case VAPIC_EXIT_MSR_X2APIC_ICR:
		return UNKNOWN;
	default:
		return EXITS;
	}
}

static enum cost with_nothing(const struct result *result, int class)
{
	return EXITS;
}

static const struct regime {
	const char *name;
	enum cost (*of)(const struct result *result, int class);
} regimes[] = {
	{ "none", with_nothing }, { "apicv", with_apicv },
	{ "ipiv", with_ipiv }, { "avic", with_avic },
};

static const struct sequence *sequence_of(const struct result *result)
{
	for (guint i = 0; i < G_N_ELEMENTS(sequences); i++)
		if (g_str_equal(sequences[i].method, result->method))
			return &sequences[i];
	return NULL;
}

static const struct regime *regime_of(const struct result *result)
{
	for (guint i = 0; i < G_N_ELEMENTS(regimes); i++)
		if (g_strcmp0(regimes[i].name, result->regime) == 0)
			return &regimes[i];
	return NULL;
}

bool expect_send(const struct result *result, struct exit_counts *expected,
		 char **why)
{
	const struct sequence *sequence = sequence_of(result);
	const struct regime *regime = regime_of(result);
	guint64 writes = expect_all_writes(result);
	bool known = sequence && regime;

	*expected = (struct exit_counts){ 0 };
	for (guint i = 0; known && i < sequence->n; i++) {
		enum cost cost = regime->of(result, sequence->class[i]);

		if (cost == EXITS)
			expected->by_class[sequence->class[i]] += writes;
		known = cost != UNKNOWN;
	}
	if (!known)
		*why = g_strdup_printf("nothing is known of method %s in "
				       "regime %s", result->method,
				       result->regime ? result->regime :
				       "unknown");
	return known;
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

/* An NMI that comes while the one before it is handled waits for the IRET's end:
 * Xen on SVM opens an interrupt window for it as well. Only a burst sends one before
 * the last has been answered. */
guint64 expect_ends_at_most(const struct result *result, guint64 received)
{
	return g_str_equal(result->deliver, "nmi") &&
	       g_str_equal(result->pattern, "burst") ? 2 * received : received;
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
		return receives(cpu) && g_str_equal(result->deliver, "nmi") &&
		       g_str_equal(result->pattern, "burst") ?
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
