/* SPDX-License-Identifier: GPL-2.0-only */
#include "spec/target-names.h"

#include <glib.h>

#define OFFERS(need) (1u << NEED_##need)
/* Bits that no need has. */
#define EMULATED (1u << 31)
#define EXACT (1u << 30 | EMULATED)
#define XEN (OFFERS(NOTHING) | OFFERS(X2APIC) | OFFERS(XEN))
/* engine/qemu.c switches Hyper-V's on; Xen's "viridian" is not for dom0. */
#define KVM (OFFERS(NOTHING) | OFFERS(X2APIC) | OFFERS(HV_ICR) | OFFERS(HV_IPI) | \
	     OFFERS(KVM_PV))

const char *const target_names[] = {
#define TARGET(id, name, offers) name,
#include "spec/targets.def"
	NULL
};

/* QEMU's TCG has had no x2APIC before 8.2, and bare metal may be older. */
static const guint offered[] = {
#define TARGET(id, name, offers) offers,
#include "spec/targets.def"
	OFFERS(NOTHING) | OFFERS(X2APIC)
};

static guint bits_of(const char *name)
{
	guint i = 0;

	while (target_names[i] && g_strcmp0(name, target_names[i]))
		i++;
	return offered[i];
}

bool target_offers(const char *name, enum need need)
{
	return bits_of(name) >> need & 1;
}

bool target_is_patched(const char *name)
{
	return target_offers(name, NEED_VAPIC);
}

bool target_is_exact(const char *name)
{
	return (bits_of(name) & EXACT) == EXACT;
}

bool target_heeds(const char *name, enum experiment_key key)
{
	switch (key) {
	case KEY_APICV:
		return target_is_exact(name);
	case KEY_KERNEL:
		return target_is_emulated(name) && target_offers(name, NEED_KVM_PV);
	case KEY_XEN:
		return target_is_emulated(name) && target_offers(name, NEED_XEN);
	case KEY_QEMU:
	case KEY_CPU:
	case KEY_TOPOLOGY:
		return target_offers(name, NEED_KVM_PV) || !g_strcmp0(name, "tcg");
	case KEY_MACHINE:
	case KEY_OVERCOMMIT:
		return !g_strcmp0(name, "kvm");
	case KEY_PATCHES:
		return target_is_emulated(name) && target_is_patched(name);
	default:
		return true;
	}
}

bool target_is_emulated(const char *name)
{
	return bits_of(name) & EMULATED;
}
