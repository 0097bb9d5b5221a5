/* SPDX-License-Identifier: GPL-2.0-only */
#include "expect.h"

#include "methods.h"

struct per_write {
	const char *regime, *method;
	/* exits for one write of the sequence; classes not named: none */
	struct { int class; guint exits; } cost[3];
};

#define NONE { -1, 0 }
#define ONE(class) { VAPIC_EXIT_##class, 1 }

/*
 * "SDM" is Intel's Software Developer's Manual vol. 3, "APM" AMD's
 * Architecture Programmer's Manual vol. 2.
 *
 * Regime `none`: the APIC page is not mapped for the guest (or, with VMX's
 * "virtualize APIC accesses", every access to it exits; SDM 30.4), so each
 * access is one exit. MSRs of the x2APIC are intercepted by the bitmap.
 *
 * Regime `apicv`: APIC-register virtualisation. A read of ICR comes from the
 * virtual-APIC page (SDM 30.4.2), a write to ICR2 only goes there (SDM
 * 30.4.3.2), a write to ICR low is an APIC-write exit. WRMSR 0x830 stays
 * intercepted, for only TPR, EOI and self-IPI are virtualised (SDM 30.5).
 *
 * Regime `ipiv`: IPI virtualisation. A write to ICR low, or WRMSR 0x830, that
 * names one target physically posts the interrupt without an exit (SDM
 * 30.1.6). A write with one of bits 31:20, 17:16, 13 set is not virtualised:
 * the single-write form keeps its one exit.
 *
 * Regime `avic`: ICR low is virtualised while the target runs (APM 15.29.3);
 * reads and ICR2 come from the backing page. The MSR of the single-write form
 * is in no bitmap and always exits.
 *
 * A hypercall (VMCALL, VMMCALL) always exits (SDM 26.1.2; APM 15.9).
 */
static const struct per_write table[] = {
	{ "none", "xapic", { ONE(APIC_READ_ICR), ONE(APIC_WRITE_ICR2),
			     ONE(APIC_WRITE_ICR) } },
	{ "none", "xapic-nopoll", { ONE(APIC_WRITE_ICR2), ONE(APIC_WRITE_ICR),
				    NONE } },
	{ "none", "vapic-mmio", { ONE(APIC_WRITE_ICR), NONE, NONE } },
	{ "none", "vapic-msr", { ONE(MSR_VAPIC), NONE, NONE } },
	{ "none", "x2apic", { ONE(MSR_X2APIC_ICR), NONE, NONE } },
	{ "none", "hv-icr", { ONE(MSR_HV_ICR), NONE, NONE } },
	{ "none", "hv-ipi", { ONE(HYPERCALL), NONE, NONE } },
	{ "none", "kvm-pv", { ONE(HYPERCALL), NONE, NONE } },
	{ "none", "xen-evtchn", { ONE(HYPERCALL), NONE, NONE } },

	{ "apicv", "xapic", { ONE(APIC_WRITE_ICR), NONE, NONE } },
	{ "apicv", "xapic-nopoll", { ONE(APIC_WRITE_ICR), NONE, NONE } },
	{ "apicv", "vapic-mmio", { ONE(APIC_WRITE_ICR), NONE, NONE } },
	{ "apicv", "vapic-msr", { ONE(MSR_VAPIC), NONE, NONE } },
	{ "apicv", "x2apic", { ONE(MSR_X2APIC_ICR), NONE, NONE } },
	{ "apicv", "xen-evtchn", { ONE(HYPERCALL), NONE, NONE } },

	{ "ipiv", "xapic", { NONE, NONE, NONE } },
	{ "ipiv", "xapic-nopoll", { NONE, NONE, NONE } },
	{ "ipiv", "vapic-mmio", { ONE(APIC_WRITE_ICR), NONE, NONE } },
	{ "ipiv", "vapic-msr", { ONE(MSR_VAPIC), NONE, NONE } },
	{ "ipiv", "x2apic", { NONE, NONE, NONE } },
	{ "ipiv", "xen-evtchn", { ONE(HYPERCALL), NONE, NONE } },

	{ "avic", "xapic", { NONE, NONE, NONE } },
	{ "avic", "xapic-nopoll", { NONE, NONE, NONE } },
	{ "avic", "vapic-msr", { ONE(MSR_VAPIC), NONE, NONE } },
	{ "avic", "xen-evtchn", { ONE(HYPERCALL), NONE, NONE } },
};

