/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/methods.h"

const struct method methods[] = {
	{ "xapic", EXIT_BIT(APIC_READ_ICR) | EXIT_BIT(APIC_WRITE_ICR2) |
		   EXIT_BIT(APIC_WRITE_ICR),
	  "read ICR until idle, write ICR2, write ICR" },
	{ "xapic-nopoll", EXIT_BIT(APIC_WRITE_ICR2) | EXIT_BIT(APIC_WRITE_ICR),
	  "write ICR2, write ICR" },
	{ "vapic-mmio", EXIT_BIT(APIC_WRITE_ICR),
	  "one write to vICR low with target and flag" },
	{ "vapic-msr", EXIT_BIT(MSR_VAPIC),
	  "the same register data in one WRMSR" },
	{ "x2apic", EXIT_BIT(MSR_X2APIC_ICR), "WRMSR 0x830" },
	{ "hv-icr", EXIT_BIT(MSR_HV_ICR), "WRMSR 0x40000071" },
	{ "hv-ipi", EXIT_BIT(HYPERCALL), "Hyper-V cluster IPI hypercall" },
	{ "hv-ipi-mem", EXIT_BIT(HYPERCALL),
	  "the same hypercall, its words in memory" },
	{ "hv-ipi-ex", EXIT_BIT(HYPERCALL),
	  "Hyper-V cluster IPI hypercall for any number of processors" },
	{ "kvm-pv", EXIT_BIT(HYPERCALL), "KVM's send-IPI hypercall" },
	{ "xen-evtchn", EXIT_BIT(HYPERCALL), "Xen event channel" },
	{ "empty", 0, "nothing; the target counts itself" },
	{ NULL, 0, NULL }
};

const struct method *method_from_name(const char *name)
{
	for (const struct method *method = methods; method->name; method++)
		if (g_strcmp0(name, method->name) == 0)
			return method;
	return NULL;
}

guint64 method_send_exits(const struct exit_counts *sender, const char *name)
{
	const struct method *method = method_from_name(name);
	guint64 sum = 0;

	for (int i = 0; method && i < VAPIC_EXIT_CLASSES; i++)
		if (method->send_classes & 1u << i)
			sum += sender->by_class[i];
	return sum;
}