/* Different groups among the targets' APIC ids: targets of one group can be
 * named in one logical destination. */
static guint groups(const struct result *result, guint ids_per_group)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	/* The sender is the first processor; it is no target of a broadcast. */
	for (guint i = 1; i < result->apic_ids->len; i++)
		g_hash_table_add(seen, GUINT_TO_POINTER(
			g_array_index(result->apic_ids, guint, i) /
			ids_per_group));
	return MAX(g_hash_table_size(seen), 1);
}

guint expect_writes(const struct result *result)
{
	guint targets = MAX(result->targets, 1);

	if (g_str_equal(result->dest, "shorthand") || targets == 1)
		return 1;
	if (g_str_equal(result->dest, "multicast") ||
	    g_str_equal(result->dest, "logical")) {
		/* x2APIC: 16 of a cluster (SDM 11.12.10.2). xAPIC, flat model:
		 * 8 in all (SDM 11.6.2.2), so a row that ran has one. */
		if (g_strcmp0(result->mode, "x2apic") == 0)
			return groups(result, 16);
		return 1;
	}
	return targets;
}

bool expect_send(const struct result *result, struct exit_counts *expected,
		 char **why)
{
	guint64 writes = result->ipis * expect_writes(result);

	*expected = (struct exit_counts){ 0 };
	for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
		const struct per_write *row = &table[i];

		if (g_strcmp0(row->regime, result->regime) ||
		    g_strcmp0(row->method, result->method))
			continue;
		for (guint k = 0; k < G_N_ELEMENTS(row->cost); k++)
			if (row->cost[k].class >= 0)
				expected->by_class[row->cost[k].class] +=
					writes * row->cost[k].exits;
		return true;
	}
	*why = g_strdup_printf("nothing is known of method %s in regime %s",
			       result->method, result->regime ?
			       result->regime : "unknown");
	return false;
}

static bool receives(const struct result_cpu *cpu)
{
	return cpu->role == ROLE_RECEIVER || cpu->role == ROLE_BOTH;
}

int expect_eoi_class(const struct result *result)
{
	return g_strcmp0(result->mode, "x2apic") ? VAPIC_EXIT_APIC_WRITE_EOI :
		VAPIC_EXIT_MSR_X2APIC_EOI;
}

/* EOI is virtualised together with the rest (SDM 30.1.4; APM 15.29.3). A Xen
 * event channel delivered as a vector (HVMOP_set_evtchn_upcall_vector) ends
 * with an EOI like any other interrupt. */
bool expect_eoi_exits(const struct result *result)
{
	return g_strcmp0(result->regime, "none") == 0;
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
	case VAPIC_EXIT_PAUSE:
		return g_str_equal(result->wait, "pause") ?
			"wait=pause, on a processor that counts PAUSEs" : NULL;
	default:
		return NULL;
	}
}

bool expect_supported(const struct result *result)
{
	const struct target *target = target_from_name(result->target);

	if (g_str_has_prefix(result->method, "vapic-"))
		return target && target->patched;
	/* QEMU's TCG has had no x2APIC before 8.2. */
	if (g_str_equal(result->method, "x2apic"))
		return !g_str_equal(result->target, "tcg");
	if (g_str_equal(result->method, "xen-evtchn"))
		return g_str_has_prefix(result->target, "lab-xen-");
	return g_str_has_prefix(result->method, "xapic");
}
